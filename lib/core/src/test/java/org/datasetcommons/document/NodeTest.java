package org.datasetcommons.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NodeTest {
    private static final Place AT = new Place("c.yaml", 3, 5);

    @Test
    void namesTheMissingField() {
        var fields = new Node.Fields(Map.of(), AT);

        assertMessage("c.yaml:3:5: missing field 'name'", () -> fields.get("name"));
        assertEquals(Optional.empty(), fields.findText("name"));
        assertEquals(List.of(), fields.texts("name"));
        assertEquals(List.of(), fields.items("name"));
    }

    @Test
    void hintsAtTheNearestKnownField() {
        var fields = new Node.Fields(Map.of("licence", plain("CC0-1.0")), AT);

        var error = assertThrows(CommonsException.class, () -> fields.only("name", "license"));

        assertEquals("c.yaml:3:5: unknown field 'licence'", error.getMessage());
        assertEquals(List.of("did you mean 'license'?"), error.hints());
    }

    @Test
    void listsTheKnownFieldsWhereNoneIsNear() {
        var fields = new Node.Fields(Map.of("colour", plain("red")), AT);

        var error = assertThrows(CommonsException.class, () -> fields.only("name", "license"));

        assertEquals(List.of("known fields: license, name"), error.hints());
    }

    @Test
    void saysWhatWasExpectedAndWhatIsThere() {
        assertMessage("c.yaml:3:5: expected a list, found 'x'", () -> plain("x").asItems());
        assertMessage(
                "c.yaml:3:5: expected a whole number, found 'x'",
                () -> plain("x").asInteger());
        assertMessage(
                "c.yaml:3:5: expected a number, found '.inf'",
                () -> plain(".inf").asDecimal());
        assertMessage(
                "c.yaml:3:5: expected a number, found '1e999'",
                () -> plain("1e999").asDecimal());
        assertMessage("c.yaml:3:5: expected text, found a mapping", () -> new Node.Fields(Map.of(), AT).asText());
        assertMessage(
                "c.yaml:3:5: expected text, found '1'", () -> new Node.Scalar("1", Node.Type.NUMBER, AT).asText());
    }

    @Test
    void takesNoNumberOrTruthValueFromQuotes() {
        var quoted = new Node.Scalar("1", Node.Type.TEXT, AT);

        assertThrows(CommonsException.class, quoted::asInteger);
        assertThrows(CommonsException.class, quoted::asDecimal);
        assertThrows(CommonsException.class, () -> new Node.Scalar("true", Node.Type.TEXT, AT).asBoolean());
    }

    @Test
    void showsForeignTextCutAndWithoutControlCharacters() {
        var error = assertThrows(
                CommonsException.class,
                () -> plain("\u001b[31m\u202e" + "x".repeat(100)).asInteger());

        assertEquals(
                "c.yaml:3:5: expected a whole number, found '\ufffd[31m\ufffd" + "x".repeat(54) + "…'",
                error.getMessage());
    }

    @Test
    void readsDecimals() {
        assertEquals(-1.5e3, plain("-1.5e3").asDecimal());
        assertEquals("1500", ((Node.Scalar) Node.decimal(1.5e3)).text().replaceFirst("\\.0$", ""));
    }

    @Test
    void refusesAFieldPutTwice() {
        assertThrows(
                IllegalArgumentException.class, () -> Node.fields().put("a", 1).put("a", 2));
    }

    @Test
    void findsOnlyNearWords() {
        assertEquals(Optional.of("license"), Spelling.nearest("Lisense", List.of("name", "license")));
        assertEquals(Optional.empty(), Spelling.nearest("colour", List.of("name", "license")));
        assertTrue(Spelling.nearest("", List.of("name")).isEmpty());
    }

    private static Node plain(String text) {
        return new Node.Scalar(text, Node.Type.PLAIN, AT);
    }

    private static void assertMessage(String message, Executable asked) {
        assertEquals(message, assertThrows(CommonsException.class, asked).getMessage());
    }
}
