package org.datasetcommons.usecase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.log.TransparencyLog;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.release.Release;
import org.datasetcommons.release.Releases;
import org.datasetcommons.release.VersionNumber;
import org.datasetcommons.signing.Envelope;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.testkit.MapTree;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.SampleDataset;
import org.datasetcommons.testkit.Tampering;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.usecase.VerifyVersion.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain in both directions: the true release is verified, and each that differs from it in one thing is not. */
class VerifyVersionTest {
    private static final VersionNumber VERSION = new VersionNumber("1.0.0");
    private static final String STATEMENT = VERSION.statementFile();
    private static final String SIGNATURE = Releases.signatureFile(VERSION, People.ANA.handle());
    private static final String ENVELOPE = VERSION.envelopeFile();

    @TempDir
    static Path folder;

    private static TestDataset released;

    @BeforeAll
    static void release() {
        released = SampleDataset.released(folder.resolve("released"));
    }

    @AfterAll
    static void close() {
        released.close();
    }

    @Test
    void verifiesTheTrueRelease() {
        var outcome = verify(released, Optional.of("1.0.0"), Optional.empty());

        assertEquals(List.of(), outcome.verdict().reasonsAgainst());
        assertEquals(Optional.of(VERSION), outcome.release());
        assertEquals(3, outcome.manifest().size());
        assertEquals(2, outcome.present());
        // The trust root, two contributions, the release, its tag, the log.
        assertEquals(6, outcome.signatures());
        assertEquals(TrustMemory.Basis.FIRST_SIGHT, outcome.anchor().basis());
    }

    @Test
    void verifiesTheBranchWithItsFiles() {
        assertEquals(
                List.of(),
                verify(released, Optional.empty(), Optional.empty()).verdict().reasonsAgainst());
    }

    @Test
    void holdsTheDatasetToTheIdThatIsTrusted() {
        var other = Digest.of("another dataset");
        var id = released.version().datasetId();

        assertEquals(
                List.of("this is dataset " + id + ", not " + other + ", the one you trust"),
                verify(released, Optional.of("1.0.0"), Optional.of(other))
                        .verdict()
                        .reasonsAgainst());
        assertEquals(
                TrustMemory.Basis.PINNED,
                verify(released, Optional.of("1.0.0"), Optional.of(id)).anchor().basis());
    }

    private static VerifyVersion.Outcome verify(
            TestDataset dataset, Optional<String> revision, Optional<Digest> trust) {
        return new VerifyVersion(dataset.workspace()).run(new Request(revision, trust));
    }

    // --- releases that differ from the true one ----------------------------------------------------------------------

    private static int count;

    /** What is said of a release whose files were changed so, and whose tag somebody signed. */
    private static List<String> reasons(Consumer<MapTree> change, People tagger, String tagName) {
        var tree = new MapTree();
        var files = released.repository().tree(released.head());
        files.list("").forEach(entry -> tree.put(entry.path(), files.readBlob(entry.blob())));
        var before = List.copyOf(tree.files().keySet());
        change.accept(tree);
        var edit = new TreeEdit();
        tree.files().forEach(edit::put);
        before.stream().filter(path -> !tree.files().containsKey(path)).forEach(edit::remove);
        try (var dataset = SampleDataset.unreleased(folder.resolve("changed-" + count++))) {
            var commit = dataset.commit(edit, People.ANA);
            dataset.repository().tag(tagName, commit, tagger.person(), dataset.now(), "tales\n", tagger.signer());
            return verify(dataset, Optional.of(tagName), Optional.empty())
                    .verdict()
                    .reasonsAgainst();
        }
    }

    private static List<String> reasons(Consumer<MapTree> change) {
        return reasons(change, People.ANA, "v1.0.0");
    }

    private static byte[] read(MapTree tree, String path) {
        return tree.read(path).orElseThrow();
    }

    @Test
    void verifiesItIfNothingWasChanged() {
        assertEquals(List.of(), reasons(tree -> {}));
    }

    @Test
    void noticesAStatementThatWasChangedAfterItWasSigned() {
        var reasons = reasons(tree -> tree.put(
                STATEMENT,
                new String(read(tree, STATEMENT), StandardCharsets.UTF_8)
                        .replace("\"ben\"", "\"mia\"")
                        .getBytes(StandardCharsets.UTF_8)));

        assertEquals(
                List.of(
                        "release 1.0.0 has 0 of the 1 signatures it needs",
                        "release 1.0.0 is wrongly signed by ana",
                        "release 1.0.0 states other contributors: [ana, mia], found [ana, ben]",
                        ENVELOPE + " holds another statement than release.json",
                        "the log lacks release 1.0.0"),
                reasons);
    }

    @Test
    void noticesWhatASignatureIsNot() {
        String none = "release 1.0.0 has 0 of the 1 signatures it needs";
        String otherEnvelope = ENVELOPE + " is not signed by those who signed release.json";
        assertEquals(List.of(none, otherEnvelope), reasons(tree -> tree.files().remove(SIGNATURE)));
        assertEquals(
                List.of(none, "release 1.0.0 is wrongly signed by ana", otherEnvelope),
                reasons(tree ->
                        tree.put(SIGNATURE, People.ANA.signer().sign(Namespace.CONTRIBUTION, read(tree, STATEMENT)))));
        assertEquals(
                List.of(none, "release 1.0.0 is signed as ana with a key that may not release", otherEnvelope),
                reasons(tree ->
                        tree.put(SIGNATURE, People.EVE.signer().sign(Namespace.RELEASE, read(tree, STATEMENT)))));
        assertEquals(
                List.of("release 1.0.0 is signed as ben with a key that may not release"),
                reasons(tree -> tree.put(
                        Releases.signatureFile(VERSION, People.BEN.handle()),
                        People.ANA.signer().sign(Namespace.RELEASE, read(tree, STATEMENT)))));
    }

    @Test
    void noticesWhatAnEnvelopeIsNot() {
        assertEquals(
                List.of(ENVELOPE + " is missing"), reasons(tree -> tree.files().remove(ENVELOPE)));
        assertEquals(
                List.of(ENVELOPE + ":1:1: expected a mapping, found a list"),
                reasons(tree -> tree.put(ENVELOPE, TestDataset.bytes("[]\n"))));
        assertEquals(
                List.of(ENVELOPE + " holds another statement than release.json"),
                reasons(tree -> tree.put(ENVELOPE, envelope(TestDataset.bytes("{}\n"), People.ANA.signer()))));
        assertEquals(
                List.of(ENVELOPE + " holds another statement than release.json"),
                reasons(tree -> tree.put(
                        ENVELOPE,
                        Envelope.sign("application/json", read(tree, STATEMENT), List.of(People.ANA.signer()))
                                .bytes())));
        var unsigned = List.of(ENVELOPE + " is not signed by those who signed release.json");
        assertEquals(
                unsigned, reasons(tree -> tree.put(ENVELOPE, envelope(read(tree, STATEMENT), People.EVE.signer()))));
        assertEquals(unsigned, reasons(tree -> tree.put(ENVELOPE, envelope(read(tree, STATEMENT)))));
        assertEquals(
                unsigned,
                reasons(tree ->
                        tree.put(ENVELOPE, envelope(read(tree, STATEMENT), People.ANA.signer(), People.EVE.signer()))));
        assertEquals(
                unsigned,
                reasons(tree -> tree.put(
                        ENVELOPE,
                        new String(read(tree, ENVELOPE), StandardCharsets.UTF_8)
                                .replace("\"keyid\": \"", "\"keyid\": \"x")
                                .getBytes(StandardCharsets.UTF_8))));
        assertEquals(
                unsigned,
                reasons(tree -> tree.put(
                        ENVELOPE,
                        new String(read(tree, ENVELOPE), StandardCharsets.UTF_8)
                                .replace("\"payload\": ", "\"payload\":  ")
                                .getBytes(StandardCharsets.UTF_8))));
    }

    private static byte[] envelope(byte[] statement, Signer... signers) {
        return Envelope.sign(Statement.MEDIA_TYPE, statement, List.of(signers)).bytes();
    }

    /** What is said of a release that states something else, and is signed, enveloped and logged as it is. */
    private static List<String> stating(String what, String by) {
        return reasons(tree -> {
            String before = new String(read(tree, STATEMENT), StandardCharsets.UTF_8);
            byte[] statement = before.replace(what, by).getBytes(StandardCharsets.UTF_8);
            assertNotEquals(before, new String(statement, StandardCharsets.UTF_8));
            tree.put(STATEMENT, statement);
            tree.put(SIGNATURE, People.ANA.signer().sign(Namespace.RELEASE, statement));
            tree.put(ENVELOPE, envelope(statement, People.ANA.signer()));
            log(tree, People.ANA);
        });
    }

    /** Writes the log of a tree anew, as it should be. */
    private static void log(MapTree tree, People keeper) {
        var log = TransparencyLog.empty();
        released.version()
                .contributions()
                .values()
                .forEach(signed -> log.append(new TransparencyLog.Entry(
                        "contribution", signed.contribution().id().text(), signed.digest())));
        log.append(new TransparencyLog.Entry("release", "1.0.0", Digest.of(read(tree, STATEMENT))));
        var edit = new TreeEdit();
        log.writeTo(edit, 0, log.checkpoint(released.version().datasetId()).signedBy(keeper.signer()));
        tree.apply(edit);
    }

    @Test
    void noticesEveryStatementThatIsNotTrue() {
        String other = Digest.of("another").hex();
        var is = Release.from(released.documents()
                .json(
                        STATEMENT,
                        released.repository()
                                .tree(released.head())
                                .read(STATEMENT)
                                .orElseThrow()));

        assertEquals(
                List.of("release 1.0.0 is for another dataset: " + other),
                stating("\"dataset\": \"" + is.dataset(), "\"dataset\": \"" + other));
        assertEquals(List.of("release 1.0.0 states another name: tails, found tales"), stating("tales", "tails"));
        assertEquals(
                List.of("release 1.0.0 is the first, and states one before it"),
                stating("\"manifest\": {", "\"previous\": \"" + other + "\",\n    \"manifest\": {"));
        assertEquals(
                List.of("release 1.0.0 states another manifest: " + other + ", found " + is.manifest()),
                stating(is.manifest().hex(), other));
        assertEquals(
                List.of("release 1.0.0 states another manifest root: " + other + ", found " + is.root()),
                stating(is.root().hex(), other));
        assertEquals(
                List.of("release 1.0.0 states another number of records: 4, found 3"),
                stating("\"records\": 3", "\"records\": 4"));
        assertEquals(List.of("release 1.0.0 states another number of bytes: 116, found 115"), stating("115", "116"));
        assertEquals(
                List.of("release 1.0.0 states another licence: CC0-1.0, found CC-BY-4.0"),
                stating("CC-BY-4.0", "CC0-1.0"));
        assertEquals(
                List.of("release 1.0.0 states other contributors: [ana, mia], found [ana, ben]"),
                stating("\"ben\"", "\"mia\""));
        assertEquals(
                List.of("release 1.0.0 states another charter: " + other + ", found " + is.charter()),
                stating(is.charter().hex(), other));
        assertEquals(
                List.of(
                        "release 1.0.0 states a trust root that is not here: " + other,
                        "release 1.0.0 states another trust root: " + other + ", found " + is.trust()),
                stating("\"trust\": \"" + is.trust(), "\"trust\": \"" + other));
    }

    @Test
    void noticesAReleaseInTheFolderOfAnother() {
        var reasons = reasons(
                tree -> List.copyOf(tree.files().keySet()).stream()
                        .filter(path -> path.startsWith("releases/1.0.0/"))
                        .forEach(path -> tree.put(
                                path.replace("1.0.0", "2.0.0"), tree.files().get(path))),
                People.ANA,
                "v2.0.0");

        assertTrue(reasons.contains("release 2.0.0 is the statement of release 1.0.0"), reasons.toString());
        assertTrue(reasons.contains("release 2.0.0 does not follow release 1.0.0"), reasons.toString());
    }

    @Test
    void noticesWhoSignedTheTag() {
        assertEquals(
                List.of("tag v1.0.0 is signed by somebody who may not release"),
                reasons(tree -> {}, People.EVE, "v1.0.0"));
    }

    @Test
    void noticesWhatTheLogIsNot() {
        assertEquals(
                List.of("the log is missing"),
                reasons(tree -> tree.files().keySet().removeIf(path -> path.startsWith("log/"))));
        assertEquals(
                List.of("the log's checkpoint is not signed by who keeps the log"),
                reasons(tree -> log(tree, People.EVE)));
        assertEquals(List.of("the log lacks release 1.0.0"), reasons(tree -> {
            tree.files().keySet().removeIf(path -> path.startsWith("log/"));
            var log = TransparencyLog.empty();
            released.version()
                    .contributions()
                    .values()
                    .forEach(signed -> log.append(new TransparencyLog.Entry(
                            "contribution", signed.contribution().id().text(), signed.digest())));
            var edit = new TreeEdit();
            log.writeTo(edit, 0, log.checkpoint(released.version().datasetId()).signedBy(People.ANA.signer()));
            tree.apply(edit);
        }));
    }

    @Test
    void noticesARecordThatNobodyGave() {
        var reasons =
                reasons(tree -> tree.put("data/pictures/eagle.txt", new Pointer(Digest.of("an eagle"), 8).bytes()));

        assertTrue(reasons.contains("data/pictures/eagle.txt: no contribution covers it"), reasons.toString());
    }

    @Test
    void noticesEveryByteThatRottedInTheStore() throws IOException {
        try (var dataset = SampleDataset.released(folder.resolve("rotten"))) {
            byte[] content = TestDataset.bytes("(o,o)\n/)__)\n");
            Path object = dataset.repository().store().path(Digest.of(content));
            Tampering.eachLowestBit(content, changed -> {
                try {
                    Files.write(object, changed);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                assertEquals(
                        List.of("data/pictures/owl.txt: digest differs"),
                        verify(dataset, Optional.of("1.0.0"), Optional.empty())
                                .verdict()
                                .reasonsAgainst());
            });
        }
    }

    @Test
    void noticesFilesThatWereChangedOrRemoved() throws IOException {
        try (var dataset = SampleDataset.released(folder.resolve("edited"))) {
            Path owl = dataset.repository().workTree().resolve("data/pictures/owl.txt");
            Files.writeString(owl, "(-,-)\n/)__)\n");
            assertEquals(
                    List.of("data/pictures/owl.txt: digest differs"),
                    verify(dataset, Optional.empty(), Optional.empty())
                            .verdict()
                            .reasonsAgainst());

            Files.delete(owl);
            assertEquals(
                    List.of("data/pictures/owl.txt: file is missing"),
                    verify(dataset, Optional.empty(), Optional.empty())
                            .verdict()
                            .reasonsAgainst());
            assertEquals(
                    List.of(),
                    verify(dataset, Optional.of("1.0.0"), Optional.empty())
                            .verdict()
                            .reasonsAgainst());
        }
    }
}
