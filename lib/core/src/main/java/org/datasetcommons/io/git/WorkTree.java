package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.datasetcommons.Workers;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Repository.WorkTreeStatus;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.KnownFiles;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.store.ScratchFolder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * The files a person sees: content where git has pointers. What was read of them is remembered; git's index is written last,
 * for git alone.
 */
final class WorkTree {
    private final Repository git;
    private final ThreadReaders readers;
    private final ObjectStore store;
    private final Path top;
    private final Path privateDirectory;
    private final ScratchFolder scratch;
    private Optional<KnownFiles> known = Optional.empty();
    /** Folders that were seen to be no links since the present work began. */
    private final Set<Path> plainFolders = ConcurrentHashMap.newKeySet();

    WorkTree(Repository git, ObjectStore store, Path privateDirectory, ScratchFolder scratch) {
        this.git = git;
        this.readers = new ThreadReaders(git);
        this.store = store;
        this.top = git.getWorkTree().toPath();
        this.privateDirectory = privateDirectory;
        this.scratch = scratch;
    }

    /** What is known of the files without reading them. */
    synchronized KnownFiles known() {
        if (known.isEmpty()) {
            known = Optional.of(KnownFiles.open(privateDirectory));
        }
        return known.get();
    }

    private GitIndex index() {
        return new GitIndex(git, privateDirectory, known());
    }

    /** Takes away a lock of the index that a command of ours left when it was killed. */
    void unlockIndexIfAbandoned() throws IOException {
        index().unlockIfAbandoned();
    }

    /** Complains if another program has locked the index, which would then be behind what is written here. */
    void requireIndexUnlocked() throws IOException {
        index().requireUnlocked();
    }

    /** Remembers for the next command what this one read. */
    synchronized void close() {
        known.ifPresent(KnownFiles::save);
    }

    /** The bytes a file should have: those of the blob, or the content that the blob, a pointer, stands for. */
    private record Wanted(ObjectLoader blob, Optional<Pointer> pointer) {
        boolean canHave(long size) {
            return blob.getSize() == size
                    || pointer.isPresent() && pointer.get().size() == size;
        }

        /** What a file of this size holds that is as it should be. */
        Pointer content(long size) throws IOException {
            return pointer.isPresent() && pointer.get().size() == size ? pointer.get() : raw();
        }

        boolean is(Pointer content) throws IOException {
            return pointer.equals(Optional.of(content)) || raw().equals(content);
        }

        Pointer raw() throws IOException {
            try (InputStream in = blob.openStream()) {
                return Pointer.of(in);
            }
        }
    }

    /** Whether a file holds what a blob says, itself or as a pointer. Read only if it looks new. */
    boolean holds(String path, Path file, FileStamp stamp, ObjectId blob) throws IOException {
        byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
        blob.copyRawTo(raw, 0);
        if (known().has(path, stamp, raw)) {
            return true;
        }
        var wanted = wanted(blob);
        if (!wanted.canHave(stamp.size())) {
            return false;
        }
        var content = known().find(path, stamp);
        if (content.isPresent()) {
            return wanted.is(content.get());
        }
        var read = Pointer.of(file);
        boolean holds = wanted.is(read);
        known().learn(path, stamp, read, holds ? blob.name() : read.blob());
        return holds;
    }

    /**
     * A path that two trees differ in.
     *
     * @param bytes the path as git has it, which may be no text
     */
    private record Difference(
            String path, byte[] bytes, Optional<ObjectId> before, FileMode mode, Optional<ObjectId> after) {}

    /**
     * What was brought along.
     *
     * @param left paths that a person has changed and that were left alone
     * @param isWhole whether the index was, too
     */
    record CheckedOut(List<String> left, boolean isWhole) {}

    /**
     * Brings the files from one tree to another, and the index.
     *
     * @param inPlace how files look, by their paths, that were seen to hold what they are to hold
     */
    CheckedOut checkOut(Optional<ObjectId> from, ObjectId to, Map<String, FileStamp> inPlace) throws IOException {
        plainFolders.clear();
        var differences = differences(from, to);
        var stamps = new FileStamp[differences.size()];
        var settled = new boolean[differences.size()];
        // First what goes, since a folder may take a file's place; folders that become empty go one by one.
        for (int i = 0; i < settled.length; i++) {
            var difference = differences.get(i);
            if (difference.after().isEmpty()) {
                settled[i] = remove(difference.path(), difference.before().orElseThrow());
            }
        }
        Workers.forEach(settled.length, i -> {
            var difference = differences.get(i);
            if (difference.after().isPresent()) {
                var stamp = place(difference, Optional.ofNullable(inPlace.get(difference.path())));
                stamps[i] = stamp.orElse(null);
                settled[i] = stamp.isPresent();
            }
        });
        var changes = new ArrayList<ChangedPaths.Changed>(settled.length);
        var left = new ArrayList<String>();
        for (int i = 0; i < settled.length; i++) {
            var difference = differences.get(i);
            changes.add(new ChangedPaths.Changed(
                    difference.bytes(), difference.mode(), difference.after(), Optional.ofNullable(stamps[i])));
            if (!settled[i]) {
                left.add(difference.path());
            }
        }
        return new CheckedOut(left, index().refresh(from, to, new ChangedPaths(changes)));
    }

    private List<Difference> differences(Optional<ObjectId> from, ObjectId to) throws IOException {
        var differences = new ArrayList<Difference>();
        try (var walk = new TreeWalk(git)) {
            if (from.isPresent()) {
                walk.addTree(from.get());
            } else {
                walk.addTree(new EmptyTreeIterator());
            }
            walk.addTree(to);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                differences.add(new Difference(
                        walk.getPathString(), walk.getRawPath(), side(walk, 0), walk.getFileMode(1), side(walk, 1)));
            }
        }
        return differences;
    }

    /** Puts content in place of pointers, where it is here by now and nobody has written anything else there. */
    void fillIn(ObjectId tree, SortedMap<String, Pointer> files) throws IOException {
        plainFolders.clear();
        var waiting = List.copyOf(files.entrySet());
        var changes = new ConcurrentLinkedQueue<ChangedPaths.Changed>();
        Workers.forEach(waiting.size(), i -> {
            String path = waiting.get(i).getKey();
            var pointer = waiting.get(i).getValue();
            if (isWaiting(path, pointer)) {
                var blob = ObjectId.fromString(pointer.blob());
                changes.add(new ChangedPaths.Changed(
                        path.getBytes(StandardCharsets.UTF_8),
                        FileMode.REGULAR_FILE,
                        Optional.of(blob),
                        Optional.of(filledIn(path, blob))));
            }
        });
        if (!changes.isEmpty()) {
            index().refresh(Optional.of(tree), tree, new ChangedPaths(List.copyOf(changes)));
        }
    }

    /** Whether a file is a pointer whose content is here. Content without bytes is its own pointer. */
    private boolean isWaiting(String path, Pointer pointer) {
        Path file = top.resolve(path);
        try {
            var stamp = FileStamp.find(file);
            if (stamp.isEmpty() || stamp.get().size() > Pointer.MAX_BYTES || pointer.size() == 0) {
                return false;
            }
            byte[] waiting = pointer.bytes();
            return stamp.get().size() == waiting.length
                    && store.has(pointer.oid())
                    && hasPlainParents(file)
                    && Arrays.equals(Files.readAllBytes(file), waiting);
        } catch (IOException e) {
            throw environment("cannot write " + file, e);
        }
    }

    private FileStamp filledIn(String path, ObjectId blob) {
        Path file = top.resolve(path);
        try {
            return write(path, file, blob);
        } catch (IOException e) {
            throw environment("cannot write " + file, e);
        }
    }

    private static Optional<ObjectId> side(TreeWalk walk, int tree) {
        return walk.getFileMode(tree) == FileMode.MISSING ? Optional.empty() : Optional.of(walk.getObjectId(tree));
    }

    /** @return the stamp of the file, which now is as it should be; nothing if it was left alone */
    private Optional<FileStamp> place(Difference difference, Optional<FileStamp> inPlace) {
        try {
            return place(
                    difference.path(),
                    difference.before(),
                    difference.mode(),
                    difference.after().orElseThrow(),
                    inPlace);
        } catch (IOException e) {
            throw environment("cannot write " + top.resolve(difference.path()), e);
        }
    }

    private Optional<FileStamp> place(
            String path, Optional<ObjectId> before, FileMode mode, ObjectId blob, Optional<FileStamp> inPlace)
            throws IOException {
        // Nothing but ordinary files is ever written, and never through a link.
        if (mode != FileMode.REGULAR_FILE && mode != FileMode.EXECUTABLE_FILE
                || DatasetPath.fault(path).isPresent()) {
            return Optional.empty();
        }
        Path file = top.resolve(path);
        if (!hasPlainParents(file)) {
            return Optional.empty();
        }
        if (inPlace.isPresent()) {
            return Optional.of(aged(path, file, inPlace.get(), blob));
        }
        var there = FileStamp.attributes(file);
        if (there.isPresent()) {
            if (!there.get().isRegularFile()) {
                return Optional.empty();
            }
            var stamp = FileStamp.of(there.get());
            if (holds(path, file, stamp, blob)) {
                return Optional.of(aged(path, file, stamp, blob));
            }
            if (before.isEmpty() || !holds(path, file, stamp, before.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(write(path, file, blob));
    }

    /**
     * Git takes a file as old as its index for one that may have changed since, and would read it again: without git-lfs it
     * would then see content where it expects a pointer. So a file that is too young is made older, unless somebody has
     * written to it since.
     */
    private FileStamp aged(String path, Path file, FileStamp stamp, ObjectId blob) throws IOException {
        if (stamp.modified() <= known().settledTime() || !FileStamp.find(file).equals(Optional.of(stamp))) {
            return stamp;
        }
        Files.setLastModifiedTime(file, FileTime.from(known().settledTime(), TimeUnit.NANOSECONDS));
        var aged = FileStamp.find(file).orElse(stamp);
        known().learn(path, aged, wanted(blob).content(aged.size()), blob.name());
        return aged;
    }

    private FileStamp write(String path, Path file, ObjectId blob) throws IOException {
        var wanted = wanted(blob);
        if (!plainFolders.contains(file.getParent())) {
            Files.createDirectories(file.getParent());
        }
        Path temporary = scratch.newFile();
        boolean isPlaced = false;
        try {
            Pointer content = writeContent(temporary, wanted);
            // Older than any change to come: neither we nor git need to read it again.
            Files.setLastModifiedTime(temporary, FileTime.from(known().settledTime(), TimeUnit.NANOSECONDS));
            var stamp = FileStamp.find(temporary).orElseThrow();
            ScratchFolder.place(temporary, file);
            isPlaced = true;
            known().learn(path, stamp, content, blob.name());
            return stamp;
        } finally {
            if (!isPlaced) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private Pointer writeContent(Path temporary, Wanted wanted) throws IOException {
        var pointer = wanted.pointer().filter(content -> store.has(content.oid()));
        if (pointer.isPresent()) {
            store.copyTo(temporary, pointer.get().oid());
            return pointer.get();
        }
        try (InputStream in = wanted.blob().openStream();
                OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
            return Pointer.of(in, out);
        }
    }

    private boolean remove(String path, ObjectId before) throws IOException {
        Path file = top.resolve(path);
        var there = FileStamp.attributes(file);
        if (there.isEmpty() || there.get().isDirectory()) {
            return true; // A folder of its name holds other files.
        }
        if (!there.get().isRegularFile()
                || !hasPlainParents(file)
                || !holds(path, file, FileStamp.of(there.get()), before)) {
            return false;
        }
        Files.delete(file);
        known().forget(path);
        for (Path parent = file.getParent(); !parent.equals(top); parent = parent.getParent()) {
            try (var rest = Files.list(parent)) {
                if (rest.findAny().isPresent()) {
                    break;
                }
            }
            Files.delete(parent);
            plainFolders.remove(parent);
        }
        return true;
    }

    /** Whether the folders above a file, as far as they are there, are folders and not links. */
    private boolean hasPlainParents(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder.equals(top) || plainFolders.contains(folder)) {
            return true;
        }
        if (!hasPlainParents(folder)) {
            return false;
        }
        var there = FileStamp.attributes(folder);
        if (there.isPresent() && there.get().isDirectory()) {
            plainFolders.add(folder);
        }
        return there.isEmpty() || there.get().isDirectory();
    }

    private Wanted wanted(ObjectId blob) throws IOException {
        var loader = readers.open(blob, Constants.OBJ_BLOB);
        return new Wanted(
                loader,
                loader.getSize() > Pointer.MAX_BYTES ? Optional.empty() : Pointer.find(loader.getCachedBytes()));
    }

    /** The content files below a folder against a tree. */
    WorkTreeStatus status(Optional<ObjectId> tree, String folder) throws IOException {
        Optional<ObjectId> below = Optional.empty();
        if (tree.isPresent()) {
            try (var walk = TreeWalk.forPath(git, folder, tree.get())) {
                if (walk != null && walk.getFileMode(0) == FileMode.TREE) {
                    below = Optional.of(walk.getObjectId(0));
                }
            }
        }
        return new WorkTreeScan(git, this).run(folder, top.resolve(folder), below);
    }
}
