package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.datasetcommons.document.Documents;

/** Reads a record list line by line; it may be longer than memory. */
public final class RecordListReader {
    private static final int BUFFER = 1 << 16;
    /** What stands before a digest, and nowhere else in a line, as quotes within a text are escaped. */
    private static final byte[] DIGEST = "\"sha256\":\"".getBytes(StandardCharsets.US_ASCII);
    /** Of four bytes. */
    private static final int DIGITS = 8;

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
        if (!nextLine()) {
            return false;
        }
        var before = record;
        record = parse();
        if (before != null) {
            inOneSpelling &= before.compareTo(record) <= 0;
            twice |= before.id().equals(record.id());
        }
        return true;
    }

    /**
     * Goes to the next line whose record may be wanted. The others are not looked at.
     *
     * @param wanted asked for the first four bytes of a digest
     */
    public boolean next(IntPredicate wanted) throws IOException {
        do {
            if (!nextLine()) {
                return false;
            }
        } while (!mayBeWanted(wanted));
        record = parse();
        return true;
    }

    /**
     * Goes to the next line and does not look at it: {@link #record} stays what it was.
     *
     * @return whether there is one
     */
    public boolean nextLine() throws IOException {
        start = end + 1;
        number++;
        return findEnd();
    }

    private boolean mayBeWanted(IntPredicate wanted) {
        int at = start;
        int last = end - DIGEST.length - DIGITS;
        while (at < last && !Arrays.equals(buffer, at, at + DIGEST.length, DIGEST, 0, DIGEST.length)) {
            at++;
        }
        int bytes = 0;
        for (int i = at + DIGEST.length; at < last && i < at + DIGEST.length + DIGITS; i++) {
            int digit = Character.digit(buffer[i], 16);
            if (digit < 0) {
                return true; // Whoever reads it strictly will say what is wrong.
            }
            bytes = bytes << 4 | digit;
        }
        return at >= last || wanted.test(bytes);
    }

    private ContributedRecord parse() {
        var plainly = plain.find(buffer, start, end);
        if (plainly.isPresent()) {
            return plainly.get();
        }
        byte[] line = Arrays.copyOfRange(buffer, start, end);
        var parsed =
                ContributedRecord.from(documents.jsonLine(file, number, line).asFields());
        inOneSpelling &= Arrays.equals(line, parsed.line().getBytes(StandardCharsets.UTF_8));
        return parsed;
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
