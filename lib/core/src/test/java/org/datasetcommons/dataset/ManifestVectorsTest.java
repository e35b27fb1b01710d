package org.datasetcommons.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.MerkleTree;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.testkit.SampleDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/format/manifest.md}. A manifest is computed and never read, so a bad vector is one whose digest or root is not
 * that of the good one it was made from.
 */
class ManifestVectorsTest {
    static List<Path> good() {
        return FormatVectors.in("manifest/good", ".jsonl");
    }

    static List<Path> bad() {
        return FormatVectors.in("manifest/bad", ".jsonl");
    }

    @ParameterizedTest
    @MethodSource("good")
    void hasTheDigestAndRootBesideIt(Path vector) throws IOException {
        FormatVectors.holdBeside(vector, ".root", digests(Files.readAllBytes(vector)));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void hasAnotherDigestThanTheGoodOne(Path vector) throws IOException {
        String[] good =
                digests(FormatVectors.bytes("manifest/good/tales.jsonl")).split("\\s");
        String[] bad = digests(Files.readAllBytes(vector)).split("\\s");

        FormatVectors.holdBeside(vector, ".root", digests(Files.readAllBytes(vector)));
        assertFalse(good[1].equals(bad[1]));
    }

    /** As anybody would who has only the page: the digest of the bytes, and the root over the lines by their sha256. */
    private static String digests(byte[] bytes) {
        var lines = new ArrayList<>(
                new String(bytes, StandardCharsets.UTF_8).lines().toList());
        lines.sort(Comparator.comparing(line -> line.replaceFirst(".*\"sha256\":\"([0-9a-f]{64})\".*", "$1")));
        var tree = new MerkleTree();
        lines.forEach(line -> tree.add(line.getBytes(StandardCharsets.UTF_8)));
        return "sha256 " + Digest.of(bytes) + "\nroot " + tree.root() + "\n";
    }

    @Test
    void theVectorsAreWhatTheirNamesSay(@TempDir Path folder) throws IOException {
        try (var dataset = SampleDataset.unreleased(folder)) {
            hold("good/tales", dataset.version().coverage().manifest());
        }
        hold("good/nothing", manifest(List.of()));
        hold("good/one-content-in-two-places", manifest(List.of(entry("data/b", "x"), entry("data/a", "x"))));
        hold("good/every-field", manifest(List.of(everyField())));
        for (var edit : badOnes().entrySet()) {
            String text = new String(FormatVectors.bytes("manifest/good/tales.jsonl"), StandardCharsets.UTF_8);
            FormatVectors.hold(
                    FormatVectors.at("manifest/bad/" + edit.getKey() + ".jsonl"),
                    edit.getValue().apply(text).getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(4, good().size());
        assertEquals(badOnes().size(), bad().size());
    }

    private static void hold(String name, Manifest manifest) throws IOException {
        var lines = new ByteArrayOutputStream();
        manifest.forEach(entry -> {
            lines.writeBytes(entry.line());
            lines.write('\n');
        });
        FormatVectors.hold(FormatVectors.at("manifest/" + name + ".jsonl"), lines.toByteArray());
        assertEquals("sha256 " + manifest.digest() + "\nroot " + manifest.root() + "\n", digests(lines.toByteArray()));
    }

    private static Manifest manifest(List<ManifestEntry> entries) {
        return Manifest.of(entries, Path.of("no such folder"));
    }

    private static ManifestEntry entry(String path, String content) {
        return new ManifestEntry(
                RecordId.ofFile(new DatasetPath(path)),
                Digest.of(content),
                content.length(),
                Optional.of("text/plain"),
                new Terms(LicenseExpression.parse("CC0-1.0"), "own work", Basis.AUTHOR, "Ana"),
                new Handle("ana"),
                "2026-11-22-ana-3f9a2c1b",
                new TreeMap<>());
    }

    private static ManifestEntry everyField() {
        var meta = new TreeMap<String, String>();
        meta.put("place", "Sør-Trøndelag, \"by the lake\"");
        meta.put("camera", "a box \\ with a hole");
        return new ManifestEntry(
                RecordId.ofRow(new DatasetPath("data/tables/鳥.csv"), "0311 🦉"),
                Digest.of("row"),
                1L << 40,
                Optional.of("application/x-row"),
                new Terms(LicenseExpression.parse("MIT OR Apache-2.0"), "own work", Basis.AUTHOR, "Ana"),
                new Handle("ana"),
                "2026-11-22-ana-3f9a2c1b",
                meta);
    }

    private static SortedMap<String, UnaryOperator<String>> badOnes() {
        var bad = new TreeMap<String, UnaryOperator<String>>();
        bad.put("by-digest-and-not-by-record", text -> {
            var lines = new ArrayList<>(text.lines().toList());
            lines.sort(Comparator.comparing(line -> line.replaceFirst(".*\"sha256\":\"", "")));
            return String.join("\n", lines) + "\n";
        });
        bad.put("with-spaces", text -> text.replace(",", ", "));
        bad.put("with-carriage-returns", text -> text.replace("\n", "\r\n"));
        bad.put("without-last-line-end", text -> text.substring(0, text.length() - 1));
        bad.put("with-blank-line-at-the-end", text -> text + "\n");
        bad.put("with-escaped-slashes", text -> text.replace("/", "\\/"));
        bad.put(
                "with-fields-in-another-order",
                text -> text.replaceAll("(\"sha256\":\"[^\"]*\"),(\"size\":\\d+)", "$2,$1"));
        bad.put("with-a-record-missing", text -> text.substring(text.indexOf('\n') + 1));
        bad.put("with-a-record-twice", text -> text + text.substring(0, text.indexOf('\n') + 1));
        bad.put("with-another-licence", text -> text.replace("CC0-1.0", "CC-BY-4.0"));
        return bad;
    }

    @Test
    void isTheSameWhateverTheOrderItWasGivenIn() {
        var entries = new ArrayList<ManifestEntry>();
        for (int i = 0; i < 50; i++) {
            entries.add(entry("data/" + i, "content " + i % 40));
        }
        var sorted = manifest(entries);
        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(entries, new Random(seed));
            assertEquals(sorted.digest(), manifest(entries).digest());
            assertEquals(sorted.root(), manifest(entries).root());
        }
    }

    @Test
    void twoNeighboursProveThatNothingIsBetweenThem() {
        var manifest = manifest(
                List.of(entry("data/a", "a"), entry("data/b", "b"), entry("data/c", "c"), entry("data/d", "d")));
        var leaves = StreamSupport.stream(manifest.spliterator(), false)
                .sorted(Comparator.comparing(ManifestEntry::digest))
                .toList();
        var hashes =
                leaves.stream().map(entry -> MerkleTree.leafHash(entry.line())).toList();

        for (int i = 0; i < leaves.size(); i++) {
            assertTrue(MerkleTree.includes(manifest.root(), 4, hashes.get(i), i, MerkleTree.inclusionPath(hashes, i)));
            assertTrue(
                    i == 0 || leaves.get(i - 1).digest().compareTo(leaves.get(i).digest()) < 0);
        }
    }

    @Test
    void sumsUp() {
        var manifest = manifest(List.of(entry("data/a", "a"), entry("data/b", "bb"), everyField()));

        assertEquals(3 + (1L << 40), manifest.bytes());
        assertEquals(List.of(new Handle("ana")), List.copyOf(manifest.contributors()));
        assertEquals(
                List.of("CC0-1.0", "MIT OR Apache-2.0"),
                manifest.licenses().stream().map(LicenseExpression::toString).toList());
    }
}
