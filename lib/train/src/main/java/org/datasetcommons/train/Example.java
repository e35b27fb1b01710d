package org.datasetcommons.train;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.digest.Digest;

/**
 * What a model learns from or is measured on: one record.
 *
 * @param id of the record
 * @param digest of the record, by which it is put into a split
 * @param fields what is known of it by name: the columns of a row; of a file {@code path}, {@code folder} and {@code meta.…}
 * @param content the bytes of a file
 */
public record Example(String id, Digest digest, SortedMap<String, String> fields, Optional<Content> content) {
    /** Bytes that are read when they are needed. */
    @FunctionalInterface
    public interface Content {
        byte[] read();
    }

    public Example {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }
}
