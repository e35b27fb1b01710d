package org.datasetcommons.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.log.TransparencyLog.Entry;
import org.datasetcommons.testkit.MapTree;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/log.md}: each vector is what lies in the folder {@code log} of a dataset that Ana keeps. */
class LogVectorsTest {
    private static final Digest DATASET = Digest.of("a dataset");

    static List<Path> good() {
        return FormatVectors.foldersIn("log/good");
    }

    static List<Path> bad() {
        return FormatVectors.foldersIn("log/bad");
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsGoodVectorAsTheEntriesBesideIt(Path vector) throws IOException {
        var tree = tree(vector);
        assertEquals("", fault(tree));
        var log = TransparencyLog.read(tree);
        FormatVectors.holdBeside(vector, ".read", log.size() + " " + log.root() + "\n");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorForTheReasonBesideIt(Path vector) throws IOException {
        String fault = fault(tree(vector));

        assertTrue(!fault.isEmpty(), vector + " is taken");
        FormatVectors.holdBeside(vector, ".error", fault + "\n");
    }

    @Test
    void theVectorsAreWhatTheirNamesSay() throws IOException {
        for (int size : new int[] {1, 3, 257}) {
            hold("log/good/entries-" + size, written(size));
        }
        for (var vector : badOnes().entrySet()) {
            hold("log/bad/" + vector.getKey(), vector.getValue());
        }
        assertEquals(3, good().size());
        assertEquals(badOnes().size(), bad().size());
    }

    private static void hold(String folder, MapTree tree) throws IOException {
        for (var file : tree.files().entrySet()) {
            FormatVectors.hold(
                    FormatVectors.at(folder).resolve(file.getKey().substring("log/".length())), file.getValue());
        }
    }

    private static MapTree tree(Path vector) {
        var tree = new MapTree();
        MapTree.of(vector).files().forEach((path, bytes) -> tree.put("log/" + path, bytes));
        return tree;
    }

    /** As a verifier looks. */
    private static String fault(MapTree tree) {
        try {
            byte[] note = tree.read(TransparencyLog.CHECKPOINT).orElseThrow();
            var log = TransparencyLog.read(tree);
            var fault = log.fault(tree);
            if (fault.isPresent()) {
                return fault.get();
            }
            if (!Checkpoint.parse(note).equals(log.checkpoint(DATASET))) {
                return "the checkpoint does not fit the entries";
            }
            return Checkpoint.signers(note, List.of(People.ANA.key()), new SshSignatureVerifier())
                            .isEmpty()
                    ? "the checkpoint is not signed by who keeps the log"
                    : "";
        } catch (CommonsException e) {
            return e.getMessage();
        }
    }

    private static TransparencyLog log(int size) {
        var log = TransparencyLog.empty();
        for (int i = 0; i < size; i++) {
            log.append(new Entry(
                    "contribution",
                    "2026-11-22-ana-" + String.format(java.util.Locale.ROOT, "%08x", i),
                    Digest.of("statement " + i)));
        }
        return log;
    }

    private static MapTree written(int size) {
        var edit = new TreeEdit();
        log(size).writeTo(edit, 0, log(size).checkpoint(DATASET).signedBy(People.ANA.signer()));
        return new MapTree().apply(edit);
    }

    private static void put(SortedMap<String, MapTree> bad, String name, Consumer<MapTree> change) {
        var tree = written(3);
        change.accept(tree);
        bad.put(name, tree);
    }

    private static SortedMap<String, MapTree> badOnes() {
        var bad = new TreeMap<String, MapTree>();
        String checkpoint = TransparencyLog.CHECKPOINT;
        String entries = "log/tile/entries/000.p/3";
        String tile = "log/tile/0/000.p/3";
        put(
                bad,
                "signed-by-somebody-else",
                tree -> tree.put(checkpoint, log(3).checkpoint(DATASET).signedBy(People.EVE.signer())));
        put(
                bad,
                "log-of-another-dataset",
                tree -> tree.put(
                        checkpoint, log(3).checkpoint(Digest.of("another")).signedBy(People.ANA.signer())));
        put(
                bad,
                "checkpoint-of-another-root",
                tree -> tree.put(
                        checkpoint,
                        new Checkpoint(TransparencyLog.origin(DATASET), 3, Digest.of("another"))
                                .signedBy(People.ANA.signer())));
        put(
                bad,
                "checkpoint-of-two-entries",
                tree -> tree.put(checkpoint, log(2).checkpoint(DATASET).signedBy(People.ANA.signer())));
        put(
                bad,
                "checkpoint-of-four-entries",
                tree -> tree.put(checkpoint, log(4).checkpoint(DATASET).signedBy(People.ANA.signer())));
        edited(bad, "checkpoint-without-signature", checkpoint, text -> text.substring(0, text.indexOf("\u2014")));
        edited(bad, "checkpoint-with-hyphen", checkpoint, text -> text.replace('\u2014', '-'));
        edited(bad, "checkpoint-with-carriage-returns", checkpoint, text -> text.replace("\n", "\r\n"));
        edited(bad, "checkpoint-with-extension", checkpoint, text -> text.replace("\n\n", "\nmore\n\n"));
        edited(bad, "checkpoint-with-zero-before-size", checkpoint, text -> text.replace("\n3\n", "\n03\n"));
        edited(
                bad,
                "checkpoint-with-key-name-of-two-words",
                checkpoint,
                text -> text.replaceFirst("\u2014 [^ ]*", "\u2014 the log"));
        put(
                bad,
                "entry-changed",
                tree -> tree.put(
                        entries,
                        new String(tree.read(entries).orElseThrow(), StandardCharsets.ISO_8859_1)
                                .replace("ana-00000001", "ana-00000009")
                                .getBytes(StandardCharsets.ISO_8859_1)));
        put(
                bad,
                "entries-cut-short",
                tree -> tree.put(
                        entries,
                        Arrays.copyOf(
                                tree.read(entries).orElseThrow(),
                                tree.read(entries).orElseThrow().length - 1)));
        put(
                bad,
                "entries-with-a-byte-more",
                tree -> tree.put(
                        entries,
                        Arrays.copyOf(
                                tree.read(entries).orElseThrow(),
                                tree.read(entries).orElseThrow().length + 1)));
        put(bad, "entries-missing", tree -> tree.files().remove(entries));
        put(bad, "tile-missing", tree -> tree.files().remove(tile));
        put(bad, "tile-changed", tree -> {
            byte[] hashes = tree.read(tile).orElseThrow();
            hashes[40] ^= 1;
            tree.put(tile, hashes);
        });
        put(
                bad,
                "tile-of-another-width",
                tree -> tree.put("log/tile/0/000.p/2", tree.files().remove(tile)));
        return bad;
    }

    private static void edited(
            SortedMap<String, MapTree> bad, String name, String file, java.util.function.UnaryOperator<String> edit) {
        put(
                bad,
                name,
                tree -> tree.put(
                        file,
                        edit.apply(new String(tree.read(file).orElseThrow(), StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8)));
    }
}
