package org.datasetcommons.log;

import static org.datasetcommons.CommonsException.invalid;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.MerkleTree;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.history.Tree;
import org.datasetcommons.history.TreeEdit;

/**
 * The log of a dataset, in files below {@code log/} as C2SP tlog-tiles v0.1.0 lays them out. Its entries name statements by
 * type, id and digest, in the order in which they were accepted.
 */
public final class TransparencyLog {
    public static final String CHECKPOINT = "log/checkpoint";
    private static final int TILE = 256;
    /** What the two bytes of a length before each entry can say. */
    private static final int MAX_ENTRY = 0xFFFF;

    /** A statement that was accepted: {@code contribution}, {@code release}; its id; the digest of its bytes. */
    public record Entry(String type, String id, Digest statement) {
        byte[] bytes() {
            return Json.line(Node.fields()
                            .put("type", type)
                            .put("id", id)
                            .put("sha256", statement.hex())
                            .build())
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private final List<byte[]> entries;

    private TransparencyLog(List<byte[]> entries) {
        this.entries = new ArrayList<>(entries);
    }

    public static TransparencyLog empty() {
        return new TransparencyLog(List.of());
    }

    /** The name under which this dataset's log signs. */
    public static String origin(Digest datasetId) {
        return "datasetcommons.org/log/" + datasetId;
    }

    /** The log of a version; empty if it has none yet. Whether it is true is {@link #fault}'s question. */
    public static TransparencyLog read(Tree tree) {
        var note = tree.read(CHECKPOINT);
        if (note.isEmpty()) {
            return empty();
        }
        long size = Checkpoint.parse(note.get()).size();
        var entries = new ArrayList<byte[]>();
        for (long tile = 0; tile * TILE < size; tile++) {
            int width = (int) Math.min(TILE, size - tile * TILE);
            String file = tileFile("entries", tile, width);
            readEntries(
                    file,
                    tree.read(file).orElseThrow(() -> invalid(file + " is missing from the log")),
                    width,
                    entries);
        }
        return new TransparencyLog(entries);
    }

    private static void readEntries(String file, byte[] bytes, int count, List<byte[]> into) {
        var buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i < count; i++) {
            if (buffer.remaining() < 2) {
                throw invalid(file + " is cut short");
            }
            byte[] entry = new byte[Short.toUnsignedInt(buffer.getShort())];
            if (buffer.remaining() < entry.length) {
                throw invalid(file + " is cut short");
            }
            buffer.get(entry);
            into.add(entry);
        }
        if (buffer.hasRemaining()) {
            throw invalid(file + " has bytes after its last entry");
        }
    }

    public long size() {
        return entries.size();
    }

    public Digest root() {
        var tree = new MerkleTree();
        entries.forEach(tree::add);
        return tree.root();
    }

    public boolean contains(Entry entry) {
        byte[] bytes = entry.bytes();
        return entries.stream().anyMatch(known -> Arrays.equals(known, bytes));
    }

    public void append(Entry entry) {
        byte[] bytes = entry.bytes();
        if (bytes.length > MAX_ENTRY) {
            throw new IllegalArgumentException("an entry of the log has at most " + MAX_ENTRY + " bytes");
        }
        entries.add(bytes);
    }

    public Checkpoint checkpoint(Digest datasetId) {
        return new Checkpoint(origin(datasetId), size(), root());
    }

    /** Whether the earlier log is the beginning of this one. */
    public boolean continues(TransparencyLog earlier) {
        if (earlier.size() > size()) {
            return false;
        }
        for (int i = 0; i < earlier.entries.size(); i++) {
            if (!Arrays.equals(earlier.entries.get(i), entries.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Writes the files that differ from the earlier state: tiles first in meaning, the checkpoint last. */
    public void writeTo(TreeEdit edit, long earlierSize, byte[] checkpointNote) {
        forEachTile((file, bytes) -> edit.put(file, bytes), earlierSize);
        removePartial(edit, "entries", earlierSize);
        var hashes = earlierSize;
        for (int level = 0; hashes > 0; level++, hashes /= TILE) {
            removePartial(edit, String.valueOf(level), hashes, level);
        }
        edit.put(CHECKPOINT, checkpointNote);
    }

    private interface TileSink {
        void tile(String file, byte[] bytes);
    }

    private void forEachTile(TileSink sink, long from) {
        for (long tile = from / TILE; tile * TILE < size(); tile++) {
            int width = (int) Math.min(TILE, size() - tile * TILE);
            var bytes = new ByteArrayOutputStream();
            for (byte[] entry : entries.subList((int) (tile * TILE), (int) (tile * TILE) + width)) {
                bytes.write(entry.length >> 8);
                bytes.write(entry.length);
                bytes.writeBytes(entry);
            }
            sink.tile(tileFile("entries", tile, width), bytes.toByteArray());
        }
        var hashes = entries.stream().map(MerkleTree::leafHash).toList();
        for (int level = 0; !hashes.isEmpty(); level++) {
            long already = level == 0 ? from : from / (long) Math.pow(TILE, level);
            for (long tile = already / TILE; tile * TILE < hashes.size(); tile++) {
                int width = (int) Math.min(TILE, hashes.size() - tile * TILE);
                var bytes = new ByteArrayOutputStream();
                hashes.subList((int) (tile * TILE), (int) (tile * TILE) + width).forEach(bytes::writeBytes);
                sink.tile(tileFile(String.valueOf(level), tile, width), bytes.toByteArray());
            }
            hashes = above(hashes);
        }
    }

    /** The hashes of the next level: one for each full tile. */
    private static List<byte[]> above(List<byte[]> hashes) {
        var next = new ArrayList<byte[]>();
        for (int i = 0; i + TILE <= hashes.size(); i += TILE) {
            var tree = new MerkleTree();
            hashes.subList(i, i + TILE).forEach(tree::addLeafHash);
            next.add(tree.root().raw());
        }
        return next;
    }

    private void removePartial(TreeEdit edit, String level, long earlier, int power) {
        long now = size() / (long) Math.pow(TILE, power);
        if (earlier % TILE != 0 && earlier != now) {
            edit.remove(tileFile(level, earlier / TILE, (int) (earlier % TILE)));
        }
    }

    private void removePartial(TreeEdit edit, String level, long earlier) {
        removePartial(edit, level, earlier, 0);
    }

    /** What is wrong with the tiles of a version's log; nothing if each is what the entries make of it. */
    public Optional<String> fault(Tree tree) {
        var faults = new ArrayList<String>();
        forEachTile(
                (file, bytes) -> {
                    if (!tree.read(file).map(read -> Arrays.equals(read, bytes)).orElse(false)) {
                        faults.add(file + " is not what the log's entries make of it");
                    }
                },
                0);
        return faults.stream().findFirst();
    }

    /** {@code log/tile/<level>/<N>}, N in groups of three digits, with {@code .p/<width>} unless the tile is full. */
    private static String tileFile(String level, long tile, int width) {
        var number = new StringBuilder(String.format(Locale.ROOT, "%03d", tile % 1000));
        for (long rest = tile / 1000; rest > 0; rest /= 1000) {
            number.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        return "log/tile/" + level + "/" + number + (width == TILE ? "" : ".p/" + width);
    }
}
