package org.datasetcommons.table;

import static org.datasetcommons.CommonsException.invalid;

import java.util.Locale;
import java.util.Optional;

/** How a table is written in a file. */
public enum TableFormat {
    /** Comma-separated values, RFC 4180, with a header. */
    CSV(".csv", "text/csv"),
    /** Tab-separated values as IANA registers them: a header, no quoting. */
    TSV(".tsv", "text/tab-separated-values"),
    /** JSON Lines: one JSON object a line, no header. */
    JSONL(".jsonl", "application/jsonl");

    private final String extension;
    private final String mediaType;

    TableFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    /** The format that the end of this file name says, in any case; empty if it is not a table's. */
    public static Optional<TableFormat> findByFileName(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        for (var format : values()) {
            if (lower.endsWith(format.extension)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * As {@link #findByFileName}, for a file that must be a table.
     *
     * @throws org.datasetcommons.CommonsException if the name ends otherwise
     */
    public static TableFormat ofFileName(String fileName) {
        return findByFileName(fileName)
                .orElseThrow(() -> invalid(fileName + ": not a table").hint("tables end in .csv, .tsv or .jsonl"));
    }

    /** {@code .csv}. */
    public String extension() {
        return extension;
    }

    /** {@code text/csv}. */
    public String mediaType() {
        return mediaType;
    }

    /** Whether the columns are named once, in a first line, for all rows. */
    public boolean hasHeader() {
        return this != JSONL;
    }
}
