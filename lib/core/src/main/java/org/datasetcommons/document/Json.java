package org.datasetcommons.document;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes nodes as JSON (RFC 8259), the same bytes on every machine: fields in their order, UTF-8, strings escaped as
 * little
 * as RFC 8785 section 3.2.2.2 allows.
 */
public final class Json {
    private Json() {}

    /** Indented by two spaces, with a newline at the end: the form of every statement, readable on a forge. */
    public static byte[] pretty(Node node) {
        var out = new StringBuilder();
        write(node, out, 0, true);
        return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** On one line, without spaces or newline: a line of a JSON Lines file. */
    public static String line(Node node) {
        var out = new StringBuilder();
        write(node, out, 0, false);
        return out.toString();
    }

    /**
     * The canonical form: no white space, the fields of every mapping sorted by the UTF-16 code units of their names,
     * and
     * strings, truth values and null as RFC 8785 (sections 3.2.2 and 3.2.3) has them. Departure: numbers keep the
     * spelling
     * they were read with, so the form is exactly that of RFC 8785 as long as all numbers are whole and within ±(2^53
     * - 1)
     * (and not {@code -0}).
     *
     * @throws IllegalArgumentException if a text holds half of a surrogate pair, which UTF-8 cannot say
     */
    public static byte[] canonical(Node node) {
        var out = new StringBuilder();
        writeCanonical(node, out);
        return utf8(out);
    }

    /** As {@link #canonical}, at the end of this text. */
    public static void writeCanonical(Node node, StringBuilder out) {
        if (node instanceof Node.Fields fields) {
            // String.compareTo compares UTF-16 code units, which is the order RFC 8785 section 3.2.3 asks for.
            char before = '{';
            for (var entry : new TreeMap<>(fields.values()).entrySet()) {
                out.append(before);
                writeString(entry.getKey(), out);
                out.append(':');
                writeCanonical(entry.getValue(), out);
                before = ',';
            }
            out.append(before == '{' ? "{}" : "}");
        } else if (node instanceof Node.Items items) {
            char before = '[';
            for (var item : items.values()) {
                out.append(before);
                writeCanonical(item, out);
                before = ',';
            }
            out.append(before == '[' ? "[]" : "]");
        } else {
            write(node, out, 0, false);
        }
    }

    /**
     * The UTF-8 bytes of this text.
     *
     * @throws IllegalArgumentException if it holds half of a surrogate pair
     */
    public static byte[] utf8(CharSequence text) {
        try {
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text holds half of a surrogate pair", e);
        }
    }

    private static void write(Node node, StringBuilder out, int depth, boolean pretty) {
        if (node instanceof Node.Fields fields) {
            writeFields(fields, out, depth, pretty);
        } else if (node instanceof Node.Items items) {
            writeItems(items, out, depth, pretty);
        } else if (node instanceof Node.Scalar scalar) {
            switch (scalar.type()) {
                case TEXT, PLAIN -> writeString(scalar.text(), out);
                case NUMBER, BOOLEAN -> out.append(scalar.text());
                case NULL -> out.append("null");
            }
        }
    }

    private static void writeFields(Node.Fields fields, StringBuilder out, int depth, boolean pretty) {
        if (fields.values().isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        for (Iterator<Map.Entry<String, Node>> i = fields.values().entrySet().iterator(); i.hasNext(); ) {
            var entry = i.next();
            newLine(out, depth + 1, pretty);
            writeString(entry.getKey(), out);
            out.append(pretty ? ": " : ":");
            write(entry.getValue(), out, depth + 1, pretty);
            if (i.hasNext()) {
                out.append(',');
            }
        }
        newLine(out, depth, pretty);
        out.append('}');
    }

    private static void writeItems(Node.Items items, StringBuilder out, int depth, boolean pretty) {
        if (items.values().isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (Iterator<Node> i = items.values().iterator(); i.hasNext(); ) {
            newLine(out, depth + 1, pretty);
            write(i.next(), out, depth + 1, pretty);
            if (i.hasNext()) {
                out.append(',');
            }
        }
        newLine(out, depth, pretty);
        out.append(']');
    }

    private static void newLine(StringBuilder out, int depth, boolean pretty) {
        if (pretty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    /** Writes a JSON string, with its quotes. */
    public static void writeString(String text, StringBuilder out) {
        out.append('"');
        // Nearly every text is plain to its end.
        int plain = plainLength(text);
        out.append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static int plainLength(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) != '"' && text.charAt(i) != '\\') {
            i++;
        }
        return i;
    }
}
