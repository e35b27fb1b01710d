package org.datasetcommons.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.datasetcommons.CommonsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetPathTest {
    @Test
    void namesTheRuleAndThePath() {
        var error = assertThrows(CommonsException.class, () -> DatasetPath.parse("../secrets.csv"));

        assertEquals("path leaves the dataset: ../secrets.csv", error.getMessage());
    }

    @Test
    void knowsItsParts() {
        var path = DatasetPath.parse("data/birds/owl.png");

        assertEquals("owl.png", path.name());
        assertEquals("birds", path.folder());
        assertTrue(path.isData());
        assertEquals("", DatasetPath.parse("commons.yaml").folder());
        assertFalse(DatasetPath.parse("database/owl.png").isData());
        assertEquals(path, DatasetPath.parse("data/birds").resolve("owl.png"));
        assertEquals(path, DatasetPath.of(Path.of("data", "birds", "owl.png")));
        assertThrows(CommonsException.class, () -> path.resolve("../../.."));
    }

    @Test
    void isOrderedAsGitOrdersFiles() {
        // By bytes: a slash before a letter and after a dot; characters beyond the first plane after all others.
        var sorted = Stream.of("a", "a.b", "a/b", "a0", "aa", "b", "é", "ﬀ", "🦉")
                .map(DatasetPath::parse)
                .toList();
        var shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(7));

        assertEquals(sorted, shuffled.stream().sorted().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "data/Owl.png, data/owl.PNG",
        "data/STRASSE, data/straße",
        "data/ΣΟΦΟΣ, data/σοφος",
        "data/ΣΟΦΟΣ, data/σοφοσ",
        "data/É, data/é",
        "data/K, data/k"
    })
    void collidesWhereUpperAndLowerCaseAreOne(String a, String b) {
        assertEquals(
                DatasetPath.parse(a).collisionKey(), DatasetPath.parse(b).collisionKey());
    }

    @ParameterizedTest
    @CsvSource({"data/a, data/b", "data/a, data/á", "data/o, data/ø", "data/ss, data/s"})
    void doesNotCollideWithAnotherName(String a, String b) {
        assertNotEquals(
                DatasetPath.parse(a).collisionKey(), DatasetPath.parse(b).collisionKey());
    }

    @Test
    void everyTextIsAPathOrHasAFaultThatNamesIt() {
        var random = new Random(7);
        String alphabet = "aZ./\\ ~-:#é\u0301\u200b\ud83e\udd89\ud800\u0000";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            var fault = DatasetPath.fault(text.toString());
            if (fault.isEmpty()) {
                assertEquals(List.of(text.toString()), List.of(new DatasetPath(text.toString()).text()));
            } else {
                assertTrue(fault.get().startsWith("path "), fault.get());
            }
        }
    }
}
