package org.datasetcommons.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.datasetcommons.CommonsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNumberTest {
    @Test
    void namesItsFilesAndTag() {
        var version = new VersionNumber("1.2.0-rc.1");

        assertEquals("v1.2.0-rc.1", version.tag());
        assertEquals("releases/1.2.0-rc.1/release.json", version.statementFile());
    }

    @Test
    void isOrderedAsSemanticVersioningSays() {
        // The example of its section 11, and what surrounds it.
        var sorted = List.of(
                        "0.9.10",
                        "1.0.0-1",
                        "1.0.0-2",
                        "1.0.0-10",
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-alpha.beta",
                        "1.0.0-beta",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0-rc.1",
                        "1.0.0",
                        "1.0.1",
                        "1.0.10",
                        "1.1.0",
                        "1.10.0",
                        "2.0.0-0",
                        "2.0.0",
                        "10.0.0")
                .stream()
                .map(VersionNumber::new)
                .toList();
        var shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(7));

        assertEquals(sorted, shuffled.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.0",
                "1.0.0.0",
                "v1.0.0",
                "01.0.0",
                "1.00.0",
                "1.0.0-",
                "1.0.0-.",
                "1.0.0-a..b",
                "1.0.0-01",
                "1.0.0-a_b",
                "1.0.0-a/b",
                "1.0.0-../x",
                "1.0.0+build",
                " 1.0.0",
                "1.0.0\n",
                "1.0.1000000000",
                "١.0.0",
                "1.0.0-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesWhatIsNone(String text) {
        assertThrows(CommonsException.class, () -> new VersionNumber(text));
    }
}
