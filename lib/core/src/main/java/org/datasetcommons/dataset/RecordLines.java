package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

import java.io.ByteArrayOutputStream;
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

    /** Whether two lines are of the same record; in a sorted list they follow each other. */
    public boolean nameARecordTwice() {
        for (int i = 1; i < records.size(); i++) {
            if (records.get(i).id().equals(records.get(i - 1).id())) {
                return true;
            }
        }
        return false;
    }

    /** The bytes of the list of these records. */
    public static byte[] bytes(Collection<ContributedRecord> records) {
        var out = new ByteArrayOutputStream();
        try {
            write(records.stream().sorted().toList(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Memory has no such trouble.
        }
        return out.toByteArray();
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
        var reader = new PlainRecordReader(bytes);
        var records = new ArrayList<ContributedRecord>();
        boolean inOneSpelling = true;
        int number = firstLine;
        for (int start = from; start < bytes.length; number++) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end == bytes.length) {
                throw invalid(file + ":" + number + ": the last line has no end");
            }
            var record = reader.find(start, end).orElse(null);
            if (record == null) {
                byte[] line = java.util.Arrays.copyOfRange(bytes, start, end);
                record = ContributedRecord.from(
                        documents.jsonLine(file, number, line).asFields());
                inOneSpelling &= java.util.Arrays.equals(line, record.line().getBytes(StandardCharsets.UTF_8));
            }
            inOneSpelling &=
                    records.isEmpty() || records.get(records.size() - 1).compareTo(record) <= 0;
            records.add(record);
            start = end + 1;
        }
        return new RecordLines(records, inOneSpelling);
    }
}
