package org.datasetcommons.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.table.KeyedRows;
import org.datasetcommons.table.TableFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableVectorsTest {
    private static final String[] TABLES = {".csv", ".tsv", ".jsonl"};

    static List<Path> good() {
        return FormatVectors.in("table/good", TABLES);
    }

    static List<Path> bad() {
        return FormatVectors.in("table/bad", TABLES);
    }

    static List<Path> badKeys() {
        return FormatVectors.in("table/bad-keys", TABLES);
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsGoodVectorAsTheDigestsAndCanonicalRowsBesideIt(Path vector) throws IOException {
        var found = new StringBuilder();
        read(vector, Files.readAllBytes(vector), found);

        assertEquals(FormatVectors.beside(vector, ".rows"), found.toString());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorWithTheMessageBesideIt(Path vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector);

        var error = assertThrows(CommonsException.class, () -> read(vector, bytes, new StringBuilder()));

        assertEquals(FormatVectors.beside(vector, ".error"), FormatVectors.spelled(error));
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void refusesBadKeysWithTheMessageBesideThem(Path vector) throws IOException {
        String name = vector.getFileName().toString();
        var in = new ByteArrayInputStream(Files.readAllBytes(vector));

        var error = assertThrows(
                CommonsException.class,
                () -> KeyedRows.read(
                        new Tables(new StrictDocuments()),
                        name,
                        TableFormat.ofFileName(name),
                        in,
                        "id",
                        new Sorting(Path.of(""))));

        assertEquals(FormatVectors.beside(vector, ".error"), FormatVectors.spelled(error));
    }

    @Test
    void hasVectors() {
        assertTrue(good().size() >= 10, "good vectors");
        assertTrue(bad().size() >= 35, "bad vectors");
        assertTrue(badKeys().size() >= 12, "vectors of bad keys");
    }

    private static void read(Path vector, byte[] bytes, StringBuilder found) throws IOException {
        String name = vector.getFileName().toString();
        new Tables(new StrictDocuments())
                .read(
                        name,
                        TableFormat.ofFileName(name),
                        new ByteArrayInputStream(bytes),
                        (number, row) -> found.append(row.digest())
                                .append("  ")
                                .append(row)
                                .append('\n'));
    }
}
