package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.history.TreeEdit;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Applies an edit to a tree. Only the trees along changed paths are read and written. */
final class TreeWriter {
    /** @param sortKey git sorts the names of a tree by bytes, a folder as if its name ended in a slash */
    private record Item(String name, FileMode mode, ObjectId id, byte[] sortKey) {
        static Item of(String name, FileMode mode, ObjectId id) {
            return new Item(
                    name, mode, id, (mode == FileMode.TREE ? name + "/" : name).getBytes(StandardCharsets.UTF_8));
        }
    }

    private final ObjectReader reader;
    private final ObjectInserter inserter;
    private final List<String> paths;
    private final List<TreeEdit.Change> changes;

    private TreeWriter(ObjectReader reader, ObjectInserter inserter, TreeEdit edit) {
        this.reader = reader;
        this.inserter = inserter;
        this.paths = new ArrayList<>(edit.size());
        this.changes = new ArrayList<>(edit.size());
        edit.forEach((path, change) -> {
            paths.add(path);
            changes.add(change);
        });
    }

    /** The tree that the edit makes of this one; of an empty one, if there is none. */
    static ObjectId apply(Optional<ObjectId> tree, TreeEdit edit, ObjectReader reader, ObjectInserter inserter)
            throws IOException {
        var writer = new TreeWriter(reader, inserter, edit);
        var edited = writer.apply(tree, 0, writer.paths.size(), 0);
        return edited.isPresent() ? edited.get() : inserter.insert(new TreeFormatter());
    }

    /**
     * Applies the changes below a folder.
     *
     * @param from the first of them
     * @param to the first that is none of them any more
     * @param start where the names in the folder begin in their paths
     * @return the id of the new tree; empty if nothing is left in it
     */
    private Optional<ObjectId> apply(Optional<ObjectId> tree, int from, int to, int start) throws IOException {
        var items = new TreeMap<String, Item>();
        if (tree.isPresent()) {
            read(tree.get(), items);
        }
        // Folders whose place a file takes: what is in them must go, too.
        var replaced = new HashMap<String, ObjectId>();
        int next = from;
        while (next < to) {
            String path = paths.get(next);
            int slash = path.indexOf('/', start);
            if (slash < 0) {
                String name = path.substring(start);
                var before = items.get(name);
                change(items, name, changes.get(next));
                if (isFolder(before) && !isFolder(items.get(name))) {
                    replaced.put(name, before.id());
                }
                next++;
            } else {
                int end = endOfFolder(path.substring(0, slash + 1), next, to);
                String name = path.substring(start, slash);
                var folder = Optional.ofNullable(replaced.remove(name))
                        .or(() -> Optional.ofNullable(items.get(name))
                                .filter(TreeWriter::isFolder)
                                .map(Item::id));
                changeFolder(items, name, apply(folder, next, end, slash + 1), path.substring(0, slash));
                next = end;
            }
        }
        for (String name : replaced.keySet()) {
            throw clash(paths.get(from).substring(0, start) + name);
        }
        if (items.isEmpty()) {
            return Optional.empty();
        }
        var formatter = new TreeFormatter();
        items.values().stream()
                .sorted((a, b) -> Arrays.compareUnsigned(a.sortKey(), b.sortKey()))
                .forEach(item -> formatter.append(item.name(), item.mode(), item.id()));
        return Optional.of(inserter.insert(formatter));
    }

    private int endOfFolder(String prefix, int from, int to) {
        int end = from + 1;
        while (end < to && paths.get(end).startsWith(prefix)) {
            end++;
        }
        return end;
    }

    private static boolean isFolder(Item item) {
        return item != null && item.mode() == FileMode.TREE;
    }

    /** @param changed what is in the folder now; nothing: there is none */
    private static void changeFolder(
            TreeMap<String, Item> items, String name, Optional<ObjectId> changed, String path) {
        var there = items.get(name);
        if (changed.isPresent()) {
            if (there != null && !isFolder(there)) {
                throw clash(path);
            }
            items.put(name, Item.of(name, FileMode.TREE, changed.get()));
        } else if (isFolder(there)) {
            items.remove(name); // Nothing is left in it; a file of this name is another thing.
        }
    }

    /** Git would let one of them vanish. */
    private static CommonsException clash(String path) {
        return precondition(path + " would be a file and a folder at once")
                .hint(
                        "give one of them another name, or take it out: `commons add data` records what is not there any more");
    }

    private void change(TreeMap<String, Item> items, String name, TreeEdit.Change change) throws IOException {
        if (change instanceof TreeEdit.Change.Bytes file) {
            put(items, name, inserter.insert(Constants.OBJ_BLOB, file.bytes()));
        } else if (change instanceof TreeEdit.Change.Content content) {
            put(
                    items,
                    name,
                    inserter.insert(Constants.OBJ_BLOB, content.pointer().bytes()));
        } else if (change instanceof TreeEdit.Change.Copy copy) {
            try (InputStream in = Files.newInputStream(copy.file())) {
                put(items, name, inserter.insert(Constants.OBJ_BLOB, Files.size(copy.file()), in));
            }
        } else if (change instanceof TreeEdit.Change.Same same) {
            var mode = GitTree.mode(same.entry().mode());
            items.put(name, Item.of(name, mode, ObjectId.fromString(same.entry().blob())));
        } else {
            // What is removed is a file; a folder of this name holds others.
            items.computeIfPresent(name, (n, item) -> item.mode() == FileMode.TREE ? item : null);
        }
    }

    private static void put(TreeMap<String, Item> items, String name, ObjectId blob) {
        items.put(name, Item.of(name, FileMode.REGULAR_FILE, blob));
    }

    private void read(ObjectId tree, TreeMap<String, Item> items) throws IOException {
        var parser = new CanonicalTreeParser(null, reader, tree);
        for (; !parser.eof(); parser.next()) {
            String name = parser.getEntryPathString();
            items.put(name, Item.of(name, parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
    }
}
