package org.datasetcommons.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.datasetcommons.CommonsException;
import org.junit.jupiter.api.Test;

class RecordIdTest {
    @Test
    void readsBackWhatItPrints() {
        for (String text : List.of("data/owl.png", "data/tales.csv#0311", "data/tales.csv#a#b", "data/tales.csv#a b")) {
            assertEquals(text, RecordId.parse(text).toString());
        }
    }

    @Test
    void endsThePathAtTheFirstHash() {
        assertEquals(RecordId.ofRow(new DatasetPath("data/tales.csv"), "a#b"), RecordId.parse("data/tales.csv#a#b"));
    }

    @Test
    void refusesABadPath() {
        assertThrows(CommonsException.class, () -> RecordId.parse("../a#1"));
        assertThrows(CommonsException.class, () -> RecordId.parse("#1"));
    }

    @Test
    void isOrderedByBytesOfPathThenKey() {
        // U+FB00 is one UTF-16 unit above the surrogates, and below the owl in UTF-8.
        var sorted = Stream.of(
                        "data/a",
                        "data/a#1",
                        "data/a#10",
                        "data/a#2",
                        "data/a#\ufb00",
                        "data/a#🦉",
                        "data/a.b",
                        "data/b")
                .map(RecordId::parse)
                .toList();
        var shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(7));

        assertEquals(sorted, shuffled.stream().sorted().toList());
    }
}
