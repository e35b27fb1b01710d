package org.datasetcommons.table;

import java.io.IOException;
import java.io.InputStream;

/** Reads tables row by row, in memory that does not grow with the table. */
public interface TableReader {
    /**
     * Hands every row to the consumer, in order. A row handed over is well formed; a later one may still fail.
     *
     * @param fileName for messages
     * @param content read to its end, and left open
     * @throws org.datasetcommons.CommonsException if the table is malformed, naming the line, or has no rows
     */
    void read(String fileName, TableFormat format, InputStream content, RowConsumer rows) throws IOException;
}
