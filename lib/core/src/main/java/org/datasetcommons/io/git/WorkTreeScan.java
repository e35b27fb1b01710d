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
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Compares files with a tree of git's, folder by folder and on all cores. A file that looks as it did when it was read, and
 * stood then for what the tree has, is not read again.
 */
final class WorkTreeScan {
    /** How many files a thread looks at before it takes others, so that one large folder keeps all of them busy. */
    private static final int STRETCH = 256;

    /** What is read in place of bytes that are no text. */
    private static final char NO_TEXT = '\uFFFD';

    private final org.eclipse.jgit.lib.Repository git;
    private final ThreadReaders readers;
    private final WorkTree workTree;
    private final Queue<String> added = new ConcurrentLinkedQueue<>();
    private final Queue<String> modified = new ConcurrentLinkedQueue<>();
    private final Queue<String> removed = new ConcurrentLinkedQueue<>();
    private final AtomicLong unchanged = new AtomicLong();

    WorkTreeScan(org.eclipse.jgit.lib.Repository git, WorkTree workTree) {
        this.git = git;
        this.readers = new ThreadReaders(git);
        this.workTree = workTree;
    }

    /** What a tree of git's has under a name: where its id is in the tree's bytes, and what it is. */
    private static final class Entry {
        private final FileMode mode;
        private final byte[] buffer;
        private final int offset;
        /** Whether something of this name was met; each name is met by one thread. */
        private boolean isMet;

        Entry(FileMode mode, byte[] buffer, int offset) {
            this.mode = mode;
            this.buffer = buffer;
            this.offset = offset;
        }

        boolean isFolder() {
            return mode == FileMode.TREE;
        }

        ObjectId id() {
            return ObjectId.fromRaw(buffer, offset);
        }
    }

    /** A folder on both sides; either may lack it. */
    private record Folder(String path, Path directory, Optional<ObjectId> tree) {}

    /**
     * A folder with the names that it has on both sides, and what is known of its files.
     *
     * @param isMet which of the known files were met
     */
    private record Listed(
            Folder folder, List<String> names, Map<String, Entry> entries, KnownFolder known, boolean[] isMet) {
        String path(String name) {
            return folder.path() + "/" + name;
        }
    }

    /** Some of the names of a folder with many. */
    private record Stretch(Listed folder, List<String> names) {}

    /** Compares what is below a folder with the tree that it is to be. */
    WorkTreeStatus run(String path, Path directory, Optional<ObjectId> tree) {
        List<Folder> level = List.of(new Folder(path, directory, tree));
        while (!level.isEmpty()) {
            level = compare(level);
        }
        return new WorkTreeStatus(sorted(added), sorted(modified), sorted(removed), unchanged.get());
    }

    private static List<String> sorted(Collection<String> paths) {
        return paths.stream().sorted().toList();
    }

    /**
     * A thread looks at a folder of few files whole, which is then forgotten; those with many are shared.
     *
     * @return the folders below
     */
    private List<Folder> compare(List<Folder> folders) {
        var below = new ConcurrentLinkedQueue<Folder>();
        var large = new ConcurrentLinkedQueue<Listed>();
        Workers.forEach(folders.size(), i -> {
            var listed = list(folders.get(i));
            if (listed.names().size() <= STRETCH) {
                compare(new Stretch(listed, listed.names()), below);
                findRemoved(listed);
            } else {
                large.add(listed);
            }
        });
        var stretches = new ArrayList<Stretch>();
        for (var folder : large) {
            int size = folder.names().size();
            for (int from = 0; from < size; from += STRETCH) {
                stretches.add(new Stretch(folder, folder.names().subList(from, Math.min(size, from + STRETCH))));
            }
        }
        Workers.forEach(stretches.size(), i -> compare(stretches.get(i), below));
        large.forEach(this::findRemoved);
        return List.copyOf(below);
    }

    private Listed list(Folder folder) {
        try {
            var known = workTree.known().savedFolder(folder.path());
            return new Listed(folder, names(folder), entries(folder.tree()), known, new boolean[known.size()]);
        } catch (IOException | DirectoryIteratorException e) {
            throw environment("cannot read the folder " + folder.directory(), e);
        }
    }

    private List<String> names(Folder folder) throws IOException {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.directory())) {
            for (var file : files) {
                String name = file.getFileName().toString();
                if (name.indexOf(NO_TEXT) >= 0
                        && !folder.directory().resolve(name).equals(file)) {
                    added.add(folder.path() + "/" + name); // Nobody can say its name, and so it can be in no version.
                } else {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return names;
    }

    private Map<String, Entry> entries(Optional<ObjectId> tree) throws IOException {
        if (tree.isEmpty()) {
            return Map.of();
        }
        var entries = new HashMap<String, Entry>();
        var parser = new CanonicalTreeParser();
        for (parser.reset(readers.readTree(tree.get())); !parser.eof(); parser.next(1)) {
            entries.put(
                    parser.getEntryPathString(),
                    new Entry(parser.getEntryFileMode(), parser.idBuffer(), parser.idOffset()));
        }
        return entries;
    }

    private void compare(Stretch stretch, Queue<Folder> below) {
        long same = 0;
        for (String name : stretch.names()) {
            same += compare(stretch.folder(), name, below) ? 1 : 0;
        }
        unchanged.addAndGet(same);
    }

    /** What was not met is gone. */
    private void findRemoved(Listed folder) {
        folder.entries().forEach((name, entry) -> {
            if (!entry.isMet) {
                remove(folder.path(name), entry);
            }
        });
        for (int row = 0; row < folder.isMet().length; row++) {
            if (!folder.isMet()[row]) {
                workTree.known().forget(folder.path(folder.known().name(row)));
            }
        }
    }

    /** @return whether it is a file that the tree has, and unchanged */
    private boolean compare(Listed folder, String name, Queue<Folder> below) {
        Path file = folder.folder().directory().resolve(name);
        var entry = folder.entries().get(name);
        int row = folder.known().row(name);
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (row >= 0) {
                folder.isMet()[row] = true;
            }
            if (attributes.isDirectory()) {
                boolean isFolder = entry != null && entry.isFolder();
                if (isFolder) {
                    entry.isMet = true;
                }
                var tree = isFolder ? Optional.of(entry.id()) : Optional.<ObjectId>empty();
                below.add(new Folder(folder.path(name), file, tree));
                return false;
            }
            if (entry == null || entry.isFolder()) {
                added.add(folder.path(name));
                return false;
            }
            entry.isMet = true;
            if (attributes.isRegularFile() && isUnchanged(folder, name, row, file, attributes, entry)) {
                return true;
            }
            modified.add(folder.path(name));
            return false;
        } catch (NoSuchFileException e) {
            return false; // It went while we looked.
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    private boolean isUnchanged(
            Listed folder, String name, int row, Path file, BasicFileAttributes attributes, Entry entry)
            throws IOException {
        var stamp = FileStamp.of(attributes);
        return row >= 0
                        && folder.known().looksLike(row, stamp)
                        && folder.known().hasBlob(row, entry.buffer, entry.offset)
                || workTree.holds(folder.path(name), file, stamp, entry.id());
    }

    private void remove(String path, Entry entry) {
        if (entry.isFolder()) {
            new GitTree(git, entry.id()).list("").forEach(below -> removed.add(path + "/" + below.path()));
        } else {
            removed.add(path);
        }
    }
}
