package org.datasetcommons.merge;

/** What to do about a record that both sides changed. */
public enum Settlement {
    /** Nothing: say so, and leave it to a person. */
    NONE,
    OURS,
    THEIRS,
    /** Keep ours in its place and theirs beside it, under a name of its own. Files only. */
    BOTH
}
