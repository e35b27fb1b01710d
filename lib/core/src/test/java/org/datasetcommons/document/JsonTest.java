package org.datasetcommons.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final Node NODE = Node.fields()
            .put("z", 1)
            .put("a", List.of("x", "y"))
            .put("empty", Node.fields())
            .put("none", Node.items(List.of()))
            .putIfPresent("absent", Optional.empty())
            .putUnlessEmpty("nothing", List.of())
            .put("deep", Node.fields().put("yes", true))
            .build();

    @Test
    void writesPrettyWithFieldsInTheirOrder() {
        assertEquals("""
                {
                  "z": 1,
                  "a": [
                    "x",
                    "y"
                  ],
                  "empty": {},
                  "none": [],
                  "deep": {
                    "yes": true
                  }
                }
                """, new String(Json.pretty(NODE), StandardCharsets.UTF_8));
    }

    @Test
    void writesALineWithoutSpaces() {
        assertEquals("{\"z\":1,\"a\":[\"x\",\"y\"],\"empty\":{},\"none\":[],\"deep\":{\"yes\":true}}", Json.line(NODE));
    }

    @Test
    void escapesAsLittleAsRfc8785Allows() {
        assertEquals(
                "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u007fé\u2028🦉\"",
                Json.line(Node.text("\0\b\t\n\u000b\f\r\u001f\"\\/\u007fé\u2028🦉")));
    }

    @Test
    void sortsTheCanonicalFormAsTheExampleOfRfc8785() {
        // RFC 8785 section 3.2.3.
        var node = Node.fields()
                .put("\u20ac", "Euro Sign")
                .put("\r", "Carriage Return")
                .put("\ufb33", "Hebrew Letter Dalet With Dagesh")
                .put("1", "One")
                .put("\ud83d\ude00", "Emoji: Grinning Face")
                .put("\u0080", "Control")
                .put("\u00f6", "Latin Small Letter O With Diaeresis")
                .build();

        assertEquals(
                "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
                new String(Json.canonical(node), StandardCharsets.UTF_8));
    }

    @Test
    void refusesTheCanonicalFormOfHalfASurrogatePair() {
        assertThrows(IllegalArgumentException.class, () -> Json.canonical(Node.text("\ud800")));
    }
}
