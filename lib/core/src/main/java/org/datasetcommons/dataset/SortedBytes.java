package org.datasetcommons.dataset;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
    /** Bytes of all that every record has, but for path and key: two ends, digest, number, size and what else there is. */
    private static final int FIXED = 2 + Digest.LENGTH + Integer.BYTES + Long.BYTES + 1;

    /** What else there is, in the order in which it stands. */
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

    /** What a version says of a record: its id, digest and size. */
    public static byte[] sized(RecordId id, Digest digest, long size) {
        byte[] bytes = id(id);
        return ByteBuffer.allocate(bytes.length + Digest.LENGTH + Long.BYTES)
                .put(bytes)
                .put(digest.raw())
                .putLong(size)
                .array();
    }

    /** A record; those of one id sort by digest, and then by the number. */
    public static byte[] record(ContributedRecord record, int number) {
        byte[] path = utf8(record.id().path().text());
        byte[] key = utf8(record.id().key().orElse(""));
        var texts = List.of(
                record.type().map(SortedBytes::utf8),
                record.license().map(license -> utf8(license.toString())),
                record.source().map(SortedBytes::utf8),
                record.basis().map(basis -> utf8(basis.toString())),
                record.credit().map(SortedBytes::utf8));
        byte[] meta = meta(record.meta());
        int length = path.length + key.length + FIXED + meta.length;
        int parts = meta.length == 0 ? 0 : META;
        for (int i = 0; i < texts.size(); i++) {
            length += texts.get(i).map(text -> Integer.BYTES + text.length).orElse(0);
            parts |= texts.get(i).isPresent() ? TYPE << i : 0;
        }
        var out = ByteBuffer.allocate(length);
        out.put(path).put((byte) 0).put(key).put((byte) 0);
        record.digest().write(out);
        out.putInt(number).putLong(record.size()).put((byte) parts);
        texts.forEach(text -> text.ifPresent(bytes -> out.putInt(bytes.length).put(bytes)));
        return out.put(meta).array();
    }

    private static byte[] meta(SortedMap<String, String> meta) {
        if (meta.isEmpty()) {
            return new byte[0];
        }
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        try {
            out.writeInt(meta.size());
            for (var entry : meta.entrySet()) {
                for (String text : List.of(entry.getKey(), entry.getValue())) {
                    out.writeInt(utf8(text).length);
                    out.write(utf8(text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Memory has no such trouble.
        }
        return bytes.toByteArray();
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
        return Digest.read(in);
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
