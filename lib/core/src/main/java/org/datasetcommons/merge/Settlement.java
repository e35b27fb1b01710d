package org.datasetcommons.merge;

import java.util.Locale;

/** What to do about a record that both sides changed. */
public enum Settlement {
    /** Nothing: say so, and leave it to a person. */
    NONE,
    OURS,
    THEIRS,
    /** Keep ours in its place and theirs beside it, under a name of its own. Files only. */
    BOTH;

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
