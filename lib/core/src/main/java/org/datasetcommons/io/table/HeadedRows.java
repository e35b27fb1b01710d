package org.datasetcommons.io.table;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import org.datasetcommons.table.Columns;
import org.datasetcommons.table.Row;
import org.datasetcommons.table.RowConsumer;

/** Makes rows of the lines of a table with a header, and refuses lines that do not fit it. */
final class HeadedRows {
    private final String fileName;
    private final RowConsumer consumer;
    private Optional<Columns> header = Optional.empty();
    private long count;

    HeadedRows(String fileName, RowConsumer consumer) {
        this.fileName = fileName;
        this.consumer = consumer;
    }

    /** Takes the fields of a line: of the header first, of a row afterwards. */
    void accept(List<String> fields, Place at) throws IOException {
        if (header.isEmpty()) {
            header = Optional.of(Columns.of(fields, at));
            consumer.header(header.get(), at);
            return;
        }
        Columns columns = header.get();
        if (fields.size() != columns.size()) {
            throw invalid(at.prefix() + "expected " + columns.size() + " columns, found " + fields.size())
                    .hint("the header of " + fileName + " names: " + columns);
        }
        var values = new ArrayList<Node>(fields.size());
        for (String field : fields) {
            values.add(new Node.Scalar(field, Node.Type.TEXT, at));
        }
        consumer.row(++count, new Row(columns, values, at));
    }

    /** How many rows there were. */
    long count() {
        return count;
    }

    static void checkField(String field, int index, Place at) {
        if (index >= Columns.MAX) {
            throw invalid(at.prefix() + "more than " + Columns.MAX + " columns");
        }
        if (field.length() > Tables.MAX_FIELD / 3 && utf8Length(field) > Tables.MAX_FIELD) {
            throw fieldTooLong(at);
        }
    }

    static CommonsException fieldTooLong(Place at) {
        return invalid(at.prefix() + "a value longer than " + Tables.MAX_FIELD + " bytes")
                .hint("is a quote that opens in this row never closed? keep large contents in files of their own");
    }

    static CommonsException blankLine(Place at) {
        return invalid(at.prefix() + "blank line").hint("delete the line");
    }

    static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a pair counts two of the four bytes.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
