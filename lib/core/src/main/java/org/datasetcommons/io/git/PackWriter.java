package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.datasetcommons.store.ScratchFolder;
import org.eclipse.jgit.internal.storage.file.BasePackIndexWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PackedObjectInfo;

/**
 * Writes one pack (gitformat-pack(5), version 2) of whole objects. Pointers, of which there may be a million, are mostly
 * digest and do not shrink, so that small objects are stored and only larger ones deflated.
 */
final class PackWriter implements AutoCloseable {
    private static final byte[] BEGINNING = {'P', 'A', 'C', 'K', 0, 0, 0, 2};
    private static final int HEADER = BEGINNING.length + Integer.BYTES;
    private static final int INDEX_VERSION = 2;
    /** The most bytes of an object that is stored as it is. */
    private static final int SMALL = 200;

    private final Path directory;
    private final Path temporary;
    private final OutputStream out;
    private final List<PackedObjectInfo> objects = new ArrayList<>();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[1 << 16];
    private long size = HEADER;

    /** @param directory {@code objects/pack} */
    PackWriter(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        // Git clears away what has such a name and is old.
        this.temporary = new ScratchFolder(directory).newFile("tmp_pack_", "");
        this.out = new BufferedOutputStream(Files.newOutputStream(temporary), buffer.length);
        out.write(new byte[HEADER]);
    }

    /** Writes an object that is not in this pack yet. */
    void write(ObjectId id, int type, byte[] content) throws IOException {
        var object = new PackedObjectInfo(id);
        object.setOffset(size);
        crc.reset();
        writeHeader(type, content.length);
        if (content.length <= SMALL) {
            store(content);
        } else {
            deflate(content);
        }
        object.setCRC((int) crc.getValue());
        objects.add(object);
    }

    /**
     * Writes an object that may be larger than memory.
     *
     * @return its name
     */
    ObjectId write(int type, long length, InputStream in) throws IOException {
        long offset = size;
        var sha1 = Constants.newMessageDigest();
        sha1.update(Constants.encodedTypeString(type));
        sha1.update((byte) ' ');
        sha1.update(Constants.encodeASCII(length));
        sha1.update((byte) 0);
        crc.reset();
        writeHeader(type, length);
        deflater.reset();
        byte[] part = new byte[buffer.length];
        long left = length;
        while (left > 0) {
            int read = in.read(part, 0, (int) Math.min(part.length, left));
            if (read < 0) {
                throw new IOException("a file was cut short while it was read");
            }
            left -= read;
            sha1.update(part, 0, read);
            deflater.setInput(part, 0, read);
            while (!deflater.needsInput()) {
                write(buffer, deflater.deflate(buffer));
            }
        }
        finishDeflating();
        var object = new PackedObjectInfo(ObjectId.fromRaw(sha1.digest()));
        object.setOffset(offset);
        object.setCRC((int) crc.getValue());
        objects.add(object);
        return object.copy();
    }

    private void writeHeader(int type, long length) throws IOException {
        int n = 0;
        long rest = length >>> 4;
        int first = type << 4 | (int) (length & 0x0F);
        while (rest != 0) {
            buffer[n++] = (byte) (first | 0x80);
            first = (int) (rest & 0x7F);
            rest >>>= 7;
        }
        buffer[n++] = (byte) first;
        write(buffer, n);
    }

    /** As a zlib stream (RFC 1950) of one block that is not compressed (RFC 1951, 3.2.4). */
    private void store(byte[] content) throws IOException {
        var adler = new Adler32();
        adler.update(content);
        var stream = ByteBuffer.wrap(buffer);
        stream.put((byte) 0x78).put((byte) 0x01).put((byte) 0x01);
        stream.put((byte) content.length).put((byte) (content.length >>> 8));
        stream.put((byte) ~content.length).put((byte) (~content.length >>> 8));
        stream.put(content).putInt((int) adler.getValue());
        write(buffer, stream.position());
    }

    private void deflate(byte[] content) throws IOException {
        deflater.reset();
        deflater.setInput(content);
        finishDeflating();
    }

    private void finishDeflating() throws IOException {
        deflater.finish();
        while (!deflater.finished()) {
            write(buffer, deflater.deflate(buffer));
        }
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        crc.update(bytes, 0, length);
        size += length;
    }

    /** Gives the pack its name, its index beside it. */
    Path finish() throws IOException {
        out.close();
        byte[] checksum = seal();
        Path pack = directory.resolve("pack-" + ObjectId.fromRaw(checksum).name() + ".pack");
        Path index = new ScratchFolder(directory).newFile("tmp_idx_", "");
        try {
            objects.sort(null);
            try (var indexOut = new BufferedOutputStream(Files.newOutputStream(index), buffer.length)) {
                BasePackIndexWriter.createVersion(indexOut, INDEX_VERSION).write(objects, checksum);
            }
            // Whoever sees the index looks for the pack.
            Files.move(temporary, pack, StandardCopyOption.ATOMIC_MOVE);
            Files.move(index, index(pack), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(index);
        }
        return pack;
    }

    /** The pack of an index. */
    static Path pack(Path index) {
        return index.resolveSibling(index.getFileName().toString().replaceFirst("idx$", "pack"));
    }

    /** The index of a pack. */
    static Path index(Path pack) {
        return pack.resolveSibling(pack.getFileName().toString().replaceFirst("pack$", "idx"));
    }

    /** Writes how many objects there are, now that it is known, and the checksum of it all. */
    private byte[] seal() throws IOException {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.allocate(HEADER)
                            .put(BEGINNING)
                            .putInt(objects.size())
                            .flip(),
                    0);
            var in = new DigestInputStream(Channels.newInputStream(channel), Constants.newMessageDigest());
            while (in.read(buffer) >= 0) {
                // Only the digest is wanted.
            }
            byte[] checksum = in.getMessageDigest().digest();
            channel.write(ByteBuffer.wrap(checksum), size);
            return checksum;
        }
    }

    @Override
    public void close() {
        deflater.end();
        try {
            out.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw environment("cannot write to " + directory, e);
        }
    }
}
