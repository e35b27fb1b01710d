package org.datasetcommons.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.signing.Envelope;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.Verdict;
import org.datasetcommons.train.TestDataset.Terms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A model directory from making to verifying it, with an engine that learns nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelTest {
    private static final String RECIPE = """
            # Tells red from blue.
            name: tiny
            task: table-classification
            label: kind
            split: {test: 0.5}
            model: {kind: linear}
            training: {epochs: 1}
            """;

    @TempDir
    static Path temporary;

    private TestDataset dataset;
    private Path recipe;
    private Path model;

    @BeforeAll
    void makeModel() throws IOException {
        dataset = new TestDataset(temporary.resolve("ana"));
        var rows = new StringBuilder("id,x,kind\n");
        for (int i = 0; i < 20; i++) {
            rows.append(i).append(',').append(i % 2).append(',').append(i % 2 == 0 ? "red\n" : "blue\n");
        }
        dataset.give("a.csv", rows.toString(), Terms.USUAL.until("2026-12-31"));
        dataset.give("b.csv", "id,x,kind\nb1,1,red\nb2,2,blue\n", Terms.USUAL.deny("train"));
        recipe = Files.writeString(temporary.resolve("recipe.yaml"), RECIPE);
        model = temporary.resolve("model");
        training().run(request(model, false));
    }

    @AfterAll
    void close() {
        dataset.close();
    }

    private TrainModel training() {
        return new TrainModel(dataset.workspace(), dataset.keys(), threads -> new StillEngine(), "test");
    }

    private TrainModel.Request request(Path out, boolean unsigned) {
        return new TrainModel.Request(Optional.empty(), recipe, Optional.empty(), 7, 2, out, unsigned);
    }

    private VerifyModel.Outcome verify(Path directory, boolean inDataset) {
        return new VerifyModel(
                        dataset.documents(),
                        dataset.verifier(),
                        inDataset ? Optional.of(dataset.workspace()) : Optional.empty())
                .run(new ModelDirectory(directory, dataset.documents()), Optional.empty());
    }

    private List<String> reasons(Path directory) {
        return verify(directory, true).verdict().reasonsAgainst();
    }

    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectories(temporary.resolve(name));
        try (var files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return copy;
    }

    @Test
    void holdsEveryFileAndNamesThem() throws IOException {
        try (var files = Files.list(model)) {
            assertEquals(
                    List.of(
                            "README.md",
                            "metrics.json",
                            "model-record.dsse.json",
                            "model-record.json",
                            "model-record.json.sig",
                            "model.json",
                            "model.safetensors",
                            "recipe.yaml",
                            "records.jsonl"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(RECIPE, Files.readString(model.resolve("recipe.yaml")));
        var record = new ModelDirectory(model, dataset.documents()).record();
        assertEquals(ModelDirectory.SUBJECTS, List.copyOf(record.files().keySet()));
        assertEquals(TestDataset.NOW, record.used());
        assertEquals(7, record.seed());
        assertEquals(2, record.threads());
        assertEquals(20, record.counts().learned() + record.counts().held());
        assertEquals(2, record.counts().excluded());
        assertEquals(Map.of("CC-BY-4.0", 20L), record.licenses());
        assertEquals("ana", record.contributor().orElseThrow().name());
    }

    @Test
    void listsEveryRecordThatWasAskedFor() throws IOException {
        var lines = Files.readAllLines(model.resolve("records.jsonl"));

        assertEquals(22, lines.size());
        assertTrue(lines.contains(
                "{\"record\":\"data/b.csv#b1\",\"use\":\"excluded\",\"reason\":\"consent for 'train' was refused\"}"));
        assertTrue(lines.get(0)
                .matches("\\{\"record\":\"data/a.csv#0\",\"use\":\"(train|test)\",\"sha256\":\"[0-9a-f]{64}\"}"));
        assertEquals(lines.stream().sorted().toList(), lines);
    }

    @Test
    void recordSurvivesReadingAndWriting() throws IOException {
        byte[] bytes = Files.readAllBytes(model.resolve("model-record.json"));

        assertArrayEquals(
                bytes,
                new ModelDirectory(model, dataset.documents())
                        .record(bytes)
                        .toStatement()
                        .bytes());
    }

    @Test
    void isVerifiedInItsDataset() {
        var outcome = verify(model, true);

        assertEquals(new Verdict.Verified(), outcome.verdict());
        assertEquals(Optional.of("ana"), outcome.person());
        assertEquals(5, outcome.checked().size(), outcome.checked().toString());
        assertEquals(1, outcome.unchecked().size(), outcome.unchecked().toString());
    }

    @Test
    void elsewhereSaysWhatItCouldNotCheck() {
        var outcome = verify(model, false);

        assertEquals(new Verdict.Verified(), outcome.verdict());
        assertEquals(Optional.empty(), outcome.person());
        assertTrue(outcome.unchecked().get(0).startsWith("who signed, the version and its records: dataset 'tiny'"));
    }

    @Test
    void noByteOfItCanBeChanged() throws IOException {
        Path copy = copy("flipped");
        try (var files = Files.list(model)) {
            for (Path file : files.toList()) {
                byte[] good = Files.readAllBytes(file);
                Path changed = copy.resolve(file.getFileName());
                // A digest notices any change; of what holds signatures, the end is tried byte by byte.
                boolean signature = file.toString().matches(".*\\.(sig|dsse\\.json)");
                for (int at = 0;
                        at < good.length;
                        at += signature && at > good.length - 100 ? 1 : 1 + good.length / 30) {
                    byte[] bad = good.clone();
                    bad[at] ^= 1;
                    Files.write(changed, bad);
                    var verdict = verify(copy, false).verdict();

                    int where = at;
                    assertTrue(
                            verdict.reasonsAgainst().stream()
                                    .anyMatch(reason -> reason.startsWith("model-record")
                                            || reason.startsWith(file.getFileName() + ": ")),
                            () -> file.getFileName() + " at " + where + ": " + verdict);
                }
                Files.write(changed, good);
            }
        }
        assertEquals(new Verdict.Verified(), verify(copy, false).verdict());
    }

    @Test
    void changedFileIsNamed() throws IOException {
        Path copy = copy("changed");
        for (String name : ModelDirectory.SUBJECTS) {
            byte[] good = Files.readAllBytes(copy.resolve(name));
            byte[] bad = good.clone();
            bad[bad.length / 2] ^= 1;
            Files.write(copy.resolve(name), bad);

            assertEquals(List.of(name + ": digest differs"), reasons(copy));

            Files.delete(copy.resolve(name));
            assertEquals(List.of(name + ": is missing"), reasons(copy));

            Files.write(copy.resolve(name), good);
        }
    }

    @Test
    void missingRecordOrSignatureIsNamed() throws IOException {
        Path copy = copy("bare");
        Files.delete(copy.resolve("model-record.dsse.json"));
        assertEquals(List.of("model-record.dsse.json: is missing"), reasons(copy));

        Files.delete(copy.resolve("model-record.json.sig"));
        assertEquals(List.of("model-record.json: is not signed, there is no model-record.json.sig"), reasons(copy));

        Files.delete(copy.resolve("model-record.json"));
        assertEquals(List.of("model-record.json: is missing"), reasons(copy));
    }

    @Test
    void fileThatTheRecordDoesNotNameIsSaid() throws IOException {
        Path copy = copy("more");
        Files.writeString(copy.resolve("notes.txt"), "mine");

        var outcome = verify(copy, true);

        assertEquals(new Verdict.Verified(), outcome.verdict());
        assertEquals(
                "notes.txt: the record says nothing of it", outcome.unchecked().get(0));
    }

    /** Signs a record that was made up from the true one, with files that fit it. */
    private Path forged(String name, Map<String, String> inRecords, Map<String, String> inStatement)
            throws IOException {
        Path copy = copy(name);
        String records = Files.readString(copy.resolve("records.jsonl"));
        String statement = Files.readString(copy.resolve("model-record.json"));
        for (var change : inRecords.entrySet()) {
            assertTrue(records.contains(change.getKey()), change.getKey());
            records = records.replace(change.getKey(), change.getValue());
        }
        statement = statement.replace(
                Digest.of(Files.readAllBytes(copy.resolve("records.jsonl"))).hex(),
                Digest.of(records).hex());
        for (var change : inStatement.entrySet()) {
            assertTrue(statement.contains(change.getKey()), change.getKey());
            statement = statement.replace(change.getKey(), change.getValue());
        }
        Files.writeString(copy.resolve("records.jsonl"), records);
        sign(copy, statement);
        return copy;
    }

    private void sign(Path directory, String statement) throws IOException {
        var signer = dataset.keys().first().signer();
        byte[] bytes = statement.getBytes(StandardCharsets.UTF_8);
        Files.write(directory.resolve("model-record.json"), bytes);
        Files.write(directory.resolve("model-record.json.sig"), signer.sign(Namespace.MODEL, bytes));
        Files.write(
                directory.resolve("model-record.dsse.json"),
                Envelope.sign(Statement.MEDIA_TYPE, bytes, List.of(signer)).bytes());
    }

    @Test
    void recordsThatDoNotFollowFromTheVersionAreRejectedThoughSigned() throws IOException {
        Path copy = forged(
                "forged",
                Map.of(
                        "{\"record\":\"data/b.csv#b1\",\"use\":\"excluded\",\"reason\":\"consent for 'train' was refused\"}\n",
                        ""),
                Map.of("\"excluded\": 2", "\"excluded\": 1"));

        assertEquals(
                List.of(
                        "records.jsonl: data/b.csv#b1 is not listed; by the version it was left out: consent for 'train' was refused"),
                reasons(copy));
    }

    @Test
    void countsThatDoNotFitTheListAreRejectedThoughSigned() throws IOException {
        Path copy = forged("counts", Map.of(), Map.of("\"excluded\": 2", "\"excluded\": 0"));

        assertEquals(
                List.of("model-record.json: does not say of the numbers of records what the files say"), reasons(copy));
    }

    @Test
    void anotherManifestOrCommitIsRejectedThoughSigned() throws IOException {
        var source = new ModelDirectory(model, dataset.documents()).record().source();
        String other = Digest.of("other").hex();

        assertEquals(
                List.of("version " + source.commit() + ": its manifest is not the one that the record names"),
                reasons(forged("manifest", Map.of(), Map.of(source.root().hex(), other))));
        String nowhere = "0123456789012345678901234567890123456789";
        assertEquals(
                List.of("commit " + nowhere + ", on which the model was trained, is not in this dataset"),
                reasons(forged("commit", Map.of(), Map.of(source.commit().hex(), nowhere))));
    }

    @Test
    void consentIsJudgedAtTheTimeThatTheRecordNames() throws IOException {
        Path copy = forged("late", Map.of(), Map.of("\"used\": \"2026-11-22", "\"used\": \"2027-01-01"));

        var reasons = reasons(copy);

        assertTrue(
                reasons.get(0).startsWith("records.jsonl: does not follow from the version: there is not enough"),
                reasons.toString());
    }

    @Test
    void strangersSignatureIsRejectedInTheDataset() throws IOException {
        try (var other = new TestDataset(temporary.resolve("ben"))) {
            Path copy = copy("stranger");
            var signer = other.keys().first().signer();
            String mine = dataset.keys().first().publicKey().line();
            byte[] statement = Files.readString(copy.resolve("model-record.json"))
                    .replace(mine, signer.publicKey().line())
                    .getBytes(StandardCharsets.UTF_8);
            Files.write(copy.resolve("model-record.json"), statement);
            Files.write(copy.resolve("model-record.json.sig"), signer.sign(Namespace.MODEL, statement));
            Files.write(
                    copy.resolve("model-record.dsse.json"),
                    Envelope.sign(Statement.MEDIA_TYPE, statement, List.of(signer))
                            .bytes());

            assertEquals(new Verdict.Verified(), verify(copy, false).verdict());
            assertEquals(
                    List.of("model-record.json.sig: is by " + signer.publicKey().fingerprint()
                            + ", which speaks for nobody in this dataset at 2026-11-22T10:00:00Z"),
                    reasons(copy));
        }
    }

    @Test
    void signatureOfAnotherKindIsNone() throws IOException {
        Path copy = copy("namespace");
        byte[] statement = Files.readAllBytes(copy.resolve("model-record.json"));
        Files.write(
                copy.resolve("model-record.json.sig"),
                dataset.keys().first().signer().sign(Namespace.RELEASE, statement));

        assertTrue(reasons(copy).get(0).startsWith("model-record.dsse.json: is not signed by just the signer"));
        assertTrue(reasons(copy).get(1).startsWith("model-record.json.sig: is no signature of model-record.json: "));
    }

    @Test
    void unsignedModelSaysSoAndIsRejected() throws IOException {
        Path unsigned = temporary.resolve("unsigned");
        training().run(request(unsigned, true));

        assertFalse(Files.exists(unsigned.resolve("model-record.json.sig")));
        assertEquals(
                Optional.empty(),
                new ModelDirectory(unsigned, dataset.documents()).record().key());
        assertEquals(List.of("model-record.json: is not signed, there is no model-record.json.sig"), reasons(unsigned));
    }

    @Test
    void trainsNothingWhenItCouldNotSignOrWrite() {
        Engine.Starter never = threads -> {
            throw new AssertionError("the engine was started");
        };
        var noKeys = new TrainModel(dataset.workspace(), List::of, never, "test");
        var withKeys = new TrainModel(dataset.workspace(), dataset.keys(), never, "test");

        var noKey = assertThrows(CommonsException.class, () -> noKeys.run(request(temporary.resolve("x"), false)));
        var taken = assertThrows(CommonsException.class, () -> withKeys.run(request(model, false)));

        assertEquals("there is no key to sign with", noKey.getMessage());
        assertEquals(CommonsException.Kind.PRECONDITION, noKey.kind());
        assertEquals(model + " exists", taken.getMessage());
        assertFalse(Files.exists(temporary.resolve("x")));
    }

    @Test
    void replayComparesTheWeights() {
        var replay = training().replay(model);

        assertTrue(replay.isSame());
        assertEquals(new TreeMap<>(), replay.libraries());
    }

    @Test
    void replayUsesNothingThatMayNotBeUsedAnyMore() {
        dataset.setClock(Instant.parse("2027-01-01T00:00:00Z"));
        try {
            var error = assertThrows(CommonsException.class, () -> training().replay(model));

            assertEquals(CommonsException.Kind.REFUSED, error.kind());
            assertEquals("20 of the records may not be used any more, data/a.csv#0 among them", error.getMessage());
            assertEquals(new Verdict.Verified(), verify(model, true).verdict());
        } finally {
            dataset.setClock(TestDataset.NOW);
        }
    }

    @Test
    void modelIsReadBackAsItWasMade() throws IOException {
        var directory = new ModelDirectory(model, new StrictDocuments());

        var kept = directory.read(directory.record());

        assertArrayEquals(Files.readAllBytes(model.resolve("model.safetensors")), Safetensors.write(kept.weights()));
        assertEquals(List.of("blue", "red"), kept.description().classes());
        assertEquals("tiny", kept.recipe().name());
    }

    @Test
    void evaluationLeavesOutWhatWasLearntFromAndWhatIsNotAllowed() {
        var outcome = new EvaluateModel(dataset.workspace(), threads -> new StillEngine())
                .run(new EvaluateModel.Request(
                        model, List.of(), Optional.empty(), Optional.of("contributor"), List.of()));

        var result = outcome.results().get(0);
        var record = outcome.record();
        assertEquals(dataset.workspace().head(), result.commit());
        assertEquals(record.counts().held(), result.evaluation().metrics().count());
        assertEquals(
                Map.of(
                        "is on the side that is learnt from",
                        record.counts().learned(),
                        "consent for 'train' was refused",
                        2L),
                result.evaluation().reasons());
        assertEquals(
                List.of("ana"),
                List.copyOf(result.evaluation().metrics().groups().keySet()));
        assertTrue(outcome.isGoodEnough());
    }

    @Test
    void evaluationWithAGateThatIsMissedIsNotGoodEnough() {
        var outcome = new EvaluateModel(dataset.workspace(), threads -> new StillEngine())
                .run(new EvaluateModel.Request(
                        model,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new EvaluateModel.Gate("accuracy", 0), new EvaluateModel.Gate("low", 0.99))));

        assertFalse(outcome.isGoodEnough());
    }

    @Test
    void groupThatNoRecordHasIsNoted() {
        var evaluating = new EvaluateModel(dataset.workspace(), threads -> new StillEngine());
        var request =
                new EvaluateModel.Request(model, List.of(), Optional.empty(), Optional.of("contribtor"), List.of());

        var error = assertThrows(CommonsException.class, () -> evaluating.run(request));

        assertEquals("no record has the field 'contribtor' to group by", error.getMessage());
        assertEquals("did you mean 'contributor'?", error.hints().get(0));
    }

    @Test
    void cardTellsWhatTheModelIs() throws IOException {
        String card = Files.readString(model.resolve("README.md"));

        for (String part : List.of(
                "---\nlicense: cc-by-4.0\n",
                "pipeline_tag: tabular-classification\n",
                "datasets: [\"tiny\"]\n",
                "revision: \"" + dataset.workspace().head() + "\"\n",
                "# tiny\n\nTells apart 2 classes (blue, red) by the field `kind`.",
                "| Records left out | 2 |",
                "| consent for 'train' was refused | 2 |",
                "| Ana | 20 | [CC-BY-4.0](https://spdx.org/licenses/CC-BY-4.0.html) | made up |",
                "ssh-keygen -Y verify -f allowed_signers -I HANDLE -n model@datasetcommons.org")) {
            assertTrue(card.contains(part), part + " is not in:\n" + card);
        }
    }

    @Test
    void planSaysWhatWouldBeUsedAndStartsNoEngine() {
        var plan = new TrainModel(
                        dataset.workspace(),
                        List::of,
                        threads -> {
                            throw new AssertionError("the engine was started");
                        },
                        "test")
                .plan(request(model, false));

        assertEquals(List.of("blue", "red"), plan.classes());
        assertEquals(20, plan.uses().used());
        assertEquals(Map.of("consent for 'train' was refused", 2L), plan.uses().reasons());
    }

    @Test
    void purposeThatTheCharterDoesNotNameIsSaid() {
        var request = new TrainModel.Request(
                Optional.empty(), recipe, Optional.of("trian"), 1, 1, temporary.resolve("y"), true);

        var error = assertThrows(CommonsException.class, () -> training().run(request));

        assertEquals("the charter names no purpose 'trian', so nobody could allow it", error.getMessage());
        assertEquals("did you mean 'train'?", error.hints().get(0));
    }

    @Test
    void nothingToLearnFromSaysWhy() {
        var request = new TrainModel.Request(
                Optional.empty(), recipe, Optional.of("evaluate"), 1, 1, temporary.resolve("z"), true);

        dataset.setClock(Instant.parse("2027-06-01T00:00:00Z"));
        try {
            var error = assertThrows(CommonsException.class, () -> training().run(request));

            assertEquals(CommonsException.Kind.PRECONDITION, error.kind());
            assertTrue(error.hints().contains("20 left out: consent for 'evaluate' ended on 2026-12-31"));
        } finally {
            dataset.setClock(TestDataset.NOW);
        }
    }
}
