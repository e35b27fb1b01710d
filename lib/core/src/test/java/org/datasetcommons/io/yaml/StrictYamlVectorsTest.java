package org.datasetcommons.io.yaml;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrictYamlVectorsTest {
    static List<Path> good() {
        return FormatVectors.in("yaml/good", ".yaml");
    }

    static List<Path> bad() {
        return FormatVectors.in("yaml/bad", ".yaml");
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsGoodVectorAsTheJsonBesideIt(Path vector) throws IOException {
        var node = StrictYaml.read(vector.getFileName().toString(), Files.readAllBytes(vector));

        assertEquals(FormatVectors.beside(vector, ".json"), new String(Json.pretty(node), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorWithTheMessageBesideIt(Path vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector);

        var error = assertThrows(
                CommonsException.class,
                () -> StrictYaml.read(vector.getFileName().toString(), bytes));

        assertEquals(FormatVectors.beside(vector, ".error"), FormatVectors.spelled(error));
        assertEquals(CommonsException.Kind.INVALID_INPUT, error.kind());
    }

    @Test
    void hasVectors() {
        assertTrue(good().size() >= 8, "good vectors");
        assertTrue(bad().size() >= 45, "bad vectors");
    }
}
