package org.datasetcommons.io.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @Test
    void readsEveryKindOfValueWithItsPlace() {
        var fields = StrictJson.readFields("a.json", bytes("{\"a\": [\"x\", 1.50, true,\n false, null]}"));

        var items = fields.items("a");
        assertEquals(new Node.Scalar("x", Node.Type.TEXT, new Place("a.json", 1, 8)), items.get(0));
        assertEquals(new Node.Scalar("1.50", Node.Type.NUMBER, new Place("a.json", 1, 13)), items.get(1));
        assertEquals(new Node.Scalar("true", Node.Type.BOOLEAN, new Place("a.json", 1, 19)), items.get(2));
        assertEquals(new Node.Scalar("false", Node.Type.BOOLEAN, new Place("a.json", 2, 2)), items.get(3));
        assertEquals(new Node.Scalar("null", Node.Type.NULL, new Place("a.json", 2, 9)), items.get(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "1e3", "1E+3", "1.0", "100000000000000000000", "0.1000", "1e400"})
    void keepsNumbersAsWritten(String number) {
        assertEquals("[" + number + "]", Json.line(StrictJson.read("a.json", bytes("[" + number + "]"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e3", "100000000000000000000", "-0", "1.0"})
    void refusesNumbersThatAreNoWholeNumbersInTheOneSpelling(String number) {
        var value = StrictJson.read("a.json", bytes(number));

        assertThrows(CommonsException.class, value::asInteger);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1,'a':2}      | a.json:1:8: field 'a' stands twice in one object",
                "{'a':{'b':1,'b':2}}| a.json:1:13: field 'b' stands twice in one object",
                "{} {}              | a.json:1:4: a second value after the first",
                "[1] x              | a.json:1:5: malformed JSON: unrecognized token 'x'",
                "'\\ud800'          | a.json:1:1: half of a surrogate pair: U+D800",
                "'\\udd89\\ud83e'   | a.json:1:1: half of a surrogate pair: U+DD89",
                "{'\\ud800':1}      | a.json:1:9: malformed JSON: broken surrogate pair in property name",
            })
    void refusesWhatParsersDisagreeOn(String text, String message) {
        var error =
                assertThrows(CommonsException.class, () -> StrictJson.read("a.json", bytes(text.replace('\'', '"'))));

        assertTrue(error.getMessage().startsWith(message), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[1,]",
                "{\"a\":1,}",
                "[01]",
                "[+1]",
                "[.5]",
                "[1.]",
                "[NaN]",
                "[Infinity]",
                "['a']",
                "{a:1}",
                "[1] // c",
                "/* c */ [1]",
                "# c\n[1]",
                "[\"\t\"]",
                "[\"\\x\"]",
                "[",
                "{\"a\"",
                "tru",
                "[1 2]",
                "\uFEFF[1]"
            })
    void refusesWhatIsNotJson(String text) {
        var error = assertThrows(CommonsException.class, () -> StrictJson.read("a.json", bytes(text)));

        assertTrue(error.getMessage().startsWith("a.json:"), error.getMessage());
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] overlong = {'[', '"', (byte) 0xC0, (byte) 0x80, '"', ']'};

        var error = assertThrows(CommonsException.class, () -> StrictJson.read("a.json", overlong));

        assertEquals("a.json:1:3: not UTF-8", error.getMessage());
    }

    @Test
    void keepsPairsOfSurrogatesWholeHoweverTheyAreWritten() {
        assertEquals(
                "🦉", StrictJson.read("a.json", bytes("\"\\ud83e\\udd89\"")).asText());
        assertEquals("🦉", StrictJson.read("a.json", bytes("\"🦉\"")).asText());
    }

    @Test
    void limitsDepthSizeAndNumbers() {
        assertEquals(
                "list",
                StrictJson.read("a.json", bytes("[".repeat(64) + "]".repeat(64)))
                        .kind());
        assertRefused("a.json:1:65: nested deeper than 64 levels", "[".repeat(1001) + "]".repeat(1001));
        assertRefused("a.json:1:1: a number of 2000 characters; the limit is 100", "1".repeat(2000));
        assertEquals(
                100,
                ((Node.Scalar) StrictJson.read("a.json", bytes("1".repeat(100))))
                        .text()
                        .length());
        var error = assertThrows(CommonsException.class, () -> StrictJson.read("a.json", bytes("[1,2]"), 4));
        assertEquals("a.json: too large: 5 bytes, the limit is 4", error.getMessage());
    }

    @Test
    void saysTheLineOfAJsonLinesFile() {
        assertEquals(
                new Place("a.jsonl", 7, 1),
                StrictJson.readLine("a.jsonl", 7, "{\"a\":1}").at());
        assertEquals(
                new Place("a.jsonl", 7, 1),
                StrictJson.readLine("a.jsonl", 7, bytes("{\"a\":1}")).at());
        var error = assertThrows(CommonsException.class, () -> StrictJson.readLine("a.jsonl", 7, "{\"a\":1"));
        assertTrue(error.getMessage().startsWith("a.jsonl:7:"), error.getMessage());
    }

    @Test
    void answersAnyMutationWithANodeOrARefusal() {
        var random = new Random(7);
        byte[] seed = bytes("{\"a\":[1,-2.5e3,\"x\\u00e9\\n\",true,null],\"é\":{\"b\":{}}}");
        for (int round = 0; round < 5_000; round++) {
            byte[] changed = seed.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                changed[random.nextInt(changed.length)] =
                        random.nextBoolean() ? seed[random.nextInt(seed.length)] : (byte) random.nextInt();
            }
            try {
                var node = StrictJson.read("a.json", changed);
                assertEquals(Json.line(node), Json.line(StrictJson.read("b.json", Json.pretty(node))));
            } catch (CommonsException e) {
                assertTrue(e.getMessage().startsWith("a.json:"), e.getMessage());
            }
        }
    }

    private static void assertRefused(String message, String text) {
        var error = assertThrows(CommonsException.class, () -> StrictJson.read("a.json", bytes(text)));
        assertEquals(message, error.getMessage());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
