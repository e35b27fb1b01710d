package org.datasetcommons.io.table;

import static org.datasetcommons.CommonsException.invalid;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import org.datasetcommons.table.Columns;
import org.datasetcommons.table.Row;
import org.datasetcommons.table.RowConsumer;
import org.datasetcommons.table.TableFormat;
import org.datasetcommons.table.TableReader;

/** Reads CSV (RFC 4180, by FastCSV), TSV and JSON Lines; the rules are in {@code docs/format/table.md}. */
public final class Tables implements TableReader {
    /** The most bytes one value may have in UTF-8. */
    public static final int MAX_FIELD = 1 << 20;

    /** The most bytes one row may have in UTF-8. */
    public static final int MAX_ROW = 8 << 20;

    private final Documents documents;

    /** @param documents reads the rows of JSON Lines */
    public Tables(Documents documents) {
        this.documents = documents;
    }

    @Override
    public void read(String fileName, TableFormat format, InputStream content, RowConsumer rows) throws IOException {
        var in = new BufferedInputStream(content, 1 << 16);
        Encodings.checkStart(fileName, in);
        long count = switch (format) {
            case CSV -> new CsvTable(fileName, rows).read(in);
            case TSV -> readTsv(fileName, in, rows);
            case JSONL -> readJsonLines(fileName, in, rows);
        };
        if (count == 0) {
            throw invalid(new Place(fileName, 0, 0).prefix() + "a header, but no rows")
                    .hint("a table has at least one row; remove the file if there is none");
        }
        rows.end();
    }

    private static long readTsv(String fileName, InputStream in, RowConsumer consumer) throws IOException {
        var rows = new HeadedRows(fileName, consumer);
        var lines = new Lines(fileName, in);
        while (lines.advance()) {
            String text = lines.text();
            if (text.isEmpty()) {
                throw HeadedRows.blankLine(lines.at());
            }
            if (text.indexOf('\r') >= 0) {
                throw invalid(lines.at().prefix() + "carriage return within a line")
                        .hint("lines end with a line feed");
            }
            var fields = List.of(text.split("\t", Columns.MAX + 2));
            for (int i = 0; i < fields.size(); i++) {
                HeadedRows.checkField(fields.get(i), i, lines.at());
            }
            rows.accept(fields, lines.at());
        }
        return rows.count();
    }

    private long readJsonLines(String fileName, InputStream in, RowConsumer consumer) throws IOException {
        var lines = new Lines(fileName, in);
        Columns previous = Columns.of("none");
        while (lines.advance()) {
            String text = lines.text();
            if (text.isBlank()) {
                throw HeadedRows.blankLine(lines.at());
            }
            Node node = documents.jsonLine(fileName, lines.number(), text);
            if (!(node instanceof Node.Fields fields)) {
                throw invalid(node.at().prefix() + "a row is a JSON object, found a " + node.kind());
            }
            var names = List.copyOf(fields.values().keySet());
            // Rows mostly have the columns of the one before, which then need no second check.
            if (!names.equals(previous.names())) {
                previous = Columns.of(names, lines.at());
            }
            consumer.row(
                    lines.number(),
                    new Row(previous, List.copyOf(fields.values().values()), lines.at()));
        }
        return lines.number();
    }
}
