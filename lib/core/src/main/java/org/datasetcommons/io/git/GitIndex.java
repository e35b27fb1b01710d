package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.KnownFiles;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Git's index (gitformat-index(5), version 2), written so that stock git sees a work tree as it is without reading it: to git
 * a file of ours is content where a pointer is expected, and only size and time tell that it is unchanged. We never read it
 * for anything else, and where another program holds its lock it is left alone.
 *
 * <p>If the index is still the one that was written here for the tree before, its entries are copied and only those of
 * changed paths made anew.
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
    private final Path memory;

    GitIndex(Repository git, Path privateDirectory, KnownFiles known) {
        this.git = git;
        this.known = known;
        this.file = git.getIndexFile().toPath();
        this.lock = file.resolveSibling(file.getFileName() + ".lock");
        this.memory = privateDirectory.resolve("cache/index");
    }

    /**
     * A path that has changed.
     *
     * @param id the blob that is there now; empty if none is
     * @param stamp of the file, if it is known to hold what it should
     */
    record Changed(FileMode mode, Optional<ObjectId> id, Optional<FileStamp> stamp) {}

    /** Makes the index that of a tree, which differs from the tree before by these paths. */
    void refresh(Optional<ObjectId> before, ObjectId tree, Map<String, Changed> changes) throws IOException {
        try {
            Files.createFile(lock);
        } catch (FileAlreadyExistsException e) {
            return; // Another program is at work, or left its lock behind. The index is only a cache.
        }
        try {
            var old = before.flatMap(this::writtenFor);
            var out = new Entries(old.map(bytes -> bytes.length).orElse(1 << 16));
            if (old.isPresent()) {
                copyAndChange(old.get(), changes, out);
            } else {
                writeAll(tree, changes, out);
            }
            byte[] bytes = out.finish();
            Files.write(lock, bytes, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(lock, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            remember(bytes, tree);
        } finally {
            Files.deleteIfExists(lock);
        }
    }

    /** The bytes of the index, if they are those that were written here for this tree. */
    private Optional<byte[]> writtenFor(ObjectId tree) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Files.readString(memory).equals(note(bytes, tree)) ? Optional.of(bytes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    private void remember(byte[] bytes, ObjectId tree) throws IOException {
        Files.createDirectories(memory.getParent());
        Files.writeString(memory, note(bytes, tree));
    }

    /** An index ends with its own checksum, by which we know it again. */
    private static String note(byte[] index, ObjectId tree) {
        int checksum = index.length - Constants.OBJECT_ID_LENGTH;
        return (checksum < 0 ? ObjectId.zeroId() : ObjectId.fromRaw(index, checksum)).name() + " " + tree.name() + "\n";
    }

    private void writeAll(ObjectId tree, Map<String, Changed> changes, Entries out) throws IOException {
        try (var walk = new TreeWalk(git)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                String path = walk.getPathString();
                var id = walk.getObjectId(0);
                var changed = changes.get(path);
                var stamp = changed != null ? changed.stamp() : known.findStamp(path, id.name());
                out.add(walk.getRawPath(), walk.getFileMode(0), id, stamp);
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
