package org.datasetcommons.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.document.Json;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/consent.md}. */
class ConsentVectorsTest {
    static List<Path> good() {
        return FormatVectors.in("consent/good", ".json");
    }

    static List<Path> bad() {
        return FormatVectors.in("consent/bad", ".json");
    }

    @ParameterizedTest
    @MethodSource("good")
    void answersAsBesideTheGoodVector(Path vector) throws IOException {
        var consent = read(vector);
        var answers = new StringBuilder();
        for (String when : List.of("2026-11-22T10:00:00Z", "2027-12-31T23:59:59Z", "2028-01-01T00:00:00Z")) {
            for (String purpose : List.of("train", "evaluate", "voice-2")) {
                answers.append(when)
                        .append(' ')
                        .append(purpose)
                        .append(": ")
                        .append(consent.refusal(purpose, Instant.parse(when)).orElse("yes"))
                        .append('\n');
            }
        }

        FormatVectors.holdBeside(vector, ".answers", answers.toString());
        assertEquals(
                consent,
                Consent.from(new StrictDocuments()
                        .json("c.json", Json.line(consent.toNode()).getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorWithTheMessageBesideIt(Path vector) throws IOException {
        FormatVectors.holdRefusal(vector, () -> read(vector));
    }

    @Test
    void hasVectors() {
        assertTrue(good().size() >= 4, "good vectors");
        assertTrue(bad().size() >= 11, "bad vectors");
    }

    private static Consent read(Path vector) throws IOException {
        return Consent.from(new StrictDocuments().json("consent.json", Files.readAllBytes(vector)));
    }
}
