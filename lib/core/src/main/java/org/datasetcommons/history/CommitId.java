package org.datasetcommons.history;

/** Names a commit: 40 lower-case hex digits, git's SHA-1. Trust never rests on it. */
public record CommitId(String hex) {
    public CommitId {
        if (!hex.matches("[0-9a-f]{40}")) {
            throw new IllegalArgumentException("not a commit id: " + hex);
        }
    }

    /** The first ten digits, for people. */
    public String abbreviated() {
        return hex.substring(0, 10);
    }

    // As in Pointer.

    @Override
    public boolean equals(Object other) {
        return other instanceof CommitId commit && hex.equals(commit.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public String toString() {
        return hex;
    }
}
