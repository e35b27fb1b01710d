package org.datasetcommons.train;

/** Names under which an example carries what is known of its record. */
final class Fields {
    /** The record's path in the dataset. */
    static final String PATH = "commons.path";
    /** The key of a row. */
    static final String KEY = "commons.key";
    /** Who gave it. */
    static final String CONTRIBUTOR = "contributor";
    /** On what licence. */
    static final String LICENSE = "license";
    /** Prefix of what a contributor said with {@code add --meta}. */
    static final String META = "meta.";
    /** The name of the folder that holds the file. */
    static final String FOLDER = "folder";

    private Fields() {}
}
