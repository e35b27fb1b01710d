package org.datasetcommons.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The file of {@link KnownFiles}: a line that names the format, each folder's name and columns with their lengths before
 * them, and a checksum of it all. A file that is anything else counts as none.
 */
final class KnownFilesFormat {
    private static final byte[] BEGINNING = "commons known files 1\n".getBytes(StandardCharsets.US_ASCII);

    private KnownFilesFormat() {}

    /** The columns of each folder. */
    static Map<String, ByteBuffer> read(Path file) {
        try {
            return read(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException | BufferUnderflowException | IllegalArgumentException e) {
            return Map.of(); // Everything is read again.
        }
    }

    private static Map<String, ByteBuffer> read(ByteBuffer in) {
        int end = in.limit() - Long.BYTES;
        if (end < BEGINNING.length || in.getLong(end) != checksum(in.slice(0, end))) {
            return Map.of();
        }
        byte[] beginning = new byte[BEGINNING.length];
        in.limit(end).get(beginning);
        var folders = new TreeMap<String, ByteBuffer>();
        if (java.util.Arrays.equals(beginning, BEGINNING)) {
            while (in.hasRemaining()) {
                String name = StandardCharsets.UTF_8.decode(part(in)).toString();
                folders.put(name, part(in));
            }
        }
        return folders;
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = in.getInt();
        var part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    static void write(Path file, Map<String, ByteBuffer> folders) throws IOException {
        int size = BEGINNING.length + Long.BYTES;
        for (var folder : folders.entrySet()) {
            size += 2 * Integer.BYTES
                    + folder.getKey().getBytes(StandardCharsets.UTF_8).length
                    + folder.getValue().remaining();
        }
        var out = ByteBuffer.allocate(size).put(BEGINNING);
        for (var folder : folders.entrySet()) {
            byte[] name = folder.getKey().getBytes(StandardCharsets.UTF_8);
            out.putInt(name.length).put(name);
            out.putInt(folder.getValue().remaining()).put(folder.getValue().duplicate());
        }
        out.putLong(checksum(out.duplicate().flip()));
        Path temporary = Files.createTempFile(file.getParent(), "known-files", null);
        try {
            Files.write(temporary, out.array());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static long checksum(ByteBuffer bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
