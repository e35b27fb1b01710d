package org.datasetcommons.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.document.Json;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the vectors and the examples of {@code docs/format/model.md}. */
class ModelVectorsTest {
    private static final StrictDocuments DOCUMENTS = new StrictDocuments();

    static List<Path> goodRecords() {
        return FormatVectors.in("model/record-good", ".json");
    }

    static List<Path> badRecords() {
        return FormatVectors.in("model/record-bad", ".json");
    }

    static List<Path> badLists() {
        return FormatVectors.in("model/records-bad", ".jsonl");
    }

    static List<Path> goodDescriptions() {
        return FormatVectors.in("model/description-good", ".json");
    }

    static List<Path> badDescriptions() {
        return FormatVectors.in("model/description-bad", ".json");
    }

    private static byte[] rewritten(byte[] record) {
        return ModelRecord.from(DOCUMENTS.json("record.json", record))
                .toStatement()
                .bytes();
    }

    private static byte[] redescribed(byte[] description) {
        return Json.pretty(
                Description.read("model.json", description, DOCUMENTS).toNode());
    }

    private static void refused(Path vector, Executable reading) throws IOException {
        var error = assertThrows(CommonsException.class, reading);

        assertEquals(FormatVectors.beside(vector, ".error"), FormatVectors.spelled(error));
        assertEquals(CommonsException.Kind.INVALID_INPUT, error.kind());
    }

    @ParameterizedTest
    @MethodSource("goodRecords")
    void goodRecordWritesBackAsTheSameBytes(Path vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector);

        assertArrayEquals(bytes, rewritten(bytes));
    }

    @ParameterizedTest
    @MethodSource("badRecords")
    void badRecordIsRefusedWithTheMessageBesideIt(Path vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector);

        refused(
                vector,
                () -> ModelRecord.from(DOCUMENTS.json(vector.getFileName().toString(), bytes)));
    }

    @ParameterizedTest
    @MethodSource("badLists")
    void badListOfRecordsIsRefusedWithTheMessageBesideIt(Path vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector);

        refused(vector, () -> Uses.read(vector.getFileName().toString(), bytes, DOCUMENTS));
    }

    @ParameterizedTest
    @MethodSource("goodDescriptions")
    void goodDescriptionWritesBackAsTheSameBytes(Path vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector);

        assertArrayEquals(bytes, redescribed(bytes));
    }

    @ParameterizedTest
    @MethodSource("badDescriptions")
    void badDescriptionIsRefusedWithTheMessageBesideIt(Path vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector);

        refused(vector, () -> Description.read(vector.getFileName().toString(), bytes, DOCUMENTS));
    }

    @Test
    void examplesOfTheFormatPageAreGood() throws IOException {
        var examples = FormatPage.fences("model.md", "json");
        byte[] list = FormatPage.fences("model.md", "jsonl").get(0).getBytes(StandardCharsets.UTF_8);

        assertEquals(examples.get(0), new String(rewritten(utf8(examples.get(0))), StandardCharsets.UTF_8));
        assertEquals(examples.get(1), new String(redescribed(utf8(examples.get(1))), StandardCharsets.UTF_8));
        assertArrayEquals(list, Uses.read("records.jsonl", list, DOCUMENTS).bytes());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void hasVectors() {
        assertTrue(goodRecords().size() >= 3, "good records");
        assertTrue(badRecords().size() >= 19, "bad records");
        assertTrue(badLists().size() >= 6, "bad lists of records");
        assertTrue(goodDescriptions().size() >= 3, "good descriptions");
        assertTrue(badDescriptions().size() >= 8, "bad descriptions");
    }
}
