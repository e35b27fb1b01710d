package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Repository.WorkTreeStatus;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.eclipse.jgit.util.SystemReader;

/**
 * The files a person sees: content where git has pointers. Git's index serves as a cache of what is known to be unchanged;
 * it is written last, and where somebody else holds its lock it is left alone.
 */
final class WorkTree {
    private final Repository git;
    private final ObjectStore store;
    private final Path top;

    WorkTree(Repository git, ObjectStore store) {
        this.git = git;
        this.store = store;
        this.top = git.getWorkTree().toPath();
    }

    /** The bytes a file should have: those of the blob, or the content that the blob, a pointer, stands for. */
    private record Wanted(byte[] blob, Optional<Pointer> pointer) {
        boolean isIn(Path file) throws IOException {
            if (pointer.isPresent()
                    && Files.size(file) == pointer.get().size()
                    && digest(file).equals(pointer.get().oid())) {
                return true;
            }
            return Files.size(file) == blob.length && java.util.Arrays.equals(Files.readAllBytes(file), blob);
        }
    }

    /** @return paths that a person has changed and that were left alone */
    List<String> checkOut(Optional<ObjectId> from, ObjectId to) throws IOException {
        var left = new ArrayList<String>();
        var written = new HashMap<String, ObjectId>();
        try (var walk = new TreeWalk(git)) {
            addTree(walk, from);
            walk.addTree(to);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                String path = walk.getPathString();
                boolean settled = walk.getFileMode(1) == FileMode.MISSING
                        ? remove(path, walk.getObjectId(0))
                        : place(
                                path,
                                walk.getFileMode(0) == FileMode.MISSING
                                        ? Optional.empty()
                                        : Optional.of(walk.getObjectId(0)),
                                walk.getFileMode(1),
                                walk.getObjectId(1));
                if (settled) {
                    written.put(path, walk.getObjectId(1));
                } else {
                    left.add(path);
                }
            }
        }
        refreshIndex(from, to, written);
        return left;
    }

    /** Puts content in place of pointers, where it is here by now and nobody has written anything else there. */
    void fillIn(ObjectId tree, SortedMap<String, Pointer> files) throws IOException {
        var filled = new HashMap<String, ObjectId>();
        var committed = new GitTree(git, tree);
        for (var file : files.entrySet()) {
            Path path = top.resolve(file.getKey());
            byte[] pointer = file.getValue().bytes();
            if (isPlain(path)
                    && Files.size(path) == pointer.length
                    && store.has(file.getValue().oid())
                    && hasPlainParents(path)
                    && java.util.Arrays.equals(Files.readAllBytes(path), pointer)) {
                write(path, new Wanted(pointer, Optional.of(file.getValue())));
                committed
                        .find(file.getKey())
                        .ifPresent(entry -> filled.put(file.getKey(), ObjectId.fromString(entry.blob())));
            }
        }
        if (!filled.isEmpty()) {
            refreshIndex(Optional.of(tree), tree, filled);
        }
    }

    private boolean place(String path, Optional<ObjectId> before, FileMode mode, ObjectId blob) throws IOException {
        // Nothing but ordinary files is ever written, and never through a link.
        if (mode != FileMode.REGULAR_FILE && mode != FileMode.EXECUTABLE_FILE
                || DatasetPath.fault(path).isPresent()) {
            return false;
        }
        Path file = top.resolve(path);
        var wanted = wanted(blob);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!isPlain(file)) {
                return false;
            }
            if (wanted.pointer().isEmpty()
                    || Files.size(file) == wanted.pointer().get().size()) {
                var time = Files.getLastModifiedTime(file);
                if (wanted.isIn(file)) {
                    age(file, time);
                    return true;
                }
            }
            if (before.isEmpty() || !wanted(before.get()).isIn(file)) {
                return false;
            }
        }
        if (!hasPlainParents(file)) {
            return false;
        }
        write(file, wanted);
        return true;
    }

    private void write(Path file, Wanted wanted) throws IOException {
        Files.createDirectories(file.getParent());
        Path temporary = file.resolveSibling("." + file.getFileName() + ".commons-tmp");
        Files.deleteIfExists(temporary);
        try {
            try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
                if (wanted.pointer().isPresent()
                        && store.has(wanted.pointer().get().oid())) {
                    try (InputStream in = store.open(wanted.pointer().get().oid())) {
                        in.transferTo(out);
                    }
                } else {
                    out.write(wanted.blob());
                }
            }
            age(temporary, Files.getLastModifiedTime(temporary));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Git takes a file as old as its index for one that may have changed since, and would read it again: without git-lfs
     * it would then see content where it expects a pointer. So a file that is younger than two seconds is made older,
     * unless somebody has written to it since it had this time.
     */
    private static void age(Path file, FileTime time) throws IOException {
        var settled = SystemReader.getInstance().now().minusSeconds(2);
        if (time.toInstant().isAfter(settled) && Files.getLastModifiedTime(file).equals(time)) {
            Files.setLastModifiedTime(file, FileTime.from(settled));
        }
    }

    private boolean remove(String path, ObjectId before) throws IOException {
        Path file = top.resolve(path);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        if (!isPlain(file) || !hasPlainParents(file) || !wanted(before).isIn(file)) {
            return false;
        }
        Files.delete(file);
        for (Path parent = file.getParent(); !parent.equals(top); parent = parent.getParent()) {
            try (var rest = Files.list(parent)) {
                if (rest.findAny().isPresent()) {
                    break;
                }
            }
            Files.delete(parent);
        }
        return true;
    }

    private static boolean isPlain(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean hasPlainParents(Path file) {
        for (Path parent = file.getParent(); !parent.equals(top); parent = parent.getParent()) {
            if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private Wanted wanted(ObjectId blob) throws IOException {
        byte[] bytes = git.open(blob, Constants.OBJ_BLOB).getBytes(64 << 20);
        return new Wanted(bytes, Pointer.find(bytes));
    }

    private static Digest digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Digest.of(in);
        }
    }

    /**
     * Makes git see the work tree as it is: for each file just settled, its blob and the file's size and time. What a person
     * has put into the index stays there, unless it is of a file that this commit changes.
     */
    private void refreshIndex(Optional<ObjectId> from, ObjectId to, Map<String, ObjectId> settled) throws IOException {
        DirCache index;
        try {
            index = git.lockDirCache();
        } catch (LockFailedException e) {
            // Another program has it, or left its lock behind. The index is only a cache, which is now behind.
            if (findBehind().isEmpty()) {
                Files.createDirectories(behindFile().getParent());
                Files.writeString(behindFile(), from.map(ObjectId::name).orElse(""));
            }
            return;
        }
        try {
            var behind = findBehind();
            var known = new HashMap<String, DirCacheEntry>();
            var unmerged = new HashSet<String>();
            var builder = index.builder();
            for (int i = 0; i < index.getEntryCount(); i++) {
                var entry = index.getEntry(i);
                if (entry.getStage() == DirCacheEntry.STAGE_0) {
                    known.put(entry.getPathString(), entry);
                } else {
                    unmerged.add(entry.getPathString());
                    builder.add(entry);
                }
            }
            boolean isNew = index.getEntryCount() == 0;
            try (var walk = new TreeWalk(git)) {
                addTree(walk, from);
                walk.addTree(to);
                addTree(walk, behind);
                walk.setRecursive(true);
                while (walk.next()) {
                    String path = walk.getPathString();
                    var old = Optional.ofNullable(known.remove(path));
                    boolean staged = !isNew
                            && walk.idEqual(0, 1)
                            && !isAt(walk, 0, old)
                            && !(behind.isPresent() && isAt(walk, 2, old));
                    if (staged) {
                        old.ifPresent(builder::add);
                    } else if (walk.getFileMode(1) != FileMode.MISSING && !unmerged.contains(path)) {
                        builder.add(entry(walk, old, settled.containsKey(path)));
                    }
                }
            }
            known.values().forEach(builder::add);
            builder.finish();
            index.write();
            index.commit();
            Files.deleteIfExists(behindFile());
        } finally {
            index.unlock();
        }
    }

    private static void addTree(TreeWalk walk, Optional<ObjectId> tree) throws IOException {
        if (tree.isPresent()) {
            walk.addTree(tree.get());
        } else {
            walk.addTree(new EmptyTreeIterator());
        }
    }

    private static boolean isAt(TreeWalk walk, int tree, Optional<DirCacheEntry> entry) {
        return entry.map(e -> e.getObjectId().equals(walk.getObjectId(tree)))
                .orElse(walk.getFileMode(tree) == FileMode.MISSING);
    }

    /** The tree that the index was at when it could not be brought along for the first time. */
    private Optional<ObjectId> findBehind() throws IOException {
        try {
            return Optional.of(Files.readString(behindFile()))
                    .filter(ObjectId::isId)
                    .map(ObjectId::fromString);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path behindFile() {
        return git.getDirectory().toPath().resolve("commons/index-behind");
    }

    private DirCacheEntry entry(TreeWalk walk, Optional<DirCacheEntry> old, boolean settled) throws IOException {
        var blob = walk.getObjectId(1);
        if (!settled && old.isPresent() && old.get().getObjectId().equals(blob)) {
            return old.get();
        }
        var entry = new DirCacheEntry(walk.getPathString());
        entry.setFileMode(walk.getFileMode(1));
        entry.setObjectId(blob);
        Path file = top.resolve(walk.getPathString());
        if (settled || isPlain(file) && hasPlainParents(file) && wanted(blob).isIn(file)) {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            entry.setLength(attributes.size());
            entry.setLastModified(attributes.lastModifiedTime().toInstant());
        }
        return entry;
    }

    WorkTreeStatus status(Optional<ObjectId> tree) throws IOException {
        var committed = new TreeMap<String, ObjectId>();
        if (tree.isPresent()) {
            for (var entry : new GitTree(git, tree.get()).list("data")) {
                committed.put(entry.path(), ObjectId.fromString(entry.blob()));
            }
        }
        var index = git.readDirCache();
        var added = new ArrayList<String>();
        var modified = new ArrayList<String>();
        var present = new TreeSet<String>();
        Path data = top.resolve("data");
        if (Files.isDirectory(data, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(data, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String path = top.relativize(file).toString().replace('\\', '/');
                    present.add(path);
                    var blob = committed.get(path);
                    if (blob == null) {
                        added.add(path);
                    } else if (!isUnchanged(index, path, blob, file, attributes)) {
                        modified.add(path);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        var removed = committed.keySet().stream()
                .filter(path -> !present.contains(path))
                .toList();
        return new WorkTreeStatus(
                added.stream().sorted().toList(), modified.stream().sorted().toList(), removed);
    }

    private boolean isUnchanged(DirCache index, String path, ObjectId blob, Path file, BasicFileAttributes attributes)
            throws IOException {
        if (!attributes.isRegularFile()) {
            return false;
        }
        var entry = index.getEntry(path);
        if (entry != null
                && entry.getObjectId().equals(blob)
                && entry.getLength() == (int) attributes.size()
                && entry.getLastModifiedInstant()
                        .equals(attributes.lastModifiedTime().toInstant())
                && !isRacy(entry)) {
            return true;
        }
        return wanted(blob).isIn(file);
    }

    /** Git's rule: a file changed in the instant the index was written may look unchanged. */
    private boolean isRacy(DirCacheEntry entry) {
        try {
            var indexTime =
                    Files.getLastModifiedTime(git.getIndexFile().toPath()).toInstant();
            return !entry.getLastModifiedInstant().isBefore(indexTime);
        } catch (IOException e) {
            throw environment("cannot read " + git.getIndexFile(), e);
        }
    }
}
