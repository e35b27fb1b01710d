package org.datasetcommons.digest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Reads content and finds its digest and its size. Each thread has one, which is used again and again: to make room for a
 * small file would cost more than to read it.
 */
public final class Hasher {
    /** Larger ones are slower, as they do not stay in the processor's cache. */
    private static final int BUFFER = 64 * 1024;

    /** From here on it is worth a thread to hash what is copied. */
    private static final int LARGE = 16 << 20;

    private static final ThreadLocal<Hasher> OF_THREAD = ThreadLocal.withInitial(Hasher::new);

    private final MessageDigest sha256 = Digest.sha256();
    private final byte[] buffer = new byte[BUFFER];
    private final ByteBuffer wrapped = ByteBuffer.wrap(buffer);
    private long size;
    private boolean reading;

    private Hasher() {}

    /** The one of this thread, to be used for one content after the other. */
    public static Hasher ofThread() {
        var own = OF_THREAD.get();
        // What is read may be found out by reading something else.
        return own.reading ? new Hasher() : own;
    }

    /** Reads a file, from its beginning to its end. */
    public void read(Path file) throws IOException {
        begin();
        try (var channel = FileChannel.open(file)) {
            for (int n = channel.read(wrapped.clear()); n >= 0; n = channel.read(wrapped.clear())) {
                sha256.update(buffer, 0, n);
                size += n;
            }
        } finally {
            reading = false;
        }
    }

    /** Reads all that is left in a stream, which stays open. */
    public void read(InputStream content) throws IOException {
        read(content, OutputStream.nullOutputStream());
    }

    /** Reads all that is left in a stream, and copies it. */
    public void read(InputStream content, OutputStream copy) throws IOException {
        begin();
        try {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                sha256.update(buffer, 0, n);
                copy.write(buffer, 0, n);
                size += n;
                if (size >= LARGE) {
                    copyLarge(content, copy);
                    break;
                }
            }
        } finally {
            reading = false;
        }
    }

    /** What is left is hashed in another thread while this one reads and writes. */
    private void copyLarge(InputStream content, OutputStream copy) throws IOException {
        var hashing = new HashingThread(sha256);
        try {
            byte[] block = hashing.take();
            for (int n = content.readNBytes(block, 0, block.length);
                    n > 0;
                    n = content.readNBytes(block, 0, block.length)) {
                hashing.hash(block, n);
                copy.write(block, 0, n);
                size += n;
                block = hashing.take();
            }
        } finally {
            hashing.end();
        }
    }

    private void begin() {
        reading = true;
        sha256.reset();
        size = 0;
    }

    /** How many bytes were read. */
    public long size() {
        return size;
    }

    /** The digest of what was read; asked for once. */
    public Digest digest() {
        return Digest.ofRaw(sha256.digest());
    }
}
