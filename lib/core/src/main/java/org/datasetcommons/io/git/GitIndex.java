package org.datasetcommons.io.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.KnownFiles;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Git's index (gitformat-index(5), version 2), written so that stock git sees a work tree as it is without reading it: to git
 * a file of ours is content where a pointer is expected, and only size and time tell that it is unchanged. We never read it
 * for anything else.
 *
 * <p>If the index is still the one that was written here for the tree before, its entries are copied and only those of
 * changed paths made anew. What a person has put into it stays there, and where another program holds its lock it is left
 * alone.
 */
final class GitIndex {
    private static final byte[] BEGINNING = {'D', 'I', 'R', 'C', 0, 0, 0, 2};
    private static final int HEADER = BEGINNING.length + Integer.BYTES;
    /** Ten numbers of four bytes, the blob's name and two bytes of flags come before the path. */
    private static final int BEFORE_PATH = 62;

    private static final int MODIFIED_AT = 8;
    private static final int MODE_AT = 24;
    private static final int SIZE_AT = 36;
    private static final int ID_AT = 40;
    private static final int FLAGS_AT = 60;
    private static final int MAX_FLAGGED_LENGTH = 0xFFF;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Repository git;
    private final KnownFiles known;
    private final Path file;
    private final Path lock;
    /** What the index will be. */
    private final Path draft;
    /** The checksum of the index that was written here, and the tree that it was written for. */
    private final Path memory;
    /** The tree that somebody else's index was at when it could not be brought along for the first time. */
    private final Path behind;

    GitIndex(Repository git, Path privateDirectory, KnownFiles known) {
        this.git = git;
        this.known = known;
        this.file = git.getIndexFile().toPath();
        this.lock = file.resolveSibling(file.getFileName() + ".lock");
        this.draft = privateDirectory.resolve("index.tmp");
        this.memory = privateDirectory.resolve("cache/index");
        this.behind = privateDirectory.resolve("index-behind");
    }

    /**
     * A path that has changed.
     *
     * @param id the blob that is there now; empty if none is
     * @param stamp of the file, if it is known to hold what it should
     */
    record Changed(FileMode mode, Optional<ObjectId> id, Optional<FileStamp> stamp) {}

    /** Brings the index to a tree, which differs from the tree before by these paths. */
    void refresh(Optional<ObjectId> before, ObjectId tree, Map<String, Changed> changes) throws IOException {
        var bytes = read();
        var writtenFor = bytes.flatMap(this::writtenFor);
        boolean isOurs = bytes.isEmpty() || writtenFor.isPresent();
        boolean done = isOurs || isAt(findBehind().or(() -> before))
                ? replace(
                        writtenFor
                                .filter(written -> before.equals(Optional.of(written)))
                                .flatMap(written -> bytes),
                        tree,
                        changes)
                : keepStaged(before, tree, changes);
        if (done) {
            Files.deleteIfExists(behind);
        } else if (!isOurs && !Files.exists(behind)) {
            // Another program is at work, or left its lock behind. The index is only a cache, which is now behind.
            Files.createDirectories(behind.getParent());
            Files.writeString(behind, before.map(ObjectId::name).orElse(""));
        }
    }

    private Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The tree for which this index was written here, if nobody has touched it since. */
    private Optional<ObjectId> writtenFor(byte[] index) {
        try {
            String[] words = Files.readString(memory).split(" ");
            return words.length == 2 && words[0].equals(checksum(index))
                    ? Optional.of(ObjectId.fromString(words[1]))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** An index ends with its own checksum, by which we know it again. */
    private static String checksum(byte[] index) {
        int start = index.length - Constants.OBJECT_ID_LENGTH;
        return (start < 0 ? ObjectId.zeroId() : ObjectId.fromRaw(index, start)).name();
    }

    private Optional<ObjectId> findBehind() throws IOException {
        try {
            return Optional.of(Files.readString(behind)).filter(ObjectId::isId).map(ObjectId::fromString);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private boolean isAt(Optional<ObjectId> tree) throws IOException {
        return tree.isPresent() && StagedIndex.isAt(git, git.readDirCache(), tree.get());
    }

    /**
     * Writes the index.
     *
     * @param old its bytes, where they can be copied but for what has changed
     * @return whether it could be done
     */
    private boolean replace(Optional<byte[]> old, ObjectId tree, Map<String, Changed> changes) throws IOException {
        unlockIfAbandoned();
        var out = new Entries(old.map(bytes -> bytes.length).orElse(1 << 16));
        if (old.isPresent()) {
            copyAndChange(old.get(), changes, out);
        } else {
            writeAll(tree, changes, out);
        }
        byte[] bytes = out.finish();
        if (!lock(bytes)) {
            return false;
        }
        boolean moved = false;
        try {
            Files.move(lock, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            moved = true;
            Files.createDirectories(memory.getParent());
            Files.writeString(memory, checksum(bytes) + " " + tree.name());
            return true;
        } finally {
            if (!moved) {
                Files.delete(lock);
            }
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Locks the index, with what it will be: the lock is another name of a file of ours, by which we know it again should it
     * be left behind.
     *
     * @return whether nobody else has locked it
     */
    private boolean lock(byte[] bytes) throws IOException {
        Files.createDirectories(draft.getParent());
        Files.write(draft, bytes);
        boolean locked = false;
        try {
            Files.createLink(lock, draft);
            locked = true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (FileSystemException | UnsupportedOperationException e) {
            locked = lockByCopy(); // A file system without links.
        } finally {
            if (!locked) {
                Files.delete(draft);
            }
        }
        return locked;
    }

    private boolean lockByCopy() throws IOException {
        try {
            Files.copy(draft, lock);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Takes away a lock that a command of ours left when it was killed; whoever asks is the only one at work. */
    void unlockIfAbandoned() throws IOException {
        if (Files.exists(draft)) {
            if (Files.exists(lock) && Files.isSameFile(draft, lock)) {
                Files.delete(lock);
            }
            Files.delete(draft);
        }
    }

    private boolean keepStaged(Optional<ObjectId> before, ObjectId tree, Map<String, Changed> changes)
            throws IOException {
        DirCache index;
        try {
            index = git.lockDirCache();
        } catch (LockFailedException e) {
            return false;
        }
        try {
            new StagedIndex(git, (path, blob) -> stamp(path, blob, changes)).refresh(index, before, tree, findBehind());
            return true;
        } finally {
            index.unlock();
        }
    }

    private Optional<FileStamp> stamp(String path, ObjectId blob, Map<String, Changed> changes) {
        var changed = changes.get(path);
        return changed != null ? changed.stamp() : known.findStamp(path, blob.name());
    }

    private void writeAll(ObjectId tree, Map<String, Changed> changes, Entries out) throws IOException {
        try (var walk = new TreeWalk(git)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                String path = walk.getPathString();
                var id = walk.getObjectId(0);
                out.add(walk.getRawPath(), walk.getFileMode(0), id, stamp(path, id, changes));
            }
        }
    }

    private static void copyAndChange(byte[] old, Map<String, Changed> changes, Entries out) {
        var inOrder = new TreeMap<byte[], Changed>(Arrays::compareUnsigned);
        changes.forEach((path, changed) -> inOrder.put(path.getBytes(StandardCharsets.UTF_8), changed));
        int left = ByteBuffer.wrap(old).getInt(BEGINNING.length);
        int at = HEADER;
        for (var change : inOrder.entrySet()) {
            int from = at;
            int passed = 0;
            int order = -1;
            for (; passed < left; passed++) {
                order = comparePath(old, at, change.getKey());
                if (order >= 0) {
                    break;
                }
                at += entryLength(pathLength(old, at));
            }
            out.copy(old, from, at, passed);
            left -= passed;
            if (left > 0 && order == 0) {
                at += entryLength(pathLength(old, at));
                left--;
            }
            var changed = change.getValue();
            changed.id().ifPresent(id -> out.add(change.getKey(), changed.mode(), id, changed.stamp()));
        }
        // What was written here has nothing between the entries and the checksum.
        out.copy(old, at, old.length - Constants.OBJECT_ID_LENGTH, left);
    }

    private static int comparePath(byte[] index, int at, byte[] path) {
        int start = at + BEFORE_PATH;
        return Arrays.compareUnsigned(index, start, start + pathLength(index, at), path, 0, path.length);
    }

    private static int pathLength(byte[] index, int at) {
        int start = at + BEFORE_PATH;
        int length = (index[at + FLAGS_AT] & 0x0F) << 8 | index[at + FLAGS_AT + 1] & 0xFF;
        while (index[start + length] != 0) {
            length++; // The flags have no room for a longer one.
        }
        return length;
    }

    /** An entry ends in one to eight zero bytes, so that its length is a multiple of eight. */
    private static int entryLength(int pathLength) {
        return (BEFORE_PATH + pathLength + 8) & ~7;
    }

    /** The bytes of an index that is being written. */
    private static final class Entries {
        private byte[] bytes;
        private int size = HEADER;
        private int count;

        Entries(int expectedSize) {
            bytes = new byte[Math.max(HEADER, expectedSize)];
        }

        void copy(byte[] from, int start, int end, int entries) {
            reserve(end - start);
            System.arraycopy(from, start, bytes, size, end - start);
            size += end - start;
            count += entries;
        }

        void add(byte[] path, FileMode mode, ObjectId id, Optional<FileStamp> stamp) {
            int length = entryLength(path.length);
            reserve(length);
            Arrays.fill(bytes, size, size + length, (byte) 0);
            var entry = ByteBuffer.wrap(bytes, size, length).slice();
            if (stamp.isPresent()) {
                long modified = stamp.get().modified();
                entry.putInt(MODIFIED_AT, (int) Math.floorDiv(modified, NANOS));
                entry.putInt(MODIFIED_AT + Integer.BYTES, (int) Math.floorMod(modified, NANOS));
                entry.putInt(SIZE_AT, (int) stamp.get().size());
            }
            entry.putInt(MODE_AT, mode.getBits());
            id.copyRawTo(bytes, size + ID_AT);
            entry.putShort(FLAGS_AT, (short) Math.min(path.length, MAX_FLAGGED_LENGTH));
            entry.position(BEFORE_PATH).put(path);
            size += length;
            count++;
        }

        byte[] finish() {
            reserve(Constants.OBJECT_ID_LENGTH);
            ByteBuffer.wrap(bytes).put(BEGINNING).putInt(count);
            MessageDigest sha1 = Constants.newMessageDigest();
            sha1.update(bytes, 0, size);
            System.arraycopy(sha1.digest(), 0, bytes, size, Constants.OBJECT_ID_LENGTH);
            return Arrays.copyOf(bytes, size + Constants.OBJECT_ID_LENGTH);
        }

        private void reserve(int more) {
            if (bytes.length - size < more) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
            }
        }
    }
}
