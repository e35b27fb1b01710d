package org.datasetcommons.table;

import static org.datasetcommons.CommonsException.invalid;

import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/**
 * Writes rows, the same bytes for the same rows: UTF-8, lines that end with a line feed, in CSV quotes only where RFC
 * 4180
 * needs them, in JSON Lines a compact object a line with the row's own order of columns. What is written reads back as
 * equal rows.
 */
public final class TableWriter implements Flushable {
    private static final int BUFFER = 1 << 16;

    private final TableFormat format;
    private final Optional<Columns> header;
    private final OutputStream out;
    private final StringBuilder buffer = new StringBuilder();

    private TableWriter(TableFormat format, Optional<Columns> header, OutputStream out) {
        this.format = format;
        this.header = header;
        this.out = out;
    }

    /** Starts a table with a header; JSON Lines has none and needs no columns, see {@link #jsonLines}. */
    public static TableWriter withHeader(TableFormat format, Columns header, OutputStream out) {
        if (!format.hasHeader()) {
            throw new IllegalArgumentException(format + " has no header");
        }
        var writer = new TableWriter(format, Optional.of(header), out);
        for (int i = 0; i < header.size(); i++) {
            writer.cell(header.names().get(i), i);
        }
        writer.buffer.append('\n');
        return writer;
    }

    /** Starts a JSON Lines file. */
    public static TableWriter jsonLines(OutputStream out) {
        return new TableWriter(TableFormat.JSONL, Optional.empty(), out);
    }

    /**
     * Writes a row; its columns may stand in another order than those of the header.
     *
     * @throws org.datasetcommons.CommonsException if the row has other columns than the header, or a value that the
     * format
     *     cannot say; nothing of the row is written then
     */
    public void write(Row row) throws IOException {
        int before = buffer.length();
        try {
            if (header.isPresent()) {
                writeCells(row, header.get());
            } else {
                buffer.append(Json.line(row.toFields()));
            }
        } catch (RuntimeException e) {
            buffer.setLength(before);
            throw e;
        }
        buffer.append('\n');
        if (buffer.length() >= BUFFER) {
            drain();
        }
    }

    private void writeCells(Row row, Columns columns) {
        if (row.columns().size() != columns.size()) {
            throw otherColumns(row, columns);
        }
        boolean sameOrder = row.columns().equals(columns);
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.names().get(i);
            Node value = sameOrder ? row.values().get(i) : row.find(name).orElseThrow(() -> otherColumns(row, columns));
            if (!(value instanceof Node.Scalar scalar) || scalar.type() != Node.Type.TEXT) {
                throw invalid(row.at().prefix() + "column '" + name + "' holds a " + value.kind() + "; " + format
                                + " holds only texts")
                        .hint("keep the table as JSON Lines (.jsonl)");
            }
            cell(scalar.text(), i);
        }
    }

    private static RuntimeException otherColumns(Row row, Columns columns) {
        return invalid(row.at().prefix() + "row has other columns than the header: " + row.columns()
                + "; the header has: "
                + columns);
    }

    private void cell(String text, int position) {
        if (position > 0) {
            buffer.append(format == TableFormat.CSV ? ',' : '\t');
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid("a NUL character cannot be written to " + format);
        }
        boolean alone = header.isPresent() && header.get().size() == 1;
        if (format == TableFormat.TSV) {
            if (text.chars().anyMatch(c -> c == '\t' || c == '\n' || c == '\r')) {
                throw invalid("a value with a tab or a line end cannot be written to TSV")
                        .hint("keep the table as CSV");
            }
            if (alone && text.isEmpty()) {
                throw invalid("an empty value in a table of one column cannot be written to TSV")
                        .hint("keep the table as CSV");
            }
            buffer.append(text);
        } else if (alone && text.isEmpty()
                || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            // An empty line would be no row at all, so that a lone empty value goes in quotes.
            buffer.append('"').append(text.replace("\"", "\"\"")).append('"');
        } else {
            buffer.append(text);
        }
    }

    /** Hands all that was written to the stream, and flushes it. The stream is the caller's to close. */
    @Override
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    private void drain() throws IOException {
        out.write(Json.utf8(buffer));
        buffer.setLength(0);
    }
}
