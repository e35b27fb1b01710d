package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.Optional;
import org.datasetcommons.digest.Digest;

/**
 * Content in a directory, laid out as Git LFS lays it out: {@code aa/bb/<64 hex>}. An object appears under its name only
 * when all its bytes are there and match; so whatever is found is whole, however the last command ended.
 */
public final class ObjectStore {
    private static final int BUFFER = 64 * 1024;

    private final Path objects;
    private final Path temporary;

    /**
     * @param objects the directory of objects, made when first needed
     * @param temporary a directory on the same file system for what is not whole yet
     */
    public ObjectStore(Path objects, Path temporary) {
        this.objects = objects;
        this.temporary = temporary;
    }

    /** The directory of objects. */
    public Path directory() {
        return objects;
    }

    /** Where this object lies or would lie. */
    public Path path(Digest oid) {
        String hex = oid.hex();
        return objects.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex);
    }

    public boolean has(Digest oid) {
        return Files.isRegularFile(path(oid));
    }

    /** Takes in all that is left in the stream; hashed and written in one pass. */
    public Pointer put(InputStream content) {
        try {
            Files.createDirectories(temporary);
            Path file = Files.createTempFile(temporary, "object", null);
            try {
                var sha256 = Digest.sha256();
                long size = 0;
                try (OutputStream out = Files.newOutputStream(file)) {
                    byte[] buffer = new byte[BUFFER];
                    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                        sha256.update(buffer, 0, n);
                        out.write(buffer, 0, n);
                        size += n;
                    }
                }
                var pointer = new Pointer(Digest.ofRaw(sha256.digest()), size);
                settle(file, pointer.oid());
                return pointer;
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw environment("cannot store content in " + objects, e);
        }
    }

    /** Takes in a file, which stays where it is. */
    public Pointer put(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return put(content);
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    /** Takes in small content that is in memory. */
    public Pointer put(byte[] content) {
        return put(new java.io.ByteArrayInputStream(content));
    }

    /**
     * Takes in what should be this object, from another place; never more bytes than it should have.
     *
     * @return whether the bytes were right; wrong bytes are thrown away
     */
    public boolean accept(Pointer expected, InputStream content) throws IOException {
        Files.createDirectories(temporary);
        Path file = Files.createTempFile(temporary, "object", null);
        try {
            var in = new DigestInputStream(new Bounded(content, expected.size()), Digest.sha256());
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            var oid = Digest.ofRaw(in.getMessageDigest().digest());
            if (!oid.equals(expected.oid()) || Files.size(file) != expected.size() || content.read() >= 0) {
                return false;
            }
            settle(file, oid);
            return true;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Where an object whose bytes arrive piece by piece waits until it is whole; see {@link #adopt}. */
    public Path partial(Digest oid) {
        return temporary.resolve(oid.hex() + ".part");
    }

    /**
     * Takes in a file that lies in this store's directory for what is not whole, by moving it. Afterwards it is gone from
     * there, whatever the answer.
     *
     * @return whether its bytes were right; wrong bytes are thrown away
     */
    public boolean adopt(Pointer expected, Path file) throws IOException {
        try {
            if (Files.size(file) != expected.size()) {
                return false;
            }
            try (InputStream in = Files.newInputStream(file)) {
                if (!Digest.of(in).equals(expected.oid())) {
                    return false;
                }
            }
            settle(file, expected.oid());
            return true;
        } catch (NoSuchFileException e) {
            return has(expected.oid()); // Another process had it too, and was faster.
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Takes over an object of another store on this machine: linked where the file system can, else copied; checked either
     * way.
     *
     * @return whether the bytes were right
     */
    public boolean takeFrom(ObjectStore other, Pointer expected) throws IOException {
        Files.createDirectories(temporary);
        Path link = Files.createTempFile(temporary, "object", null);
        try {
            Files.delete(link); // Only its name is needed, which nobody else has.
            Files.createLink(link, other.path(expected.oid()));
            return adopt(expected, link);
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Another file system, or one without links, or not our file.
            try (InputStream content = other.open(expected.oid())) {
                return accept(expected, content);
            }
        }
    }

    private void settle(Path file, Digest oid) throws IOException {
        Path target = path(oid);
        if (Files.exists(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Opens an object. The stream fails at its end if the bytes do not match the name, so that nobody uses rotten content
     * without noticing.
     *
     * @throws org.datasetcommons.CommonsException if the object is not here
     */
    public InputStream open(Digest oid) {
        try {
            return new Verifying(Files.newInputStream(path(oid)), oid);
        } catch (NoSuchFileException e) {
            throw precondition("content " + oid + " is not here", e)
                    .hint("fetch it from where the dataset was cloned: `git lfs pull`, or clone again");
        } catch (IOException e) {
            throw environment("cannot read content " + oid, e);
        }
    }

    /** All bytes of an object, checked against its name. */
    public byte[] read(Digest oid) {
        try (InputStream in = open(oid)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw environment("cannot read content " + oid, e);
        }
    }

    /** What is wrong with an object that is here: nothing, if its bytes match its name. */
    public Optional<String> fault(Digest oid) {
        try (InputStream in = Files.newInputStream(path(oid))) {
            return Digest.of(in).equals(oid) ? Optional.empty() : Optional.of("digest differs");
        } catch (NoSuchFileException e) {
            return Optional.of("content is missing");
        } catch (IOException e) {
            throw environment("cannot read content " + oid, e);
        }
    }

    /** The first so many bytes of a stream. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long limit) {
            super(in);
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            int value = in.read();
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }

    private static final class Verifying extends FilterInputStream {
        private final Digest expected;
        private boolean checked;

        Verifying(InputStream in, Digest expected) {
            super(new DigestInputStream(in, Digest.sha256()));
            this.expected = expected;
        }

        @Override
        public int read() throws IOException {
            return atEnd(in.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return atEnd(in.read(buffer, offset, length));
        }

        /** Skipping would pass bytes by the digest. */
        @Override
        public long skip(long n) throws IOException {
            return in.read(new byte[(int) Math.min(n, BUFFER)]);
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private int atEnd(int result) throws IOException {
            if (result < 0 && !checked) {
                checked = true;
                var actual =
                        Digest.ofRaw(((DigestInputStream) in).getMessageDigest().digest());
                if (!actual.equals(expected)) {
                    throw new IOException("stored content " + expected + " is damaged: its digest is " + actual);
                }
            }
            return result;
        }
    }
}
