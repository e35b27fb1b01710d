package org.datasetcommons.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.MerkleTree;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.log.TransparencyLog.Entry;
import org.datasetcommons.testkit.MapTree;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.Tampering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransparencyLogTest {
    private static final Digest DATASET = Digest.of("a dataset");

    private static final List<Entry> ENTRIES = IntStream.range(0, 66_000)
            .mapToObj(i -> new Entry("contribution", "entry-" + i, Digest.of("statement " + i)))
            .toList();

    private static Entry entry(int number) {
        return ENTRIES.get(number);
    }

    private static TransparencyLog log(int size) {
        var log = TransparencyLog.empty();
        for (int i = 0; i < size; i++) {
            log.append(entry(i));
        }
        return log;
    }

    private static void write(TransparencyLog log, long earlierSize, MapTree tree) {
        var edit = new TreeEdit();
        log.writeTo(edit, earlierSize, log.checkpoint(DATASET).signedBy(People.ANA.signer()));
        tree.apply(edit);
    }

    private static MapTree written(TransparencyLog log) {
        var tree = new MapTree();
        write(log, 0, tree);
        return tree;
    }

    /** What tlog-tiles asks for, as it is said: hash i of tile (l, n) is MTH(D[(n*256+i)*256^l : (n*256+i+1)*256^l]). */
    private static TreeMap<String, byte[]> tilesByDefinition(int size) {
        var files = new TreeMap<String, byte[]>();
        for (int n = 0; n * 256 < size; n++) {
            var bytes = new ByteArrayOutputStream();
            for (int i = n * 256; i < Math.min(size, n * 256 + 256); i++) {
                byte[] leaf = leaf(i);
                bytes.write(leaf.length / 256);
                bytes.write(leaf.length % 256);
                bytes.writeBytes(leaf);
            }
            files.put(path("entries", n, Math.min(256, size - n * 256)), bytes.toByteArray());
        }
        for (int level = 0, span = 1; size / span > 0; level++, span *= 256) {
            int hashes = size / span;
            for (int n = 0; n * 256 < hashes; n++) {
                var bytes = new ByteArrayOutputStream();
                int width = Math.min(256, hashes - n * 256);
                for (int i = n * 256; i < n * 256 + width; i++) {
                    bytes.writeBytes(fullTree(i * span, (i + 1) * span));
                }
                files.put(path(String.valueOf(level), n, width), bytes.toByteArray());
            }
        }
        return files;
    }

    private static byte[] leaf(int i) {
        return ("{\"type\":\"contribution\",\"id\":\"entry-" + i + "\",\"sha256\":\"" + entry(i).statement() + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static final Map<List<Integer>, byte[]> TREES = new HashMap<>();

    /** MTH(D[from : to]) of a number of leaves that is a power of two. */
    private static byte[] fullTree(int from, int to) {
        var range = List.of(from, to);
        byte[] known = TREES.get(range);
        if (known == null) {
            int middle = (from + to) / 2;
            known = to - from == 1
                    ? MerkleTree.leafHash(leaf(from))
                    : MerkleTree.nodeHash(fullTree(from, middle), fullTree(middle, to));
            TREES.put(range, known);
        }
        return known;
    }

    private static String path(String level, int n, int width) {
        String number = n < 1000
                ? String.format(Locale.ROOT, "%03d", n)
                : String.format(Locale.ROOT, "x%03d/%03d", n / 1000, n % 1000);
        return "log/tile/" + level + "/" + number + (width == 256 ? "" : ".p/" + width);
    }

    private static void assertTiles(int size, MapTree tree) {
        var expected = tilesByDefinition(size);
        var found = new TreeMap<>(tree.files());
        found.remove(TransparencyLog.CHECKPOINT);

        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((file, bytes) -> assertArrayEquals(bytes, found.get(file), file));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 257, 511, 512, 513})
    void writesTheTilesThatTheirDefinitionAsksFor(int size) {
        assertTiles(size, written(log(size)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "1, 255", "255, 256", "255, 257", "256, 257", "256, 512", "257, 257", "300, 600"})
    void growsToTheSameFilesAsIfItHadBeenWrittenAtOnce(int before, int after) {
        var tree = new MapTree();
        if (before > 0) {
            write(log(before), 0, tree);
        }

        write(log(after), before, tree);

        assertTiles(after, tree);
        assertEquals(Optional.empty(), TransparencyLog.read(tree).fault(tree));
    }

    @Test
    void growsIntoATileOfATileOfTiles() {
        var tree = new MapTree();
        byte[] note = {}; // Whose root nobody asks for here: computing it takes as long as all the rest.
        for (int[] step : new int[][] {{0, 65535}, {65535, 65537}}) {
            var edit = new TreeEdit();
            log(step[1]).writeTo(edit, step[0], note);
            tree.apply(edit);
        }

        assertTiles(65537, tree);
        assertEquals(32, tree.read("log/tile/2/000.p/1").orElseThrow().length);
    }

    @Test
    void growsByTheChangeAlone() {
        var edit = new TreeEdit();
        var log = log(1025);

        log.writeTo(edit, 1024, log.checkpoint(DATASET).signedBy(People.ANA.signer()));

        var paths = new java.util.ArrayList<String>();
        edit.forEach((path, change) -> paths.add(path));
        assertEquals(
                List.of("log/checkpoint", "log/tile/0/004.p/1", "log/tile/1/000.p/4", "log/tile/entries/004.p/1"),
                paths);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 1000})
    void readsBackWhatItWrote(int size) {
        var log = log(size);
        var tree = written(log);

        var read = TransparencyLog.read(tree);

        assertEquals(size, read.size());
        assertEquals(log.root(), read.root());
        assertEquals(
                log.checkpoint(DATASET),
                Checkpoint.parse(tree.read("log/checkpoint").orElseThrow()));
        assertTrue(read.contains(entry(0)) && read.contains(entry(size - 1)));
        assertFalse(read.contains(entry(size)));
        assertEquals(Optional.empty(), read.fault(tree));
    }

    @Test
    void theRootIsThatOfTheEntries() {
        var tree = new MerkleTree();
        for (int i = 0; i < 5; i++) {
            tree.add(("{\"type\":\"contribution\",\"id\":\"entry-" + i + "\",\"sha256\":\""
                            + Digest.of("statement " + i) + "\"}")
                    .getBytes(StandardCharsets.US_ASCII));
        }

        assertEquals(tree.root(), log(5).root());
    }

    @Test
    void isEmptyWhereThereIsNone() {
        var none = TransparencyLog.read(new MapTree());

        assertEquals(0, none.size());
        assertEquals(Digest.of(""), none.root());
    }

    @Test
    void noticesEveryChangedByteOfEveryTile() {
        var tree = written(log(3));
        for (String file : List.of("log/tile/entries/000.p/3", "log/tile/0/000.p/3")) {
            byte[] whole = tree.read(file).orElseThrow();
            Tampering.each(whole, changed -> {
                tree.put(file, changed);
                assertTrue(isNoticed(tree), file);
            });
            tree.put(file, whole);
        }
        assertFalse(isNoticed(tree));
    }

    /** As a verifier looks: read, compare the tiles, compare the checkpoint. */
    private static boolean isNoticed(MapTree tree) {
        try {
            var log = TransparencyLog.read(tree);
            return log.fault(tree).isPresent()
                    || !log.checkpoint(DATASET)
                            .equals(Checkpoint.parse(tree.read("log/checkpoint").orElseThrow()));
        } catch (CommonsException e) {
            return true;
        }
    }

    @Test
    void saysWhichFileIsMissingOrCutShort() {
        var tree = written(log(300));
        byte[] entries = tree.read("log/tile/entries/001.p/44").orElseThrow();
        tree.put("log/tile/entries/001.p/44", Arrays.copyOf(entries, entries.length - 1));
        assertEquals("log/tile/entries/001.p/44 is cut short", problem(tree));

        tree.put("log/tile/entries/001.p/44", Arrays.copyOf(entries, entries.length + 1));
        assertEquals("log/tile/entries/001.p/44 has bytes after its last entry", problem(tree));

        tree.files().remove("log/tile/entries/001.p/44");
        assertEquals("log/tile/entries/001.p/44 is missing from the log", problem(tree));
    }

    private static String problem(MapTree tree) {
        return assertThrows(CommonsException.class, () -> TransparencyLog.read(tree))
                .getMessage();
    }

    @Test
    void saysWhichTileIsNotWhatTheEntriesMake() {
        var tree = written(log(300));
        var log = TransparencyLog.read(tree);
        tree.files().remove("log/tile/1/000.p/1");

        assertEquals(Optional.of("log/tile/1/000.p/1 is not what the log's entries make of it"), log.fault(tree));
    }

    @Test
    void knowsWhetherItContinuesAnEarlierLog() {
        var longer = log(5);

        assertTrue(longer.continues(TransparencyLog.empty()));
        assertTrue(longer.continues(log(4)));
        assertTrue(longer.continues(log(5)));
        assertFalse(longer.continues(log(6)));

        var forked = log(3);
        forked.append(new Entry("contribution", "another", Digest.of("another")));
        assertFalse(longer.continues(forked));
    }

    @Test
    void differsByTypeIdAndDigest() {
        var log = TransparencyLog.empty();
        log.append(new Entry("release", "1.0.0", Digest.of("a")));

        assertTrue(log.contains(new Entry("release", "1.0.0", Digest.of("a"))));
        assertFalse(log.contains(new Entry("contribution", "1.0.0", Digest.of("a"))));
        assertFalse(log.contains(new Entry("release", "1.0.1", Digest.of("a"))));
        assertFalse(log.contains(new Entry("release", "1.0.0", Digest.of("b"))));
    }

    @Test
    void refusesAnEntryThatNoTileCanHold() {
        var log = TransparencyLog.empty();
        var huge = new Entry("release", "x".repeat(70_000), Digest.of("a"));

        assertThrows(IllegalArgumentException.class, () -> log.append(huge));
    }

    @Test
    void isNamedForItsDataset() {
        assertEquals(
                "datasetcommons.org/log/" + DATASET, log(1).checkpoint(DATASET).origin());
    }
}
