package org.datasetcommons.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.digest.Digest;

/**
 * What is known of the files of one folder, column by column and sorted by name. A million files are a few large arrays and
 * not a few million objects; a folder's columns are in the file as they are here.
 */
public final class KnownFolder {
    /** Nothing is known. */
    static final KnownFolder EMPTY = new KnownFolder(0);

    /** Bytes in a name of git's. */
    private static final int BLOB = 20;

    private final String[] names;
    private final long[] sizes;
    private final long[] modified;
    private final int[] keys;
    private final byte[] digests;
    private final byte[] blobs;

    private KnownFolder(int rows) {
        names = new String[rows];
        sizes = new long[rows];
        modified = new long[rows];
        keys = new int[rows];
        digests = new byte[rows * Digest.LENGTH];
        blobs = new byte[rows * BLOB];
    }

    boolean isEmpty() {
        return names.length == 0;
    }

    /** How many files are known. */
    public int size() {
        return names.length;
    }

    /** The name of the file of a row; rows are sorted as texts are. */
    public String name(int row) {
        return names[row];
    }

    /** The row of a file; negative if it is not known. */
    public int row(String name) {
        return Arrays.binarySearch(names, name);
    }

    /** Whether a file looks as it did when it was read. */
    public boolean looksLike(int row, FileStamp stamp) {
        return sizes[row] == stamp.size() && modified[row] == stamp.modified() && keys[row] == stamp.key();
    }

    /** The row of a file that looks as it did when it was read; negative if there is none. */
    int find(String name, FileStamp stamp) {
        int row = row(name);
        return row >= 0 && looksLike(row, stamp) ? row : -1;
    }

    /** Whether git's raw name of what stands for the file is at this place of a buffer. */
    public boolean hasBlob(int row, byte[] buffer, int offset) {
        return Arrays.equals(blobs, row * BLOB, (row + 1) * BLOB, buffer, offset, offset + BLOB);
    }

    /** What was in the file of a row. */
    Pointer content(int row) {
        return new Pointer(Digest.read(ByteBuffer.wrap(digests, row * Digest.LENGTH, Digest.LENGTH)), sizes[row]);
    }

    Optional<KnownFile> find(String name) {
        int row = row(name);
        if (row < 0) {
            return Optional.empty();
        }
        return Optional.of(new KnownFile(
                new FileStamp(sizes[row], modified[row], keys[row]),
                content(row),
                HexFormat.of().formatHex(blobs, row * BLOB, (row + 1) * BLOB)));
    }

    /** The folder with these rows over its own; a name without a file goes. */
    KnownFolder with(Map<String, Optional<KnownFile>> changes) {
        var rows = new TreeMap<String, Object>();
        for (int i = 0; i < names.length; i++) {
            rows.put(names[i], i);
        }
        changes.forEach((name, file) -> file.ifPresentOrElse(known -> rows.put(name, known), () -> rows.remove(name)));
        var folder = new KnownFolder(rows.size());
        int row = 0;
        for (var entry : rows.entrySet()) {
            if (entry.getValue() instanceof KnownFile known) {
                folder.set(row, entry.getKey(), known);
            } else {
                folder.copy(row, this, (Integer) entry.getValue());
            }
            row++;
        }
        return folder;
    }

    private void set(int row, String name, KnownFile known) {
        names[row] = name;
        sizes[row] = known.stamp().size();
        modified[row] = known.stamp().modified();
        keys[row] = known.stamp().key();
        System.arraycopy(known.content().oid().raw(), 0, digests, row * Digest.LENGTH, Digest.LENGTH);
        System.arraycopy(HexFormat.of().parseHex(known.blob()), 0, blobs, row * BLOB, BLOB);
    }

    private void copy(int row, KnownFolder from, int its) {
        names[row] = from.names[its];
        sizes[row] = from.sizes[its];
        modified[row] = from.modified[its];
        keys[row] = from.keys[its];
        System.arraycopy(from.digests, its * Digest.LENGTH, digests, row * Digest.LENGTH, Digest.LENGTH);
        System.arraycopy(from.blobs, its * BLOB, blobs, row * BLOB, BLOB);
    }

    /** The columns, as they are in the file. */
    ByteBuffer toBytes() {
        var texts = new byte[names.length][];
        int length = 0;
        for (int i = 0; i < names.length; i++) {
            texts[i] = names[i].getBytes(StandardCharsets.UTF_8);
            length += Short.BYTES + texts[i].length;
        }
        var out = ByteBuffer.allocate(
                        Integer.BYTES + names.length * (2 * Long.BYTES + Integer.BYTES + Digest.LENGTH + BLOB) + length)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(names.length);
        for (int i = 0; i < names.length; i++) {
            out.putLong(sizes[i]).putLong(modified[i]).putInt(keys[i]);
        }
        out.put(digests).put(blobs);
        for (byte[] text : texts) {
            out.putShort((short) text.length).put(text);
        }
        return out.flip();
    }

    static KnownFolder of(ByteBuffer bytes) {
        var in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        var folder = new KnownFolder(in.getInt());
        for (int i = 0; i < folder.names.length; i++) {
            folder.sizes[i] = in.getLong();
            folder.modified[i] = in.getLong();
            folder.keys[i] = in.getInt();
        }
        in.get(folder.digests).get(folder.blobs);
        for (int i = 0; i < folder.names.length; i++) {
            int length = in.getShort();
            folder.names[i] = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
            in.position(in.position() + length);
        }
        return folder;
    }
}
