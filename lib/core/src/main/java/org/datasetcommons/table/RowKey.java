package org.datasetcommons.table;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;

/**
 * What names a row within its table: printable text in Unicode normalization form C (UAX 15), without control or format
 * characters, without white space at its ends and no other space than U+0020 within, at most 200 bytes in UTF-8.
 */
public record RowKey(String text) implements Comparable<RowKey> {
    /** The most bytes a key may have in UTF-8. */
    public static final int MAX_BYTES = 200;

    public RowKey {
        String problem = problem(text);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * Reads a key.
     *
     * @param at where it stands, for messages
     * @throws org.datasetcommons.CommonsException if the text is not a key
     */
    public static RowKey parse(String text, Place at) {
        String problem = problem(text);
        if (!problem.isEmpty()) {
            throw invalid(at.prefix() + problem)
                    .hint("choose another key column, or give every row a key of at most " + MAX_BYTES
                            + " bytes in it");
        }
        return new RowKey(text);
    }

    /** Reads a key from a cell: a text, or a whole number as it is spelled. */
    static RowKey parse(Node cell, String column, Place at) {
        if (cell instanceof Node.Scalar scalar
                && (scalar.type() == Node.Type.TEXT
                        || scalar.type() == Node.Type.NUMBER && scalar.text().matches("0|-?[1-9][0-9]*"))) {
            return parse(scalar.text(), at);
        }
        throw invalid(at.prefix() + "key column '" + column + "' holds a " + cell.kind())
                .hint("a key is a text or a whole number");
    }

    /** Whether the text is a key. */
    public static boolean isKey(String text) {
        return problem(text).isEmpty();
    }

    private static String problem(String text) {
        if (text.isEmpty()) {
            return "empty key";
        }
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "key is longer than " + MAX_BYTES + " bytes in UTF-8";
        }
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (Columns.hidden(c) || c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR) {
                return String.format(Locale.ROOT, "key holds the character U+%04X", c);
            }
            i += Character.charCount(c);
        }
        if (text.startsWith(" ") || text.endsWith(" ")) {
            return "key '" + text + "' starts or ends with a space";
        }
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? ""
                : "key '" + text + "' is not in normalization form C";
    }

    /** By UTF-16 code units. */
    @Override
    public int compareTo(RowKey other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
