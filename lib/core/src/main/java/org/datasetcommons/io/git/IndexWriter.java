package org.datasetcommons.io.git;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.datasetcommons.store.FileStamp;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** Writes an index (gitformat-index(5), version 2) entry by entry, in the order of their paths. */
final class IndexWriter implements AutoCloseable {
    static final byte[] BEGINNING = {'D', 'I', 'R', 'C', 0, 0, 0, 2};
    /** Ten numbers of four bytes, the blob's name and two bytes of flags come before the path. */
    static final int BEFORE_PATH = 62;

    private static final int BUFFER = 1 << 16;
    private static final int MODIFIED_AT = 8;
    private static final int MODE_AT = 24;
    private static final int SIZE_AT = 36;
    private static final int ID_AT = 40;
    private static final int FLAGS_AT = 60;
    private static final int MAX_FLAGGED_LENGTH = 0xFFF;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FileChannel channel;
    private final OutputStream out;
    private byte[] entry = new byte[1 << 10];
    private int count;

    IndexWriter(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        out.write(BEGINNING);
        out.write(new byte[Integer.BYTES]);
    }

    /** The entry that the reader is at. */
    void copy(IndexReader from) throws IOException {
        out.write(from.entry(), 0, from.length());
        count++;
    }

    /** @param stamp of the file, if it is known to hold what it should */
    void add(byte[] path, FileMode mode, ObjectId id, Optional<FileStamp> stamp) throws IOException {
        int length = (BEFORE_PATH + path.length + Long.BYTES) & -Long.BYTES;
        if (entry.length < length) {
            entry = new byte[length];
        }
        Arrays.fill(entry, 0, length, (byte) 0);
        var fields = ByteBuffer.wrap(entry);
        if (stamp.isPresent()) {
            long modified = stamp.get().modified();
            fields.putInt(MODIFIED_AT, (int) Math.floorDiv(modified, NANOS));
            fields.putInt(MODIFIED_AT + Integer.BYTES, (int) Math.floorMod(modified, NANOS));
            fields.putInt(SIZE_AT, (int) stamp.get().size());
        }
        fields.putInt(MODE_AT, mode.getBits());
        id.copyRawTo(entry, ID_AT);
        fields.putShort(FLAGS_AT, (short) Math.min(path.length, MAX_FLAGGED_LENGTH));
        fields.position(BEFORE_PATH).put(path);
        out.write(entry, 0, length);
        count++;
    }

    /**
     * Writes how many entries there are, now that it is known, and the checksum of it all.
     *
     * @return the checksum
     */
    String finish() throws IOException {
        out.flush();
        channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(count).flip(), BEGINNING.length);
        channel.position(0);
        var in = new DigestInputStream(Channels.newInputStream(channel), Constants.newMessageDigest());
        byte[] buffer = new byte[BUFFER];
        while (in.read(buffer) >= 0) {
            // Only the digest is wanted.
        }
        var checksum = ObjectId.fromRaw(in.getMessageDigest().digest());
        var bytes = ByteBuffer.allocate(Constants.OBJECT_ID_LENGTH);
        checksum.copyRawTo(bytes);
        channel.write(bytes.flip(), channel.size());
        return checksum.name();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
