package org.datasetcommons.table;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Place;
import org.datasetcommons.document.Spelling;
import org.datasetcommons.sorting.Sorting;

/**
 * Finds the key of every row that is read, and hands both on. It fails if the key column is missing or a key is malformed,
 * and at the end of the table if a key stood twice.
 */
public final class RowKeys implements RowConsumer {
    private final String column;
    private final Sorting lines;
    private final KeyedRowConsumer rows;
    private String file = "";

    /**
     * Takes keys from this column.
     *
     * @param lines empty; keys are sorted in it, each with its line, to find those that stand twice
     */
    public RowKeys(String column, Sorting lines, KeyedRowConsumer rows) {
        this.column = column;
        this.lines = lines;
        this.rows = rows;
    }

    @Override
    public void header(Columns columns, Place at) {
        if (columns.find(column).isEmpty()) {
            throw noColumn(columns, new Place(at.file(), 0, 0));
        }
    }

    @Override
    public void row(long number, Row row) throws IOException {
        var cell = row.find(column).orElseThrow(() -> noColumn(row.columns(), row.at()));
        var key = RowKey.parse(cell, column, row.at());
        file = row.at().file();
        lines.add(Entry.bytes(key, row.at()));
        rows.row(key, row);
    }

    /** Tells the first row whose key a row before it has. */
    @Override
    public void end() {
        Entry before = null;
        Entry first = null;
        Entry twice = null;
        for (byte[] bytes : lines) {
            var entry = new Entry(bytes);
            if (before == null || !entry.hasKeyOf(before)) {
                before = entry;
            } else if (twice == null || entry.line() < twice.line()) {
                first = before;
                twice = entry;
            }
        }
        if (twice != null) {
            throw invalid(twice.at(file).prefix() + "key '" + twice.key() + "' stands twice (first on line "
                            + first.line() + ")")
                    .hint("every row needs a key of its own; choose another key column, or remove one of the rows");
        }
    }

    private CommonsException noColumn(Columns columns, Place at) {
        var error = invalid(at.prefix() + "no column '" + column + "' to serve as key; columns are: " + columns);
        Spelling.nearest(column, columns.names()).ifPresent(near -> error.hint("did you mean '" + near + "'?"));
        return error;
    }

    /** A key and where it stands, as bytes that sort by key and then by place. No key has a zero in it, so one ends it. */
    private record Entry(byte[] bytes) {
        private static final int PLACE = 2 * Integer.BYTES;

        static byte[] bytes(RowKey key, Place at) {
            byte[] text = key.text().getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(text.length + 1 + PLACE)
                    .put(text)
                    .put((byte) 0)
                    .putInt(at.line())
                    .putInt(at.column())
                    .array();
        }

        private int keyLength() {
            return bytes.length - PLACE - 1;
        }

        String key() {
            return new String(bytes, 0, keyLength(), StandardCharsets.UTF_8);
        }

        boolean hasKeyOf(Entry other) {
            return Arrays.equals(bytes, 0, keyLength(), other.bytes, 0, other.keyLength());
        }

        int line() {
            return ByteBuffer.wrap(bytes).getInt(keyLength() + 1);
        }

        Place at(String file) {
            return new Place(file, line(), ByteBuffer.wrap(bytes).getInt(keyLength() + 1 + Integer.BYTES));
        }
    }
}
