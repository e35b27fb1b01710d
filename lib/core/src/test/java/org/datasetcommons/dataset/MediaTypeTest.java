package org.datasetcommons.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypeTest {
    @ParameterizedTest
    @CsvSource({
        "data/owl.png, image/png",
        "data/owl.PNG, image/png",
        "data/owl.tar.gz, application/gzip",
        "data/tales.jsonl, application/jsonlines",
        "data/tales.csv, text/csv",
        "data/song.opus, audio/opus",
        "data/README, application/octet-stream",
        "data/png, application/octet-stream",
        "data/a.unknown, application/octet-stream",
        "data/.png, image/png",
        "data/owl.png/raw, application/octet-stream"
    })
    void goesByTheEndOfTheName(String path, String type) {
        assertEquals(type, MediaType.of(DatasetPath.parse(path)));
    }
}
