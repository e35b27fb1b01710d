package org.datasetcommons.io.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictYamlTest {
    @Test
    void tellsPlainScalarsFromQuotedOnes() {
        var fields = read("plain: 1.10\nsingle: '1.10'\ndouble: \"1.10\"\nblock: |\n  1.10\n");

        assertEquals(new Node.Scalar("1.10", Node.Type.PLAIN, new Place("a.yaml", 1, 8)), fields.get("plain"));
        assertEquals(new Node.Scalar("1.10", Node.Type.TEXT, new Place("a.yaml", 2, 9)), fields.get("single"));
        assertEquals(new Node.Scalar("1.10", Node.Type.TEXT, new Place("a.yaml", 3, 9)), fields.get("double"));
        assertEquals(new Node.Scalar("1.10\n", Node.Type.TEXT, new Place("a.yaml", 4, 8)), fields.get("block"));
    }

    @Test
    void countsColumnsInCharacters() {
        var fields = read("owl: {🦉: é, x: 1}\n");

        assertEquals(new Place("a.yaml", 1, 16), fields.fields("owl").get("x").at());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "off", "y", "n", "Yes", "NO", "On", "OFF", "True", "FALSE"})
    void keepsWordsThatYaml11TakesForTruthValuesAsText(String word) {
        var value = read("country: " + word + "\n").get("country");

        assertEquals(word, value.asText());
        var error = assertThrows(CommonsException.class, value::asBoolean);
        assertEquals("a.yaml:1:10: expected true or false, found '" + word + "'", error.getMessage());
    }

    @Test
    void readsTruthValuesAndWholeNumbersWhenAskedForThem() {
        var fields = read("a: true\nb: false\nc: 12\n");

        assertTrue(fields.get("a").asBoolean());
        assertEquals(false, fields.get("b").asBoolean());
        assertEquals(12, fields.integer("c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"012", "+1", "1_000", "0xFF", "1e3", "-0", "9223372036854775808", "1.0"})
    void refusesSpellingsOfWholeNumbersThatPrintBackDifferently(String spelling) {
        var value = read("n: " + spelling + "\n").get("n");

        assertThrows(CommonsException.class, value::asInteger);
    }

    @Test
    void saysThatNullIsNoText() {
        var value = read("name: ~\n").get("name");

        var error = assertThrows(CommonsException.class, value::asText);
        assertEquals("a.yaml:1:7: expected text, found no value (null)", error.getMessage());
    }

    @Test
    void saysWhatStandsWhereAMappingShould() {
        var error = assertThrows(CommonsException.class, () -> read("- a\n"));

        assertEquals("a.yaml:1:1: expected a mapping, found a list", error.getMessage());
    }

    @Test
    void refusesMoreThanOneMebibyte() {
        byte[] largest = ("a: \"" + "x".repeat(StrictYaml.MAX_BYTES - 6) + "\"\n").getBytes(StandardCharsets.UTF_8);

        assertEquals(
                StrictYaml.MAX_BYTES - 6,
                StrictYaml.readFields("a.yaml", largest).text("a").length());
        var error = assertThrows(
                CommonsException.class, () -> StrictYaml.read("a.yaml", new byte[StrictYaml.MAX_BYTES + 1]));
        assertEquals("a.yaml: too large: 1048577 bytes, the limit is 1048576", error.getMessage());
    }

    @Test
    void refusesHundredThousandOpenBrackets() {
        var error = assertThrows(CommonsException.class, () -> read("[".repeat(100_000)));

        assertEquals("a.yaml:1:33: nested deeper than 32 levels", error.getMessage());
    }

    @Test
    void refusesFourHundredNestedBlocks() {
        var text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }

        var error = assertThrows(CommonsException.class, () -> read(text.toString()));
        assertEquals("a.yaml:33:33: nested deeper than 32 levels", error.getMessage());
    }

    @Test
    void answersAnyMutationWithANodeOrARefusal() {
        var random = new Random(20261123);
        String seed =
                "# c\na: &x [1, 'two', \"three\\n\"]\n? b\n: *x\nc:\n  - {d: !t e, <<: f}\n  - |\n   lit\n--- \n%Y\n\t~\n";
        int read = 0;
        for (int round = 0; round < 4_000; round++) {
            var text = new StringBuilder(seed);
            for (int change = random.nextInt(12); change >= 0; change--) {
                int from = random.nextInt(text.length());
                if (random.nextInt(3) > 0) {
                    text.delete(from, Math.min(text.length(), from + random.nextInt(20)));
                }
                text.insert(Math.min(from, text.length()), seed.charAt(random.nextInt(seed.length())));
            }
            try {
                StrictYaml.read("a.yaml", text.toString().getBytes(StandardCharsets.UTF_8));
                read++;
            } catch (CommonsException e) {
                assertTrue(e.getMessage().startsWith("a.yaml:"), e.getMessage());
            }
        }
        assertTrue(read > 0, "some are well formed");
    }

    @Test
    void keepsTheOrderOfFields() {
        assertEquals(
                List.of("z", "a", "m"),
                List.copyOf(read("z: 1\na: 2\nm: 3\n").values().keySet()));
    }

    private static Node.Fields read(String text) {
        return StrictYaml.readFields("a.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
