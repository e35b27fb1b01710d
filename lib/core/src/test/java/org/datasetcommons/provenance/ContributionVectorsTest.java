package org.datasetcommons.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.datasetcommons.CommonsException;
import org.datasetcommons.check.Signatures;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.ContributorKey;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.dataset.Basis;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.history.Commit.Payload;
import org.datasetcommons.io.crypto.Ed25519Key;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.testkit.MapTree;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.RecordLists;
import org.datasetcommons.testkit.Tampering;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.testkit.TreeRepository;
import org.datasetcommons.version.RecordsFile;
import org.datasetcommons.version.SignedContribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/contribution.md}: each vector is the folder of one contribution. */
class ContributionVectorsTest {
    private static final ContributionId ID = new ContributionId("2026-11-22-ana-3f9a2c1b");
    private static final TrustRoot ROOT = TrustRoot.first(
            "tales", Digest.of(TestDataset.CHARTER), People.ANA.handle(), People.ANA.key(), People.START);
    private static final Digest DATASET = Digest.of(ROOT.toStatement().bytes());

    static List<Path> good() {
        return FormatVectors.foldersIn("contribution/good");
    }

    static List<Path> bad() {
        return FormatVectors.foldersIn("contribution/bad");
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesGoodVector(Path vector) throws IOException {
        assertEquals(Optional.empty(), fault(MapTree.of(vector)));
        var signed = version(MapTree.of(vector)).contributions().get(ID);
        var said = new StringBuilder();
        signed.forEachRecord(record -> {
            var terms = record.terms(signed.contribution().terms());
            said.append(record.id())
                    .append(" | ")
                    .append(terms.license())
                    .append(" | ")
                    .append(terms.source())
                    .append(" | ")
                    .append(terms.basis())
                    .append(" | ")
                    .append(terms.credit())
                    .append('\n');
        });
        FormatVectors.holdBeside(vector, ".records", said.toString());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorForTheReasonBesideIt(Path vector) throws IOException {
        String reason;
        try {
            reason = fault(MapTree.of(vector)).orElseThrow(() -> new AssertionError(vector + " is taken")) + "\n";
        } catch (CommonsException e) {
            reason = FormatVectors.spelled(e);
        }
        FormatVectors.holdBeside(vector, ".error", reason);
    }

    @Test
    void theVectorsAreWhatTheirNamesSay() throws IOException {
        for (var vector : goodOnes().entrySet()) {
            hold("contribution/good/" + vector.getKey(), vector.getValue());
        }
        for (var vector : badOnes().entrySet()) {
            hold("contribution/bad/" + vector.getKey(), vector.getValue());
        }
        assertEquals(goodOnes().size(), good().size());
        assertEquals(badOnes().size(), bad().size());
        assertTrue(bad().size() >= 40, bad().size() + " bad vectors");
    }

    @Test
    void noticesEveryChangedByteOfStatementSignatureAndList() {
        var tree = new MapTree();
        goodOnes().get("two-files").forEach(tree::put);
        assertEquals(Optional.empty(), fault(tree));
        for (String file : List.copyOf(tree.files().keySet())) {
            byte[] whole = tree.read(file).orElseThrow();
            Tampering.eachLowestBit(whole, changed -> {
                tree.put(file, changed);
                assertTrue(isNoticed(tree), () -> file + ": " + new String(changed, StandardCharsets.UTF_8));
            });
            tree.put(file, whole);
        }
    }

    /** As a version reads it, and no more, for that is asked thousands of times. */
    private static boolean isNoticed(MapTree tree) {
        var documents = new StrictDocuments();
        byte[] statement = tree.read("contribution.json").orElseThrow();
        try {
            var contribution = Contribution.from(documents.json("contribution.json", statement));
            var signed = new SignedContribution(
                    contribution,
                    Payload.of(statement),
                    tree.read("contribution.json.sig").map(Payload::of),
                    new RecordsFile(tree, "records-00001.jsonl"),
                    documents);
            return new Signatures(new SshSignatureVerifier())
                    .fault(signed, Optional.of(ana()), DATASET)
                    .isPresent();
        } catch (CommonsException e) {
            return true;
        }
    }

    private static void hold(String folder, SortedMap<String, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            FormatVectors.hold(FormatVectors.at(folder).resolve(file.getKey()), file.getValue());
        }
    }

    private static org.datasetcommons.version.Version version(MapTree folder) {
        var tree = new MapTree()
                .put("commons.yaml", TestDataset.bytes(TestDataset.CHARTER))
                .apply(TestDataset.root(ROOT, People.ANA))
                .put("contributors/ana.yaml", ana().bytes());
        folder.files().forEach((name, bytes) -> tree.put(ID.folder() + "/" + name, bytes));
        return TreeRepository.version(tree);
    }

    /** Ana has a key, one that she retired before this contribution, and one that was stolen. */
    private static Contributor ana() {
        var retired = new ContributorKey(
                People.ANA.spare(2).publicKey(),
                People.START.minusSeconds(100),
                Optional.of(People.START),
                Optional.empty());
        var stolen = new ContributorKey(
                People.ANA.spare(3).publicKey(),
                People.START.minusSeconds(100),
                Optional.empty(),
                Optional.of("stolen"));
        return People.ANA.contributor().with(retired).with(stolen);
    }

    private static Optional<String> fault(MapTree folder) {
        var version = version(folder);
        return new Signatures(new SshSignatureVerifier())
                .fault(
                        version.contributions().get(ID),
                        Optional.ofNullable(version.contributors().get(People.ANA.handle())),
                        version.datasetId());
    }

    // --- what the vectors are made of -------------------------------------------------------------------------------

    private static final class Parts {
        Digest dataset = DATASET;
        ContributionId id = ID;
        PublicKey key = People.ANA.key();
        Ed25519Key signer = People.ANA.signer();
        Namespace namespace = Namespace.CONTRIBUTION;
        Terms terms =
                new Terms(LicenseExpression.parse("CC-BY-4.0"), "own work", Basis.AUTHOR, "Ana Example, example.org");
        Consent consent = new Consent(
                new TreeSet<>(List.of("train", "evaluate")),
                new TreeSet<>(List.of("voice-2")),
                Optional.of(LocalDate.parse("2031-12-31")));
        final SortedMap<DatasetPath, String> tables = new TreeMap<>();
        final List<ContributedRecord> records = new ArrayList<>();
        String message = "Owls of the winter of 2026";
        UnaryOperator<String> statementEdit = UnaryOperator.identity();
        UnaryOperator<String> listEdit = UnaryOperator.identity();
        UnaryOperator<String> listEditAfterwards = UnaryOperator.identity();

        SortedMap<String, byte[]> files() {
            byte[] list =
                    TestDataset.bytes(listEdit.apply(new String(RecordLists.bytes(records), StandardCharsets.UTF_8)));
            var contribution = new Contribution(
                    dataset,
                    id,
                    key,
                    terms,
                    consent,
                    tables,
                    RecordLists.describe(records, list),
                    message,
                    People.START);
            byte[] statement = TestDataset.bytes(
                    statementEdit.apply(new String(contribution.toStatement().bytes(), StandardCharsets.UTF_8)));
            var files = new TreeMap<String, byte[]>();
            files.put("contribution.json", statement);
            files.put("contribution.json.sig", signer.sign(namespace, statement));
            files.put(
                    "records-00001.jsonl",
                    TestDataset.bytes(listEditAfterwards.apply(new String(list, StandardCharsets.UTF_8))));
            return files;
        }
    }

    private static ContributedRecord file(String path, String content, String type) {
        return record(RecordId.ofFile(new DatasetPath(path)), content, Optional.of(type));
    }

    private static ContributedRecord record(RecordId id, String content, Optional<String> type) {
        return new ContributedRecord(
                id,
                Digest.of(content),
                TestDataset.bytes(content).length,
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>());
    }

    private static SortedMap<String, byte[]> made(Consumer<Parts> change) {
        var parts = new Parts();
        parts.records.add(file("data/owl.txt", "an owl\n", "text/plain"));
        parts.records.add(file("data/eagle.txt", "an eagle\n", "text/plain"));
        change.accept(parts);
        return parts.files();
    }

    private static SortedMap<String, SortedMap<String, byte[]>> goodOnes() {
        var good = new TreeMap<String, SortedMap<String, byte[]>>();
        good.put("two-files", made(parts -> {}));
        good.put("rows-of-a-table", made(parts -> {
            var table = new DatasetPath("data/tables/tales.csv");
            parts.records.clear();
            parts.tables.put(table, "id");
            parts.records.add(
                    record(RecordId.ofRow(table, "0311"), "{\"id\":\"0311\",\"title\":\"The owl\"}", Optional.empty()));
            parts.records.add(
                    record(RecordId.ofRow(table, "0312"), "{\"id\":\"0312\",\"title\":\"The fox\"}", Optional.empty()));
            parts.message = "";
            parts.consent = new Consent(new TreeSet<>(), new TreeSet<>(), Optional.empty());
        }));
        good.put("records-on-terms-of-their-own", made(parts -> {
            var meta = new TreeMap<String, String>();
            meta.put("place", "Oslo");
            meta.put("camera", "a box with a hole");
            parts.records.add(new ContributedRecord(
                    RecordId.ofFile(new DatasetPath("data/old-owl.png")),
                    Digest.of("an old owl"),
                    10,
                    Optional.of("image/png"),
                    Optional.of(LicenseExpression.parse("CC0-1.0")),
                    Optional.of("https://museum.example.org/owls/7"),
                    Optional.of(Basis.PUBLIC_DOMAIN),
                    Optional.of("The Museum"),
                    meta));
        }));
        good.put(
                "a-field-of-a-later-version",
                made(parts -> parts.statementEdit =
                        text -> text.replace("\"predicate\": {", "\"predicate\": {\n    \"mood\": \"cheerful\",")));
        good.put("no-records", made(parts -> parts.records.clear()));
        return good;
    }

    private static SortedMap<String, SortedMap<String, byte[]>> badOnes() {
        var bad = new TreeMap<String, SortedMap<String, byte[]>>();
        // Who signed, and for what.
        bad.put("signed-in-the-namespace-of-releases", made(parts -> parts.namespace = Namespace.RELEASE));
        bad.put("signed-by-another-key-than-it-names", made(parts -> parts.signer = People.ANA.spare(4)));
        bad.put("signed-by-a-key-of-nobody", made(parts -> sign(parts, People.ANA.spare(4))));
        bad.put("signed-by-a-retired-key", made(parts -> sign(parts, People.ANA.spare(2))));
        bad.put("signed-by-a-revoked-key", made(parts -> sign(parts, People.ANA.spare(3))));
        bad.put("signed-by-ben", made(parts -> sign(parts, People.BEN.signer())));
        bad.put("for-another-dataset", made(parts -> parts.dataset = Digest.of("another")));
        var unsigned = made(parts -> {});
        unsigned.remove("contribution.json.sig");
        bad.put("not-signed", unsigned);
        var changed = made(parts -> {});
        changed.put(
                "contribution.json",
                TestDataset.bytes(new String(changed.get("contribution.json"), StandardCharsets.UTF_8)
                        .replace("CC-BY-4.0", "CC0-1.0")));
        bad.put("changed-after-it-was-signed", changed);
        var resigned = made(parts -> {});
        resigned.put(
                "contribution.json.sig",
                made(parts -> parts.message = "other words").get("contribution.json.sig"));
        bad.put("signature-of-another-statement", resigned);

        // What the statement says.
        putStatement(bad, "id-of-another-folder", "-3f9a2c1b\"", "-3f9a2c1c\"");
        putStatement(bad, "id-of-no-such-day", "\"2026-11-22-ana", "\"2026-02-30-ana");
        putStatement(bad, "contributor-differs-from-id", "\"contributor\": \"ana\"", "\"contributor\": \"ben\"");
        putStatement(bad, "contributor-missing", "    \"contributor\": \"ana\",\n", "");
        putStatement(bad, "key-with-comment", People.ANA.key().line(), People.ANA.key() + " ana");
        putStatement(bad, "license-missing", "      \"license\": \"CC-BY-4.0\",\n", "");
        putStatement(bad, "license-none", "\"CC-BY-4.0\"", "\"NONE\"");
        putStatement(bad, "source-missing", "      \"source\": \"own work\",\n", "");
        putStatement(bad, "basis-unknown", "\"author\"", "\"finder\"");
        putStatement(bad, "term-unknown", "\"basis\"", "\"embargo\": \"2030-01-01\",\n      \"basis\"");
        putStatement(bad, "consent-missing", "\"consent\"", "\"consents\"");
        putStatement(bad, "consent-with-unknown-field", "\"until\"", "\"only\": [\"research\"],\n      \"until\"");
        putStatement(bad, "purpose-allowed-and-denied", "\"voice-2\"", "\"train\"");
        putStatement(bad, "created-without-seconds", "10:00:00Z", "10:00Z");
        putStatement(bad, "type-of-another-statement", "contribution/v1", "release/v1");
        putStatement(bad, "subject-of-another-name", "records-00001.jsonl", "records-00002.jsonl");
        bad.put(
                "subject-twice",
                made(parts -> parts.statementEdit = text -> {
                    int start = text.indexOf("    {");
                    int end = text.indexOf("    }\n  ],") + "    }".length();
                    return text.substring(0, end) + ",\n" + text.substring(start, end) + text.substring(end);
                }));
        putStatement(bad, "comment-in-json", "\"predicateType\"", "/* */ \"predicateType\"");

        // The list, as it was signed.
        putList(bad, "list-out-of-order", text -> {
            String[] lines = text.split("\n");
            return lines[1] + "\n" + lines[0] + "\n";
        });
        bad.put("list-with-a-record-twice", made(parts -> parts.records.add(parts.records.get(0))));
        bad.put(
                "list-with-two-contents-of-a-file",
                made(parts -> parts.records.add(file("data/owl.txt", "another owl\n", "text/plain"))));
        putList(bad, "list-with-spaces", text -> text.replace(",", ", "));
        putList(
                bad,
                "list-with-fields-in-another-order",
                text -> Pattern.compile("(\"sha256\":\"[0-9a-f]+\"),(\"size\":\\d+)")
                        .matcher(text)
                        .replaceAll("$2,$1"));
        putList(bad, "list-with-escapes-that-are-not-needed", text -> text.replace("data/owl", "data\\/owl"));
        putList(bad, "list-with-carriage-returns", text -> text.replace("\n", "\r\n"));
        putList(bad, "list-without-last-line-end", text -> text.substring(0, text.length() - 1));
        putList(bad, "list-with-licence-in-lower-case", text -> text.replace("}\n", ",\"license\":\"cc0-1.0\"}\n"));
        putList(bad, "list-with-unknown-field", text -> text.replace("}\n", ",\"note\":\"x\"}\n"));
        putList(bad, "list-with-a-path-that-leaves", text -> text.replace("data/owl", "data/../owl"));
        putList(
                bad,
                "list-with-a-key-that-is-none",
                text -> text.replace(",\"sha256\"", ",\"key\":\"\\u001b[31m\",\"sha256\""));
        putList(bad, "list-with-a-size-below-nothing", text -> text.replace("\"size\":7", "\"size\":-7"));
        putList(
                bad,
                "list-with-a-digest-in-upper-case",
                text -> text.replace(
                        Digest.of("an owl\n").hex(), Digest.of("an owl\n").hex().toUpperCase(java.util.Locale.ROOT)));
        putStatement(bad, "count-too-high", "\"count\": 2", "\"count\": 3");
        putStatement(bad, "bytes-too-low", "\"bytes\": 16", "\"bytes\": 15");
        bad.put(
                "root-of-another-list",
                made(parts -> parts.statementEdit = text -> Pattern.compile("\"root\": \"[0-9a-f]{64}\"")
                        .matcher(text)
                        .replaceFirst("\"root\": \"" + Digest.of("another") + "\"")));

        // The list, changed afterwards.
        bad.put("list-changed", made(parts -> parts.listEditAfterwards = text -> text.replace("data/owl", "data/cat")));
        bad.put(
                "list-shortened",
                made(parts -> parts.listEditAfterwards = text -> text.substring(text.indexOf('\n') + 1)));
        var missing = made(parts -> {});
        missing.remove("records-00001.jsonl");
        bad.put("list-missing", missing);
        return bad;
    }

    private static void sign(Parts parts, Ed25519Key key) {
        parts.key = key.publicKey();
        parts.signer = key;
    }

    private static void putStatement(
            SortedMap<String, SortedMap<String, byte[]>> bad, String name, String what, String by) {
        bad.put(
                name,
                made(parts -> parts.statementEdit = text -> {
                    assertTrue(text.contains(what), name);
                    return text.replace(what, by);
                }));
    }

    private static void putList(
            SortedMap<String, SortedMap<String, byte[]>> bad, String name, UnaryOperator<String> edit) {
        bad.put(
                name,
                made(parts -> parts.listEdit = text -> {
                    assertTrue(!edit.apply(text).equals(text), name);
                    return edit.apply(text);
                }));
    }
}
