package org.datasetcommons.table;

import java.io.IOException;

/** Takes the rows of a table together with their keys. */
@FunctionalInterface
public interface KeyedRowConsumer {
    void row(RowKey key, Row row) throws IOException;
}
