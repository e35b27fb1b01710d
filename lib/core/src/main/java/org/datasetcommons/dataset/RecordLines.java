package org.datasetcommons.dataset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.datasetcommons.document.Documents;

/**
 * The lines of a record list: one record each, sorted, each line with a newline.
 *
 * @param records in the order of their lines
 * @param inOneSpelling whether the same records, written again, give the same bytes
 */
public record RecordLines(List<ContributedRecord> records, boolean inOneSpelling) {
    public RecordLines {
        records = List.copyOf(records);
    }

    /** Writes the lines of records in their order, which is to be sorted. */
    public static void write(Collection<ContributedRecord> records, OutputStream out) throws IOException {
        var line = new StringBuilder();
        for (var record : records) {
            line.setLength(0);
            record.appendTo(line);
            out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @throws org.datasetcommons.CommonsException if a line is malformed; the message says which line of the file it is */
    public static RecordLines read(String file, byte[] bytes, Documents documents) {
        return read(file, bytes, 0, 1, documents);
    }

    /**
     * Reads the lines from some byte of a file on.
     *
     * @param firstLine the number of the line that begins there
     */
    public static RecordLines read(String file, byte[] bytes, int from, int firstLine, Documents documents) {
        var reader = new RecordListReader(
                file, new ByteArrayInputStream(bytes, from, bytes.length - from), firstLine, documents);
        var records = new ArrayList<ContributedRecord>();
        try {
            while (reader.next()) {
                records.add(reader.record());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Memory has no such trouble.
        }
        return new RecordLines(records, reader.isInOneSpelling());
    }
}
