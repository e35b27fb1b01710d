package org.datasetcommons.table;

import java.io.IOException;
import org.datasetcommons.document.Place;

/** Takes the rows of a table as they are read. */
public interface RowConsumer {
    /** Takes the columns of the header, once and before any row; never called for JSON Lines. */
    default void header(Columns columns, Place at) throws IOException {}

    /**
     * Takes a row.
     *
     * @param number the number of the row, from 1; the header is not counted
     */
    void row(long number, Row row) throws IOException;

    /** Comes after the last row of a table that is well formed. */
    default void end() throws IOException {}
}
