package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.datasetcommons.Workers;
import org.datasetcommons.history.Repository.WorkTreeStatus;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.KnownFolder;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Compares files with a tree of git's, folder by folder and on all cores. A file that looks as it did when it was read, and
 * stood then for what the tree has, is not read again.
 */
final class WorkTreeScan {
    /** How many files a thread looks at before it takes others, so that one large folder keeps all of them busy. */
    private static final int STRETCH = 256;

    private final org.eclipse.jgit.lib.Repository git;
    private final WorkTree workTree;
    private final Queue<String> added = new ConcurrentLinkedQueue<>();
    private final Queue<String> modified = new ConcurrentLinkedQueue<>();
    private final Queue<String> removed = new ConcurrentLinkedQueue<>();
    private final AtomicLong unchanged = new AtomicLong();

    WorkTreeScan(org.eclipse.jgit.lib.Repository git, WorkTree workTree) {
        this.git = git;
        this.workTree = workTree;
    }

    /** What a tree of git's has under a name: where its id is in the tree's bytes, and what it is. */
    private record Entry(FileMode mode, byte[] buffer, int offset) {
        ObjectId id() {
            return ObjectId.fromRaw(buffer, offset);
        }
    }

    /** A folder on both sides; either may lack it. */
    private record Folder(String path, Path directory, Optional<ObjectId> tree) {}

    /** A folder with the names that it has on both sides. */
    private record Listed(Folder folder, List<String> names, Map<String, Entry> entries, KnownFolder known) {
        String path(String name) {
            return folder.path() + "/" + name;
        }
    }

    /** Compares what is below a folder with the tree that it is to be. */
    WorkTreeStatus run(String path, Path directory, Optional<ObjectId> tree) {
        List<Folder> level = List.of(new Folder(path, directory, tree));
        while (!level.isEmpty()) {
            level = compare(list(level));
        }
        return new WorkTreeStatus(sorted(added), sorted(modified), sorted(removed), unchanged.get());
    }

    private static List<String> sorted(Collection<String> paths) {
        return paths.stream().sorted().toList();
    }

    private List<Listed> list(List<Folder> folders) {
        var listed = new Listed[folders.size()];
        Workers.forEach(listed.length, i -> {
            var folder = folders.get(i);
            try {
                listed[i] = new Listed(
                        folder,
                        names(folder.directory()),
                        entries(folder.tree()),
                        workTree.known().savedFolder(folder.path()));
            } catch (IOException | DirectoryIteratorException e) {
                throw environment("cannot read the folder " + folder.directory(), e);
            }
        });
        return List.of(listed);
    }

    private static List<String> names(Path directory) throws IOException {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return names;
    }

    private Map<String, Entry> entries(Optional<ObjectId> tree) throws IOException {
        var entries = new HashMap<String, Entry>();
        if (tree.isPresent()) {
            try (ObjectReader reader = git.newObjectReader()) {
                var parser = new CanonicalTreeParser(null, reader, tree.get());
                for (; !parser.eof(); parser.next()) {
                    entries.put(
                            parser.getEntryPathString(),
                            new Entry(parser.getEntryFileMode(), parser.idBuffer(), parser.idOffset()));
                }
            }
        }
        return entries;
    }

    private record Stretch(Listed folder, int from, int to) {}

    /** @return the folders below */
    private List<Folder> compare(List<Listed> folders) {
        var below = new ConcurrentLinkedQueue<Folder>();
        var stretches = new ArrayList<Stretch>();
        for (var folder : folders) {
            for (int from = 0; from < folder.names().size(); from += STRETCH) {
                stretches.add(new Stretch(folder, from, Math.min(folder.names().size(), from + STRETCH)));
            }
            findRemoved(folder);
        }
        Workers.forEach(stretches.size(), i -> {
            var stretch = stretches.get(i);
            long same = 0;
            for (String name : stretch.folder().names().subList(stretch.from(), stretch.to())) {
                same += compare(stretch.folder(), name, below) ? 1 : 0;
            }
            unchanged.addAndGet(same);
        });
        return List.copyOf(below);
    }

    private void findRemoved(Listed folder) {
        var names = new HashSet<>(folder.names());
        folder.entries().forEach((name, entry) -> {
            if (!names.contains(name)) {
                remove(folder.path(name), entry);
            }
        });
        for (String name : folder.known().names()) {
            if (!names.contains(name)) {
                workTree.known().forget(folder.path(name));
            }
        }
    }

    /** @return whether it is a file that the tree has, and unchanged */
    private boolean compare(Listed folder, String name, Queue<Folder> below) {
        String path = folder.path(name);
        Path file = folder.folder().directory().resolve(name);
        var entry = Optional.ofNullable(folder.entries().get(name));
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                var tree = entry.filter(e -> e.mode() == FileMode.TREE).map(Entry::id);
                if (tree.isEmpty()) {
                    entry.ifPresent(e -> remove(path, e));
                }
                below.add(new Folder(path, file, tree));
                return false;
            }
            if (entry.isEmpty() || entry.get().mode() == FileMode.TREE) {
                entry.ifPresent(e -> remove(path, e));
                added.add(path);
                return false;
            }
            if (attributes.isRegularFile() && isUnchanged(folder.known(), path, name, file, attributes, entry.get())) {
                return true;
            }
            modified.add(path);
            return false;
        } catch (NoSuchFileException e) {
            entry.ifPresent(before -> remove(path, before)); // It went while we looked.
            return false;
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    private boolean isUnchanged(
            KnownFolder known, String path, String name, Path file, BasicFileAttributes attributes, Entry entry)
            throws IOException {
        var stamp = FileStamp.of(attributes);
        int row = known.find(name, stamp);
        return row >= 0 && known.hasBlob(row, entry.buffer(), entry.offset())
                || workTree.holds(path, file, stamp, entry.id());
    }

    private void remove(String path, Entry entry) {
        if (entry.mode() == FileMode.TREE) {
            new GitTree(git, entry.id()).list("").forEach(below -> removed.add(path + "/" + below.path()));
        } else {
            removed.add(path);
        }
    }
}
