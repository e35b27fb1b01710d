package org.datasetcommons.table;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Place;
import org.datasetcommons.document.Spelling;

/**
 * Finds the key of every row that is read, and hands both on. It fails if the key column is missing, or a key is
 * malformed
 * or stands twice. In memory it holds the keys, not the rows.
 */
public final class RowKeys implements RowConsumer {
    private final String column;
    private final KeyedRowConsumer rows;
    private final Map<RowKey, Integer> lines = new HashMap<>();

    /** Takes keys from this column. */
    public RowKeys(String column, KeyedRowConsumer rows) {
        this.column = column;
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
        Integer first = lines.putIfAbsent(key, row.at().line());
        if (first != null) {
            throw invalid(row.at().prefix() + "key '" + key + "' stands twice (first on line " + first + ")")
                    .hint("every row needs a key of its own; choose another key column, or remove one of the rows");
        }
        rows.row(key, row);
    }

    private CommonsException noColumn(Columns columns, Place at) {
        var error = invalid(at.prefix() + "no column '" + column + "' to serve as key; columns are: " + columns);
        Spelling.nearest(column, columns.names()).ifPresent(near -> error.hint("did you mean '" + near + "'?"));
        return error;
    }
}
