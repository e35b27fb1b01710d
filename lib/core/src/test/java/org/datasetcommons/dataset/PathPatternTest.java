package org.datasetcommons.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.datasetcommons.CommonsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "data/*.png, data/owl.png, true",
        "data/*.png, data/birds/owl.png, false",
        "data/*.png, data/.png, true",
        "data/**/*.png, data/owl.png, true",
        "data/**/*.png, data/a/b/owl.png, true",
        "data/**/*.png, database/owl.png, false",
        "data/**, data/a/b, true",
        "data/**, data, false",
        "data/**, database/a, false",
        "**/owl.png, owl.png, true",
        "**/owl.png, data/birds/owl.png, true",
        "**/owl.png, data/snowowl.png, false",
        "data/b**/x, data/birds/owls/x, true",
        "data/?.txt, data/a.txt, true",
        "data/?.txt, data/é.txt, true",
        "data/?.txt, data/🦉.txt, true",
        "data/?.txt, data/ab.txt, false",
        "data/a?b, data/a/b, false",
        "data/a.c, data/abc, false",
        "data/[ab], data/a, false",
        "data/[ab], data/[ab], true",
        "data/(a|b)+, data/(a), false",
        "data/owl.png, data/OWL.png, false",
        "*, commons.yaml, true",
        "*, data/a, false"
    })
    void matchesByTheWholePath(String glob, String path, boolean matches) {
        assertEquals(matches, new PathPattern(glob).matches(new DatasetPath(path.replace('|', '!'))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/data/**", "../data", "data/../x"})
    void refusesWhatNoPathCanMatch(String glob) {
        assertThrows(CommonsException.class, () -> new PathPattern(glob));
    }

    @Test
    void takesNoLongerForAPatternThatWasMadeToTakeLong() {
        // A matcher that tries each way in turn would not end within the lifetime of this project.
        var pattern = new PathPattern("**/a".repeat(14) + "**/" + "*a".repeat(30) + "h");
        var path = DatasetPath.parse("a/".repeat(31) + "a".repeat(100));

        assertFalse(pattern.matches(path));
    }
}
