package org.datasetcommons.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a record list line by line, in the order in which the records come, which is to be theirs. */
public final class RecordListWriter {
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();

    /** @param out stays open */
    public RecordListWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes a record, with a newline.
     *
     * @return the bytes of its line, without the newline
     */
    public byte[] write(ContributedRecord record) throws IOException {
        line.setLength(0);
        record.appendTo(line);
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        out.write('\n');
        return bytes;
    }
}
