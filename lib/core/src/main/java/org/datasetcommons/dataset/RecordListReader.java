package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.datasetcommons.document.Documents;

/** Reads a record list line by line; it may be longer than memory. */
public final class RecordListReader {
    private static final int BUFFER = 1 << 16;

    private final String file;
    private final InputStream in;
    private final Documents documents;
    private final PlainRecordReader plain = new PlainRecordReader();
    private byte[] buffer = new byte[BUFFER];
    private int filled;
    private int start;
    private int end = -1;
    private int number;
    private boolean inOneSpelling = true;
    private boolean twice;
    private ContributedRecord record;

    /**
     * @param file its name, for messages
     * @param in stays open
     * @param firstLine the number of the line that begins there
     */
    public RecordListReader(String file, InputStream in, int firstLine, Documents documents) {
        this.file = file;
        this.in = in;
        this.number = firstLine - 1;
        this.documents = documents;
    }

    /**
     * Goes to the next line.
     *
     * @return whether there is one
     * @throws org.datasetcommons.CommonsException if it is malformed; the message says which line of the file it is
     */
    public boolean next() throws IOException {
        start = end + 1;
        number++;
        if (!findEnd()) {
            return false;
        }
        var before = record;
        record = plain.find(buffer, start, end).orElse(null);
        if (record == null) {
            byte[] line = Arrays.copyOfRange(buffer, start, end);
            record = ContributedRecord.from(
                    documents.jsonLine(file, number, line).asFields());
            inOneSpelling &= Arrays.equals(line, record.line().getBytes(StandardCharsets.UTF_8));
        }
        if (before != null) {
            inOneSpelling &= before.compareTo(record) <= 0;
            twice |= before.id().equals(record.id());
        }
        return true;
    }

    /** Fills the buffer until it holds the end of the line that begins at the start. */
    private boolean findEnd() throws IOException {
        for (end = start; ; end++) {
            if (end == filled) {
                makeRoom();
                int read = in.read(buffer, filled, buffer.length - filled);
                if (read < 0 && start == filled) {
                    end = start - 1;
                    return false;
                } else if (read < 0) {
                    throw invalid(file + ":" + number + ": the last line has no end");
                }
                filled += read;
            }
            if (buffer[end] == '\n') {
                return true;
            }
        }
    }

    private void makeRoom() {
        if (filled < buffer.length) {
            return;
        }
        byte[] room = filled - start > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
        System.arraycopy(buffer, start, room, 0, filled - start);
        buffer = room;
        filled -= start;
        end -= start;
        start = 0;
    }

    /** The record of the line. */
    public ContributedRecord record() {
        return record;
    }

    /** The bytes of the line are in this array, until the next one is read. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the line begins. */
    public int start() {
        return start;
    }

    /** Where the line ends, without its newline. */
    public int end() {
        return end;
    }

    /** Whether the records up to here, written again, give the same bytes. */
    public boolean isInOneSpelling() {
        return inOneSpelling;
    }

    /** Whether two lines are of the same record; in a sorted list they follow each other. */
    public boolean namesARecordTwice() {
        return twice;
    }
}
