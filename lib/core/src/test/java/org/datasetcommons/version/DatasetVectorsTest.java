package org.datasetcommons.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.datasetcommons.CommonsException;
import org.datasetcommons.check.Change;
import org.datasetcommons.check.Rules;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.testkit.MapTree;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.SampleDataset;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.testkit.TreeRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/format/dataset-repository.md}. The good vector is a whole released dataset and its objects; each bad one is
 * what differs from it: files to put over it, and in {@code REMOVED} those that go.
 */
class DatasetVectorsTest {
    private static final String GOOD = "dataset-repository/good/tales";
    private static final String OBJECTS = "dataset-repository/good/objects";
    private static final String REMOVED = "REMOVED";

    @TempDir
    static Path folder;

    static List<Path> bad() {
        return FormatVectors.foldersIn("dataset-repository/bad");
    }

    @Test
    void theGoodVectorIsTheSampleDataset() throws IOException {
        try (var dataset = SampleDataset.released(folder)) {
            var tree = dataset.repository().tree(dataset.head());
            var paths = new ArrayList<String>();
            for (var entry : tree.list("")) {
                FormatVectors.hold(FormatVectors.at(GOOD).resolve(stored(entry.path())), tree.readBlob(entry.blob()));
                paths.add(entry.path());
            }
            assertEquals(paths, List.copyOf(good().files().keySet()));
            for (String content : List.of(SampleDataset.TALES, "(o,o)\n/)__)\n")) {
                var oid = Digest.of(content);
                FormatVectors.hold(store().path(oid), TestDataset.bytes(content));
            }
        }
    }

    @Test
    void theGoodVectorHoldsEveryRule() {
        assertEquals("", findings(good()));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void saysWhatIsWrongWithEachBadVector(Path vector) throws IOException {
        var tree = good();
        for (var file : MapTree.of(vector).files().entrySet()) {
            if (file.getKey().equals(REMOVED)) {
                new String(file.getValue(), StandardCharsets.UTF_8).lines().forEach(tree.files()::remove);
            } else if (file.getKey().equals("dot-gitattributes")) {
                tree.put(".gitattributes", file.getValue());
            } else {
                tree.put(file.getKey(), file.getValue());
            }
        }

        String findings = findings(tree);

        assertTrue(!findings.isEmpty(), vector + " is taken");
        FormatVectors.holdBeside(vector, ".error", findings);
    }

    @Test
    void theBadVectorsAreWhatTheirNamesSay() throws IOException {
        var made = badOnes();
        for (var vector : made.entrySet()) {
            for (var file : vector.getValue().entrySet()) {
                FormatVectors.hold(
                        FormatVectors.at("dataset-repository/bad/" + vector.getKey())
                                .resolve(file.getKey()),
                        file.getValue());
            }
        }
        assertEquals(made.size(), bad().size());
        assertTrue(bad().size() >= 20, bad().size() + " bad vectors");
    }

    /** Where git would read this file for what it is, it is stored under another name. */
    private static String stored(String path) {
        return path.equals(".gitattributes") ? "dot-gitattributes" : path;
    }

    private static MapTree good() {
        var tree = MapTree.of(FormatVectors.at(GOOD));
        return tree.put(".gitattributes", tree.files().remove("dot-gitattributes"));
    }

    private static ObjectStore store() {
        return new ObjectStore(FormatVectors.at(OBJECTS), folder.resolve("tmp"));
    }

    /** What a check of the whole version says. */
    private static String findings(MapTree tree) {
        Version version;
        try {
            version = TreeRepository.version(tree, store());
        } catch (CommonsException e) {
            return FormatVectors.spelled(e);
        }
        var found = new StringBuilder();
        new Rules(new SshSignatureVerifier())
                .check(Change.whole(version))
                .findings()
                .forEach(finding -> found.append(finding.severity())
                        .append(' ')
                        .append(finding.rule())
                        .append(' ')
                        .append(finding.subject().name())
                        .append(": ")
                        .append(finding.message())
                        .append('\n'));
        return found.toString();
    }

    // --- what the vectors are made of -------------------------------------------------------------------------------

    private static final class Differences {
        final MapTree tree = good();
        final SortedMap<String, byte[]> files = new TreeMap<>();
        final List<String> removed = new ArrayList<>();

        Differences put(String path, byte[] bytes) {
            files.put(path, bytes);
            return this;
        }

        Differences put(String path, String text) {
            return put(path, TestDataset.bytes(text));
        }

        Differences remove(String path) {
            removed.add(path);
            return this;
        }

        byte[] read(String path) {
            return tree.read(path).orElseThrow();
        }

        String path(String beginning, String end) {
            return tree.files().keySet().stream()
                    .filter(path -> path.startsWith(beginning) && path.endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void put(
            SortedMap<String, SortedMap<String, byte[]>> bad, String name, Consumer<Differences> differing) {
        var differences = new Differences();
        differing.accept(differences);
        if (!differences.removed.isEmpty()) {
            differences.put(REMOVED, String.join("\n", differences.removed) + "\n");
        }
        bad.put(name, differences.files);
    }

    private static SortedMap<String, SortedMap<String, byte[]>> badOnes() {
        var bad = new TreeMap<String, SortedMap<String, byte[]>>();
        put(bad, "charter-missing", d -> d.remove("commons.yaml"));
        put(bad, "attributes-missing", d -> d.remove(".gitattributes"));
        put(bad, "attributes-without-git-lfs", d -> d.put("dot-gitattributes", "data/** -text\n"));
        put(bad, "trust-root-missing", d -> d.remove("trust/1.root.json"));
        put(bad, "trust-root-not-signed", d -> d.remove("trust/1.root.json.ana.sig"));
        put(bad, "contributor-missing", d -> d.remove("contributors/ben.yaml"));
        put(
                bad,
                "contributor-in-the-file-of-another",
                d -> d.put("contributors/mia.yaml", d.read("contributors/ben.yaml")));
        put(bad, "contributor-file-of-another-name", d -> d.put("contributors/notes.txt", "notes\n"));
        put(
                bad,
                "contributor-with-another-key",
                d -> d.put(
                        "contributors/ben.yaml",
                        new Contributor(
                                        People.BEN.handle(),
                                        "Ben Example",
                                        "Ben Example",
                                        List.of(People.BEN.contributor().keys().get(0)))
                                .with(new org.datasetcommons.contributor.ContributorKey(
                                        People.BEN.key(),
                                        People.START.plusSeconds(86_400),
                                        java.util.Optional.empty(),
                                        java.util.Optional.empty()))
                                .bytes()));
        put(bad, "contribution-in-the-folder-of-another", d -> {
            String statement = d.path("contributions/2026-11-22-ana", "contribution.json");
            d.put(statement.replace("-ana-", "-mia-"), d.read(statement));
        });
        put(bad, "contribution-without-signature", d -> d.remove(d.path("contributions/2026-11-22-ben", ".sig")));
        put(bad, "contribution-without-list", d -> d.remove(d.path("contributions/2026-11-22-ben", ".jsonl")));
        put(bad, "contribution-missing", d -> {
            d.remove(d.path("contributions/2026-11-22-ana", ".jsonl"));
            d.remove(d.path("contributions/2026-11-22-ana", ".json"));
            d.remove(d.path("contributions/2026-11-22-ana", ".sig"));
        });
        put(
                bad,
                "record-that-nobody-gave",
                d -> d.put("data/pictures/eagle.txt", new Pointer(Digest.of("an eagle"), 8).bytes()));
        put(
                bad,
                "record-changed",
                d -> d.put("data/pictures/owl.txt", new Pointer(Digest.of("another owl"), 11).bytes()));
        put(
                bad,
                "record-of-another-size",
                d -> d.put("data/pictures/owl.txt", new Pointer(Digest.of("(o,o)\n/)__)\n"), 13).bytes()));
        put(bad, "content-in-git", d -> d.put("data/pictures/owl.txt", "(o,o)\n/)__)\n"));
        put(
                bad,
                "table-whose-content-is-not-here",
                d -> d.put("data/tables/other.csv", new Pointer(Digest.of("id\n1\n"), 5).bytes()));
        put(bad, "path-that-windows-cannot-have", d -> d.put("data/pictures/con.txt", d.read("data/pictures/owl.txt")));
        put(bad, "path-with-space-at-the-end", d -> d.put("notes ", "notes\n"));
        put(bad, "two-paths-that-are-one", d -> d.put("data/pictures/OWL.txt", d.read("data/pictures/owl.txt")));
        put(bad, "file-where-a-folder-is", d -> d.put("Data/Pictures", "a file\n"));
        put(bad, "folders-that-are-one", d -> d.put("data/Pictures/another.txt", d.read("data/pictures/owl.txt")));
        put(bad, "record-twice", d -> d.put("data/pictures/copy.txt", d.read("data/pictures/owl.txt")));
        put(bad, "record-given-by-another-on-other-terms", d -> {
            try (var dataset = SampleDataset.released(folder.resolve("given"))) {
                var commit = dataset.contribute(
                        People.BEN,
                        TestDataset.gift(People.BEN)
                                .file("data/pictures/owl.txt", "(o,o)\n/)__)\n")
                                .license("CC0-1.0"));
                var tree = dataset.repository().tree(commit);
                tree.list("contributions").stream()
                        .filter(file -> !d.tree.files().containsKey(file.path()))
                        .forEach(file -> d.put(file.path(), tree.readBlob(file.blob())));
            }
        });
        put(
                bad,
                "licence-that-is-not-accepted",
                d -> d.put(
                        "commons.yaml",
                        SampleDataset.CHARTER.replace("accept: [CC-BY-4.0, CC0-1.0]", "accept: [CC-BY-4.0]")));
        put(
                bad,
                "purpose-that-the-charter-does-not-name",
                d -> d.put("commons.yaml", SampleDataset.CHARTER.replace("  train: training models\n", "")));
        put(
                bad,
                "larger-than-the-charter-allows",
                d -> d.put("commons.yaml", SampleDataset.CHARTER + "gates:\n  largestFile: 11\n"));
        put(
                bad,
                "table-without-a-column-of-the-charter",
                d -> d.put("commons.yaml", SampleDataset.CHARTER + "    columns: [id, title, language]\n"));
        put(bad, "second-trust-root-not-signed", d -> {
            var first = TrustRoot.from(new org.datasetcommons.io.yaml.StrictDocuments()
                    .json("trust/1.root.json", d.read("trust/1.root.json")));
            var second = new TrustRoot(
                    first.name(),
                    2,
                    java.util.Optional.of(Digest.of(d.read("trust/1.root.json"))),
                    first.charter(),
                    first.roles(),
                    first.created());
            d.put("trust/2.root.json", second.toStatement().bytes());
        });
        return bad;
    }
}
