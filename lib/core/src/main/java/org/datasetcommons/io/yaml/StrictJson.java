package org.datasetcommons.io.yaml;

import static org.datasetcommons.CommonsException.invalid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON (RFC 8259) within I-JSON (RFC 7493): UTF-8 without byte order mark, every name once, no half surrogate
 * pairs,
 * nothing after the value. Numbers keep the spelling they were written with. Columns count UTF-16 code units.
 *
 * <p>Every failure is a {@link CommonsException} of kind {@code INVALID_INPUT} that names file, line and column.
 */
public final class StrictJson {
    /** The most bytes a document may have, unless the caller says otherwise. */
    public static final int MAX_BYTES = 16 << 20;

    /** How deep lists and mappings may lie in each other. */
    public static final int MAX_DEPTH = 64;

    /** The most characters a number may have. */
    public static final int MAX_NUMBER = 100;

    // Length and depth are checked here, with better messages; Jackson's limits only have to stand behind ours.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final String fileName;
    private final int linesBefore;

    private StrictJson(JsonParser parser, String fileName, int firstLine) {
        this.parser = parser;
        this.fileName = fileName;
        this.linesBefore = firstLine - 1;
    }

    /** Reads a document of at most {@link #MAX_BYTES} bytes. */
    public static Node read(String fileName, byte[] bytes) {
        return read(fileName, bytes, MAX_BYTES);
    }

    /** Reads a document of at most this many bytes. */
    public static Node read(String fileName, byte[] bytes, int maxBytes) {
        checkSize(fileName, bytes.length, maxBytes);
        return parse(fileName, 1, StrictText.decode(fileName, 1, bytes));
    }

    /** Reads a document whose value is an object. */
    public static Node.Fields readFields(String fileName, byte[] bytes) {
        return read(fileName, bytes).asFields();
    }

    /** Reads one line of a JSON Lines file; places say this line. */
    public static Node readLine(String fileName, int line, byte[] bytes) {
        return parse(fileName, line, StrictText.decode(fileName, line, bytes));
    }

    /** As {@link #readLine(String, int, byte[])}, for text that was decoded strictly already. */
    public static Node readLine(String fileName, int line, String text) {
        if (text.startsWith("\uFEFF")) {
            throw StrictText.byteOrderMark(fileName, line);
        }
        return parse(fileName, line, text);
    }

    private static void checkSize(String fileName, int size, int limit) {
        if (size > limit) {
            throw invalid(new Place(fileName, 0, 0).prefix() + "too large: " + size + " bytes, the limit is " + limit);
        }
    }

    private static Node parse(String fileName, int firstLine, String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new StrictJson(parser, fileName, firstLine).document();
        } catch (JacksonException e) {
            var location = e.getLocation();
            // Jackson marks the end of the input as column 0 of no line at times; then only the line is worth saying.
            int line = location == null ? firstLine : firstLine - 1 + Math.max(1, location.getLineNr());
            int column = location == null ? 1 : Math.max(1, location.getColumnNr());
            throw malformed(new Place(fileName, line, column), e);
        }
    }

    private static CommonsException malformed(Place at, JacksonException e) {
        // Jackson goes on to name switches of its own that would allow the thing; nobody here can turn them.
        String said = e.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("cannot be read")
                .replaceFirst(
                        "( \\(start marker at|: maybe a \\(non-standard\\)| \\(not recognized|: enable `| \\(enable ).*",
                        "");
        String problem = said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
        // Without the cause: it says the same once more, and then where in Jackson's own buffers.
        return invalid(at.prefix() + "malformed JSON: " + problem);
    }

    private Node document() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw invalid(new Place(fileName, linesBefore + 1, 1).prefix() + "empty: a JSON value is expected");
        }
        Node node = node(first, 1);
        if (parser.nextToken() != null) {
            throw invalid(here().prefix() + "a second value after the first");
        }
        return node;
    }

    private Node node(JsonToken token, int depth) {
        Place at = here();
        return switch (token) {
            case START_OBJECT -> fields(at, depth);
            case START_ARRAY -> items(at, depth);
            case VALUE_STRING -> new Node.Scalar(StrictText.wellFormed(parser.getString(), at), Node.Type.TEXT, at);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(at);
            case VALUE_TRUE -> new Node.Scalar("true", Node.Type.BOOLEAN, at);
            case VALUE_FALSE -> new Node.Scalar("false", Node.Type.BOOLEAN, at);
            case VALUE_NULL -> new Node.Scalar("null", Node.Type.NULL, at);
            case END_ARRAY, END_OBJECT, NOT_AVAILABLE, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("a value cannot start with " + token);
        };
    }

    private Node number(Place at) {
        String written = parser.getString();
        if (written.length() > MAX_NUMBER) {
            throw invalid(at.prefix() + "a number of " + written.length() + " characters; the limit is " + MAX_NUMBER)
                    .hint("write it as text, in quotes");
        }
        return new Node.Scalar(written, Node.Type.NUMBER, at);
    }

    private Node fields(Place at, int depth) {
        checkDepth(at, depth);
        var values = new LinkedHashMap<String, Node>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            Place nameAt = here();
            StrictText.wellFormed(name, nameAt);
            if (values.put(name, node(parser.nextToken(), depth + 1)) != null) {
                throw invalid(nameAt.prefix() + "field '" + name + "' stands twice in one object");
            }
        }
        return new Node.Fields(values, at);
    }

    private Node items(Place at, int depth) {
        checkDepth(at, depth);
        var values = new ArrayList<Node>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(node(token, depth + 1));
        }
        return new Node.Items(values, at);
    }

    private static void checkDepth(Place at, int depth) {
        if (depth > MAX_DEPTH) {
            throw invalid(at.prefix() + "nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    private Place here() {
        var location = parser.currentTokenLocation();
        return new Place(fileName, linesBefore + location.getLineNr(), location.getColumnNr());
    }
}
