package org.datasetcommons.bench;

/** What is measured, one after the other on the same files. */
enum Step {
    /** All files for the first time, up to a commit. */
    ADD,
    /** The same again, with nothing changed. */
    AGAIN,
    STATUS,
    /** One file in a hundred changed, up to a commit. */
    CHANGE,
    /** Every byte of one copy: of what is stored, or of the files. */
    VERIFY,
    /** Every byte of both. */
    VERIFY_BOTH,
    /** Another copy with all content. */
    CLONE,
    /** Two hundred contributions. */
    MERGE,
    /** The start of the program. */
    START
}
