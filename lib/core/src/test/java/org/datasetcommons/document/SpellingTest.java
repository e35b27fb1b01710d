package org.datasetcommons.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> KNOWN = List.of("label", "test", "learningRate", "task");

    @ParameterizedTest
    @CsvSource({"lable, label", "Label, label", "labels, label", "tset, test", "learningrat, learningRate", "tsak, task"
    })
    void findsWhatWasMeant(String slip, String meant) {
        assertEquals(Optional.of(meant), Spelling.nearest(slip, KNOWN));
    }

    @Test
    void leavesAloneWhatIsFarFromEverything() {
        assertEquals(Optional.empty(), Spelling.nearest("seed", KNOWN));
        assertEquals(Optional.empty(), Spelling.nearest("lb", KNOWN));
    }
}
