package org.datasetcommons.io.table;

import static org.datasetcommons.CommonsException.invalid;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Place;
import org.datasetcommons.table.RowConsumer;

/** One CSV file while it is read. */
final class CsvTable {
    private final String fileName;
    private final HeadedRows rows;
    private final Fields handler = new Fields();

    CsvTable(String fileName, RowConsumer consumer) {
        this.fileName = fileName;
        this.rows = new HeadedRows(fileName, consumer);
    }

    /** Hands over all rows and says how many there were. */
    long read(InputStream in) throws IOException {
        try (var parser = parser(in);
                var lines = parser.iterator()) {
            while (hasNext(lines)) {
                rows.accept(lines.next(), handler.at());
            }
        }
        return rows.count();
    }

    private CsvReader<List<String>> parser(InputStream in) {
        return CsvReader.builder()
                .skipEmptyLines(false)
                // HeadedRows counts the fields, with better messages.
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                // The longest value, all of it doubled quotes, with room to spare.
                .maxBufferSize(4 * Tables.MAX_FIELD)
                .build(handler, new Utf8Reader(fileName, in));
    }

    private boolean hasNext(java.util.Iterator<List<String>> lines) throws IOException {
        try {
            return lines.hasNext();
        } catch (CsvParseException e) {
            throw explained(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private CommonsException explained(CsvParseException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CommonsException ours) {
                return ours;
            }
        }
        String said = String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        if (said.contains("buffer")) {
            return HeadedRows.fieldTooLong(handler.at());
        }
        if (said.contains("unclosed") || said.contains("Unclosed")) {
            return invalid(handler.at().prefix() + "a quote that opens in this row is never closed", e)
                    .hint("a quote within a value in quotes is written twice: \"\"");
        }
        String problem = said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
        return invalid(handler.at().prefix() + "malformed CSV: " + problem.replaceFirst(" \\(record starting.*", ""), e)
                .hint("a quote within a value in quotes is written twice: \"\"");
    }

    /** Collects the fields of one line. */
    private final class Fields extends AbstractBaseCsvCallbackHandler<List<String>> {
        private List<String> fields = new ArrayList<>();
        private int line = 1;
        private int bytes;

        Place at() {
            return new Place(fileName, line, 1);
        }

        @Override
        protected void handleBegin(long startingLine) {
            line = Math.toIntExact(startingLine);
            fields = new ArrayList<>();
            bytes = 0;
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            String field = new String(buffer, offset, length);
            HeadedRows.checkField(field, index, at());
            bytes += HeadedRows.utf8Length(field) + 1;
            if (bytes > Tables.MAX_ROW) {
                throw invalid(at().prefix() + "a row longer than " + Tables.MAX_ROW + " bytes");
            }
            fields.add(field);
        }

        @Override
        protected void handleEmpty() {
            throw HeadedRows.blankLine(at());
        }

        @Override
        protected List<String> buildRecord() {
            return fields;
        }
    }
}
