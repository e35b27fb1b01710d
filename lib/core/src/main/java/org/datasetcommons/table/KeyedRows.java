package org.datasetcommons.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.document.Place;
import org.datasetcommons.sorting.Sorting;

/** All rows of one table by key, in their order; held in memory. */
public final class KeyedRows {
    private final TableFormat format;
    private final Optional<Columns> header;
    private final Map<RowKey, Row> rows;

    /**
     * These rows; the header is there for the formats that have one, and only for those.
     */
    public KeyedRows(TableFormat format, Optional<Columns> header, Map<RowKey, Row> rows) {
        if (format.hasHeader() != header.isPresent()) {
            throw new IllegalArgumentException(format + (header.isPresent() ? " has no header" : " needs a header"));
        }
        this.format = format;
        this.header = header;
        this.rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /**
     * Reads a whole table.
     *
     * @param lines empty, as for {@link RowKeys}
     * @throws org.datasetcommons.CommonsException as {@link TableReader#read} and {@link RowKeys} do
     */
    public static KeyedRows read(
            TableReader reader,
            String fileName,
            TableFormat format,
            InputStream content,
            String keyColumn,
            Sorting lines)
            throws IOException {
        var headers = new ArrayList<Columns>();
        var rows = new LinkedHashMap<RowKey, Row>();
        var keys = new RowKeys(keyColumn, lines, rows::put);
        reader.read(fileName, format, content, new RowConsumer() {
            @Override
            public void header(Columns columns, Place at) {
                headers.add(columns);
                keys.header(columns, at);
            }

            @Override
            public void row(long number, Row row) throws IOException {
                keys.row(number, row);
            }

            @Override
            public void end() {
                keys.end();
            }
        });
        return new KeyedRows(format, headers.stream().findFirst(), rows);
    }

    public TableFormat format() {
        return format;
    }

    /** The columns that the header names; empty for JSON Lines. */
    public Optional<Columns> header() {
        return header;
    }

    public Map<RowKey, Row> rows() {
        return rows;
    }

    public Optional<Row> find(RowKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** Writes the table as {@link TableWriter} does; the stream stays open. */
    public void writeTo(OutputStream out) throws IOException {
        var writer = header.map(columns -> TableWriter.withHeader(format, columns, out))
                .orElseGet(() -> TableWriter.jsonLines(out));
        for (var row : rows.values()) {
            writer.write(row);
        }
        writer.flush();
    }
}
