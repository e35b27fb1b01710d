package org.datasetcommons.dataset;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.license.LicenseExpression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/charter.md}. */
class CharterVectorsTest {
    static List<Path> good() {
        return FormatVectors.in("charter/good", ".yaml");
    }

    static List<Path> bad() {
        return FormatVectors.in("charter/bad", ".yaml");
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsGoodVectorAsTheJsonBesideIt(Path vector) throws IOException {
        FormatVectors.holdBeside(vector, ".json", new String(Json.pretty(said(read(vector))), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorWithTheMessageBesideIt(Path vector) throws IOException {
        FormatVectors.holdRefusal(vector, () -> read(vector));
    }

    @Test
    void hasVectors() {
        assertTrue(good().size() >= 5, "good vectors");
        assertTrue(bad().size() >= 30, "bad vectors");
    }

    private static Charter read(Path vector) throws IOException {
        return Charter.from(new StrictDocuments().yaml(Charter.FILE, Files.readAllBytes(vector)));
    }

    /** All that a charter says, with what it leaves out. */
    private static Node said(Charter charter) {
        var purposes = Node.fields();
        charter.purposes().forEach(purposes::put);
        var tables = charter.tables().stream()
                .map(table -> Node.fields()
                        .put("files", table.files().glob())
                        .put("key", table.key())
                        .put("columns", table.columns())
                        .build())
                .toList();
        return Node.fields()
                .put("name", charter.name())
                .put("title", charter.title())
                .put("description", charter.description())
                .put("license", charter.license().toString())
                .put(
                        "accept",
                        charter.accept().stream()
                                .map(LicenseExpression::toString)
                                .toList())
                .put("purposes", purposes)
                .put("tables", Node.items(tables))
                .put("largestFile", charter.largestFile())
                .build();
    }
}
