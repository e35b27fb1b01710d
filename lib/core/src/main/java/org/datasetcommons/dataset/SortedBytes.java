package org.datasetcommons.dataset;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.license.LicenseExpression;

/**
 * Records as bytes that sort as the records do: id, digest, a number, and the rest. Neither a path nor a key has a zero in
 * it, so one ends each of them.
 */
public final class SortedBytes {
    private static final int USUAL = 160;
    private static final int TYPE = 1;
    private static final int LICENSE = 1 << 1;
    private static final int SOURCE = 1 << 2;
    private static final int BASIS = 1 << 3;
    private static final int CREDIT = 1 << 4;
    private static final int META = 1 << 5;

    private SortedBytes() {}

    /** An id; sorts as ids do. */
    public static byte[] id(RecordId id) {
        byte[] path = utf8(id.path().text());
        byte[] key = utf8(id.key().orElse(""));
        byte[] bytes = Arrays.copyOf(path, path.length + key.length + 2);
        System.arraycopy(key, 0, bytes, path.length + 1, key.length);
        return bytes;
    }

    /** A record; those of one id sort by digest, and then by the number. */
    public static byte[] record(ContributedRecord record, int number) {
        var bytes = new ByteArrayOutputStream(USUAL);
        var out = new DataOutputStream(bytes);
        try {
            out.write(id(record.id()));
            out.write(record.digest().raw());
            out.writeInt(number);
            out.writeLong(record.size());
            out.writeByte(bit(TYPE, record.type())
                    | bit(LICENSE, record.license())
                    | bit(SOURCE, record.source())
                    | bit(BASIS, record.basis())
                    | bit(CREDIT, record.credit())
                    | (record.meta().isEmpty() ? 0 : META));
            write(record.type(), out);
            write(record.license().map(LicenseExpression::toString), out);
            write(record.source(), out);
            write(record.basis().map(Basis::toString), out);
            write(record.credit(), out);
            if (!record.meta().isEmpty()) {
                out.writeInt(record.meta().size());
                for (var entry : record.meta().entrySet()) {
                    write(Optional.of(entry.getKey()), out);
                    write(Optional.of(entry.getValue()), out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Memory has no such trouble.
        }
        return bytes.toByteArray();
    }

    private static int bit(int bit, Optional<?> value) {
        return value.isPresent() ? bit : 0;
    }

    private static void write(Optional<String> text, DataOutputStream out) throws IOException {
        if (text.isPresent()) {
            byte[] bytes = utf8(text.get());
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads an id where the buffer is, and moves past it. */
    public static RecordId readId(ByteBuffer in) {
        var path = new DatasetPath(textToZero(in));
        String key = textToZero(in);
        return key.isEmpty() ? RecordId.ofFile(path) : RecordId.ofRow(path, key);
    }

    /** Reads a digest where the buffer is, and moves past it. */
    public static Digest readDigest(ByteBuffer in) {
        byte[] raw = new byte[Digest.LENGTH];
        in.get(raw);
        return Digest.ofRaw(raw);
    }

    /** Reads what stands after the number of a record, which has this id and digest. */
    public static ContributedRecord readRest(RecordId id, Digest digest, ByteBuffer in) {
        long size = in.getLong();
        int parts = in.get();
        return new ContributedRecord(
                id,
                digest,
                size,
                read(parts & TYPE, in),
                read(parts & LICENSE, in).map(LicenseExpression::parse),
                read(parts & SOURCE, in),
                read(parts & BASIS, in).map(Basis::parse),
                read(parts & CREDIT, in),
                (parts & META) == 0 ? Collections.emptySortedMap() : readMeta(in));
    }

    private static SortedMap<String, String> readMeta(ByteBuffer in) {
        var meta = new TreeMap<String, String>();
        for (int left = in.getInt(); left > 0; left--) {
            String name = text(in, in.getInt());
            meta.put(name, text(in, in.getInt()));
        }
        return meta;
    }

    private static Optional<String> read(int isThere, ByteBuffer in) {
        return isThere == 0 ? Optional.empty() : Optional.of(text(in, in.getInt()));
    }

    private static String textToZero(ByteBuffer in) {
        int start = in.position();
        while (in.get() != 0) {
            // A zero ends it.
        }
        int length = in.position() - 1 - start;
        String text = text(in.position(start), length);
        in.get();
        return text;
    }

    private static String text(ByteBuffer in, int length) {
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }
}
