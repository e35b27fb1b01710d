package org.datasetcommons.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.datasetcommons.CommonsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data/owl.png",
                "a",
                "data/com",
                "data/com10.txt",
                "data/console.log",
                "data/nullable",
                "data/a.b.c",
                "data/été.txt"
            })
    void allowsWhatIsTheSameFileEverywhere(String text) {
        assertEquals(Optional.empty(), DatasetPath.fault(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | path is empty",
                "/data | path leaves the dataset: /data",
                "c:data | path leaves the dataset: c:data",
                "data/../x | path leaves the dataset: data/../x",
                "data//x | path has an empty name or '.': data//x",
                "data/ | path has an empty name or '.': data/",
                "data/. | path has an empty name or '.': data/.",
                "data/-x | path has a name that begins with '-': data/-x",
                "data/~x | path has a name that begins with '~': data/~x",
                "data/x. | path has a name that ends with a dot or space, which Windows drops: data/x.",
                "data/.git | path has a name that git keeps for itself: data/.git",
                "data/GIT~1 | path has a name that git keeps for itself: data/GIT~1",
                "data/NUL | path has a name that is a device on Windows: data/NUL",
                "data/con.txt | path has a name that is a device on Windows: data/con.txt",
                "data/Com1 | path has a name that is a device on Windows: data/Com1",
                "lpt9.a/x | path has a name that is a device on Windows: lpt9.a/x",
                "data/conout$ | path has a name that is a device on Windows: data/conout$",
                "data/a?b | path has '?', which some systems do not allow: data/a?b",
                "data/a#b | path has '#', which some systems do not allow: data/a#b",
            })
    void saysWhatIsWrong(String text, String fault) {
        assertEquals(Optional.of(fault), DatasetPath.fault(text));
    }

    @Test
    void countsFoldersAndBytes() {
        assertEquals(Optional.empty(), DatasetPath.fault("a/".repeat(31) + "a"));
        assertTrue(DatasetPath.fault("a/".repeat(32) + "a").orElseThrow().startsWith("path is more than 32 folders"));
        assertEquals(Optional.empty(), DatasetPath.fault("x".repeat(200)));
        assertTrue(DatasetPath.fault("x".repeat(201)).orElseThrow().startsWith("path has a name longer than 200"));
    }

    @Test
    void sortsAsGitSortsBytes() {
        var texts = List.of(
                "data/a",
                "data/a.b",
                "data/ab",
                "data/é",
                "data/\uFB01",
                "data/\uD83E\uDD89",
                "data/\uD83E\uDD8A",
                "data");
        var paths = new ArrayList<>(texts.stream().map(DatasetPath::new).toList());
        var expected = new ArrayList<>(paths);
        expected.sort((a, b) -> Arrays.compareUnsigned(
                a.text().getBytes(StandardCharsets.UTF_8), b.text().getBytes(StandardCharsets.UTF_8)));

        paths.sort(null);

        assertEquals(expected, paths);
    }

    @Test
    void foldsCaseTheSameWayWithAndWithoutAccents() {
        assertEquals("data/owl.png", new DatasetPath("data/OWL.png").collisionKey());
        assertEquals(new DatasetPath("data/STRASSE").collisionKey(), new DatasetPath("data/straße").collisionKey());
    }

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
        assertThrows(CommonsException.class, () -> path.resolve("../../.."));
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
        assertEquals(DatasetPath.parse(a).collisionKey(), DatasetPath.parse(b).collisionKey());
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
