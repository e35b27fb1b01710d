package org.datasetcommons.io.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    TreeWriter(ObjectReader reader, ObjectInserter inserter) {
        this.reader = reader;
        this.inserter = inserter;
    }

    /** The tree that the edit makes of this one; of an empty one, if there is none. */
    ObjectId apply(Optional<ObjectId> tree, TreeEdit edit) throws IOException {
        var changes = new TreeMap<String, TreeEdit.Change>();
        edit.forEach(changes::put);
        return apply(tree, changes).orElseGet(() -> emptyTree());
    }

    private ObjectId emptyTree() {
        try {
            return inserter.insert(new TreeFormatter());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The id of the new tree; empty if nothing is left in it. */
    private Optional<ObjectId> apply(Optional<ObjectId> tree, SortedMap<String, TreeEdit.Change> changes)
            throws IOException {
        var items = new TreeMap<String, Item>();
        if (tree.isPresent()) {
            read(tree.get(), items);
        }
        var folders = new TreeMap<String, SortedMap<String, TreeEdit.Change>>();
        for (var change : changes.entrySet()) {
            String path = change.getKey();
            int slash = path.indexOf('/');
            if (slash < 0) {
                change(items, path, change.getValue());
            } else {
                folders.computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
                        .put(path.substring(slash + 1), change.getValue());
            }
        }
        for (var folder : folders.entrySet()) {
            String name = folder.getKey();
            var existing = Optional.ofNullable(items.get(name)).filter(item -> item.mode() == FileMode.TREE);
            var changed = apply(existing.map(Item::id), folder.getValue());
            if (changed.isPresent()) {
                items.put(name, Item.of(name, FileMode.TREE, changed.get()));
            } else if (existing.isPresent()) {
                items.remove(name); // Nothing is left in it; a file of this name is another thing.
            }
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

    private void change(TreeMap<String, Item> items, String name, TreeEdit.Change change) throws IOException {
        if (change.bytes().isPresent()) {
            var id = inserter.insert(Constants.OBJ_BLOB, change.bytes().get());
            items.put(name, Item.of(name, FileMode.REGULAR_FILE, id));
        } else if (change.file().isPresent()) {
            Path file = change.file().get();
            try (InputStream in = Files.newInputStream(file)) {
                var id = inserter.insert(Constants.OBJ_BLOB, Files.size(file), in);
                items.put(name, Item.of(name, FileMode.REGULAR_FILE, id));
            }
        } else if (change.entry().isPresent()) {
            var entry = change.entry().get();
            items.put(name, Item.of(name, GitTree.mode(entry.mode()), ObjectId.fromString(entry.blob())));
        } else {
            // What is removed is a file; a folder of this name holds others.
            items.computeIfPresent(name, (n, item) -> item.mode() == FileMode.TREE ? item : null);
        }
    }

    private void read(ObjectId tree, TreeMap<String, Item> items) throws IOException {
        var parser = new CanonicalTreeParser(null, reader, tree);
        for (; !parser.eof(); parser.next()) {
            String name = parser.getEntryPathString();
            items.put(name, Item.of(name, parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
    }
}
