package org.datasetcommons.merge;

import org.datasetcommons.document.Node;

/** A record that both sides changed, and not to the same. */
public sealed interface Conflict {
    /** The record or file. */
    String subject();

    /** What each side did, in a sentence. */
    String message();

    /** A file that both sides added or changed, or one changed and the other removed. */
    record FileConflict(String subject, String message) implements Conflict {}

    /** A row that both sides changed, with the columns they differ in. */
    record RowConflict(String subject, String message) implements Conflict {}

    default Node.Fields toNode() {
        return Node.fields().put("record", subject()).put("message", message()).build();
    }
}
