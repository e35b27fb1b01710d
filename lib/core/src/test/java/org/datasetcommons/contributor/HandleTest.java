package org.datasetcommons.contributor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.datasetcommons.CommonsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "ana", "ana-maria", "a--b", "123456789012345678901234567890123456789"})
    void isANarrowWord(String text) {
        assertEquals(text, Handle.parse(text).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-a",
                "a-",
                "Ana",
                "a_b",
                "a.b",
                "a b",
                "a/b",
                "..",
                "añ",
                "1234567890123456789012345678901234567890",
                "a\n",
                "ana@example.org",
                "*",
                "ı"
            })
    void refusesWhatCouldMeanSomethingInAPathOrAPattern(String text) {
        var error = assertThrows(CommonsException.class, () -> Handle.parse(text));

        assertEquals("not a handle: '" + text + "'", error.getMessage());
        assertEquals(
                List.of("a handle has 1 to 39 of a-z, 0-9 and '-', and begins and ends with a letter or digit"),
                error.hints());
        assertThrows(IllegalArgumentException.class, () -> new Handle(text));
    }
}
