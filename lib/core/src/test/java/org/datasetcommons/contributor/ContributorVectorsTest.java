package org.datasetcommons.contributor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/contributor.md}. */
class ContributorVectorsTest {
    static List<Path> good() {
        return FormatVectors.in("contributor/good", ".yaml");
    }

    static List<Path> bad() {
        return FormatVectors.in("contributor/bad", ".yaml");
    }

    @ParameterizedTest
    @MethodSource("good")
    void writesWhatItReadInItsOneSpelling(Path vector) throws IOException {
        byte[] written = read(Files.readAllBytes(vector)).bytes();

        FormatVectors.holdBeside(vector, ".written", new String(written, StandardCharsets.UTF_8));
        assertEquals(read(Files.readAllBytes(vector)), read(written));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorWithTheMessageBesideIt(Path vector) throws IOException {
        FormatVectors.holdRefusal(vector, () -> read(Files.readAllBytes(vector)));
    }

    @Test
    void hasVectors() {
        assertTrue(good().size() >= 4, "good vectors");
        assertTrue(bad().size() >= 25, "bad vectors");
    }

    private static Contributor read(byte[] bytes) {
        return Contributor.from(new StrictDocuments().yaml("contributors/ana.yaml", bytes));
    }
}
