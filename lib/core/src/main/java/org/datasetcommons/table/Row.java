package org.datasetcommons.table;

import static org.datasetcommons.CommonsException.invalid;

import java.util.List;
import java.util.Optional;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;

/**
 * One row of a table: a value for each of its columns. From CSV and TSV every value is a text; from JSON Lines it is
 * whatever JSON value was written. Two rows are equal if their canonical forms are: the order of columns does not
 * count.
 */
public final class Row {
    private final Columns columns;
    private final List<Node> values;
    private final Place at;

    /**
     * A row with these values, one for each column.
     *
     * @param at where the row starts in its file
     */
    public Row(Columns columns, List<? extends Node> values, Place at) {
        if (columns.size() != values.size()) {
            throw new IllegalArgumentException(columns.size() + " columns, but " + values.size() + " values");
        }
        this.columns = columns;
        this.values = List.copyOf(values);
        this.at = at;
    }

    /** A row of texts, one for each column. */
    public static Row ofTexts(Columns columns, List<String> texts, Place at) {
        return new Row(
                columns,
                texts.stream().map(t -> new Node.Scalar(t, Node.Type.TEXT, at)).toList(),
                at);
    }

    /** The row whose columns are the fields of this object. */
    public static Row of(Node.Fields fields) {
        var columns = Columns.of(List.copyOf(fields.values().keySet()), fields.at());
        return new Row(columns, List.copyOf(fields.values().values()), fields.at());
    }

    public Columns columns() {
        return columns;
    }

    /** The values in the order of the columns. */
    public List<Node> values() {
        return values;
    }

    public Place at() {
        return at;
    }

    public Optional<Node> find(String column) {
        var position = columns.find(column);
        return position.isPresent() ? Optional.of(values.get(position.getAsInt())) : Optional.empty();
    }

    /** The value in this column, which must be there. */
    public Node get(String column) {
        return find(column).orElseThrow(() -> invalid(at.prefix() + "no column '" + column + "'"));
    }

    /** The text in this column, which must be there. */
    public String text(String column) {
        return get(column).asText();
    }

    /** The row as a JSON object, columns in their order. */
    public Node.Fields toFields() {
        var fields = Node.fields();
        for (int i = 0; i < values.size(); i++) {
            fields.put(columns.names().get(i), values.get(i));
        }
        return new Node.Fields(fields.build().values(), at);
    }

    /** The canonical form in UTF-8; see {@link Json#canonical} and {@code docs/format/table.md}. */
    public byte[] canonical() {
        var out = new StringBuilder();
        columns.writeCanonical(values, out);
        return Json.utf8(out);
    }

    /** The SHA-256 of {@link #canonical()}: the identity of the row. */
    public Digest digest() {
        return Digest.of(canonical());
    }

    private String canonicalText() {
        var out = new StringBuilder();
        columns.writeCanonical(values, out);
        return out.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row && canonicalText().equals(row.canonicalText());
    }

    @Override
    public int hashCode() {
        return canonicalText().hashCode();
    }

    /** The canonical form. */
    @Override
    public String toString() {
        return canonicalText();
    }
}
