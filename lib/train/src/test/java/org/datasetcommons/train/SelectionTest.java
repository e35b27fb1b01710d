package org.datasetcommons.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.train.TestDataset.Terms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTest {
    private static final String RECIPE = """
            name: tiny
            task: table-classification
            label: kind
            """;

    @TempDir
    Path temporary;

    private TestDataset dataset;

    @BeforeEach
    void makeDataset() throws IOException {
        dataset = new TestDataset(temporary);
    }

    @AfterEach
    void closeDataset() {
        dataset.close();
    }

    private Selection select(String recipe, Instant when) {
        return Selection.of(
                dataset.workspace().headVersion(),
                Recipe.from(dataset.documents().yaml("recipe.yaml", TestDataset.bytes(recipe))),
                when,
                dataset.verifier());
    }

    private Selection select() {
        return select(RECIPE, TestDataset.NOW);
    }

    private static List<String> used(Selection selection) {
        return selection.examples().stream().map(Example::id).toList();
    }

    @Test
    void takesWhatIsGivenSignedAndAllowed() throws IOException {
        dataset.give("a.csv", "id,x,kind\n2,1.5,red\n1,2,blue\n", Terms.USUAL);

        var selection = select();

        assertEquals(List.of("data/a.csv#1", "data/a.csv#2"), used(selection));
        assertEquals(Map.of(), selection.excluded());
        assertEquals(
                new TreeMap<>(Map.of(
                        "id", "1",
                        "x", "2",
                        "kind", "blue",
                        "contributor", "ana",
                        "license", "CC-BY-4.0",
                        "commons.key", "1",
                        "commons.path", "data/a.csv")),
                selection.examples().get(0).fields());
    }

    @Test
    void refusedConsentKeepsARecordOut() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL);
        dataset.give("b.csv", "id,kind\n2,red\n", Terms.USUAL.deny("train"));

        var selection = select();

        assertEquals(List.of("data/a.csv#1"), used(selection));
        assertEquals(Map.of("data/b.csv#2", "consent for 'train' was refused"), selection.excluded());
    }

    @Test
    void unstatedConsentIsNo() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL.allow("evaluate"));

        assertEquals(Map.of("data/a.csv#1", "no consent for 'train'"), select().excluded());
        assertEquals(List.of("data/a.csv#1"), used(select(RECIPE + "purpose: evaluate\n", TestDataset.NOW)));
    }

    @Test
    void consentHoldsToTheEndOfItsLastDay() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL.until("2026-12-31"));

        assertEquals(List.of("data/a.csv#1"), used(select(RECIPE, Instant.parse("2026-12-31T23:59:59Z"))));
        assertEquals(
                Map.of("data/a.csv#1", "consent for 'train' ended on 2026-12-31"),
                select(RECIPE, Instant.parse("2027-01-01T00:00:00Z")).excluded());
    }

    @Test
    void whoRefusesToBeMeasuredOnIsLearntFromAllTheSame() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL.deny("evaluate"));
        dataset.give("b.csv", "id,kind\n2,red\n", Terms.USUAL.allow("train"));

        var selection = select();

        assertEquals(List.of("data/a.csv#1", "data/b.csv#2"), used(selection));
        assertEquals(Map.of("data/a.csv#1", "consent for 'evaluate' was refused"), selection.unmeasurable());
    }

    @Test
    void licenceThatTheCharterNoLongerAcceptsKeepsARecordOut() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL);
        dataset.give("b.csv", "id,kind\n2,red\n", Terms.USUAL.license("CC0-1.0"));
        String charter = new String(
                dataset.workspace().headVersion().tree().read("commons.yaml").orElseThrow(),
                java.nio.charset.StandardCharsets.UTF_8);
        dataset.overwrite("commons.yaml", TestDataset.bytes(charter.replace(", CC0-1.0]", "]")));

        var selection = select();

        assertEquals(List.of("data/a.csv#1"), used(selection));
        assertEquals(
                Map.of("data/b.csv#2", "licence CC0-1.0 is not one that the charter accepts"), selection.excluded());
    }

    @Test
    void signatureThatDoesNotHoldKeepsItsRecordsOut() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL);
        String signature = dataset.only("contributions", ".sig");
        dataset.overwrite(signature, TestDataset.bytes("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n"));

        var selection = select();

        assertEquals(List.of(), used(selection));
        String reason = selection.excluded().get("data/a.csv#1");
        assertTrue(reason.matches("contribution \\S+ is wrongly signed: .*"), reason);
    }

    @Test
    void versionWithABadSignatureIsNeitherTrainedNorMeasuredOn() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL);
        String statement = dataset.only("contributions", "contribution.json");
        byte[] bytes = dataset.workspace().headVersion().tree().read(statement).orElseThrow();
        bytes[bytes.length - 1] = ' ';
        dataset.overwrite(statement, bytes);

        var error = assertThrows(
                CommonsException.class, () -> SoundVersion.open(dataset.workspace(), java.util.Optional.empty()));

        assertEquals(CommonsException.Kind.REFUSED, error.kind());
        assertTrue(
                error.getMessage()
                        .startsWith("the signatures of this version do not hold: contribution 2026-11-22-ana-"),
                error.getMessage());
    }

    @Test
    void whatNoContributionCoversIsNotUsed() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL);
        var pointer = new Pointer(Digest.of("smuggled"), 8);
        dataset.overwrite("data/smuggled.png", pointer.bytes());
        dataset.overwrite("data/in-git.png", TestDataset.bytes("content in git itself"));

        var selection = select();

        assertEquals(List.of("data/a.csv#1"), used(selection));
        assertEquals(
                Map.of(
                        "data/in-git.png",
                        "is not a Git LFS pointer, so its content would stay in git for ever",
                        "data/smuggled.png",
                        "no contribution covers it"),
                selection.excluded());
    }

    @Test
    void onlyWhatTheRecipeNamesIsAskedFor() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL);
        dataset.give("b.csv", "id,kind\n2,red\n", Terms.USUAL.deny("train"));

        var selection = select(RECIPE + "data: {include: [data/a.csv]}\n", TestDataset.NOW);

        assertEquals(List.of("data/a.csv#1"), used(selection));
        assertEquals(Map.of(), selection.excluded());
    }

    @Test
    void missingContentIsSaidBeforeAnythingIsDone() throws IOException {
        dataset.give("a.csv", "id,kind\n1,red\n", Terms.USUAL);
        var store = dataset.workspace().repository().store();
        try (var objects = Files.walk(store.directory())) {
            for (Path object : objects.filter(Files::isRegularFile).toList()) {
                Files.delete(object);
            }
        }

        var error = assertThrows(CommonsException.class, this::select);

        assertEquals("the content of data/a.csv is not here, so it cannot be used", error.getMessage());
        assertEquals(CommonsException.Kind.PRECONDITION, error.kind());
    }

    @Test
    void cellsOfJsonLinesAreTheirTextAndNullIsNone() throws IOException {
        dataset.give("a.jsonl", "{\"id\":\"1\",\"kind\":null,\"n\":1.50,\"list\":[1,2],\"yes\":true}\n", Terms.USUAL);

        var fields = select().examples().get(0).fields();

        assertEquals("1.50", fields.get("n"));
        assertEquals("[1,2]", fields.get("list"));
        assertEquals("true", fields.get("yes"));
        assertEquals(
                new TreeSet<>(
                        List.of("commons.key", "commons.path", "contributor", "id", "license", "list", "n", "yes")),
                fields.keySet());
    }
}
