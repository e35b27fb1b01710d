package org.datasetcommons.merge;

import java.util.List;
import org.datasetcommons.document.Node;

/**
 * A record or file that both sides changed, and not to the same.
 *
 * @param subject the record or file
 * @param message what each side did
 * @param choices how a person may settle it; none where the sides must agree first
 */
public record Conflict(String subject, String message, List<Settlement> choices) {
    public Conflict {
        choices = List.copyOf(choices);
    }

    /** One side has a file where the other has a folder; there is no room for both. */
    public static Conflict ofFileAndFolder(String path) {
        return new Conflict(path, "is a file on one side and a folder on the other", List.of());
    }

    /** A conflict and how it was settled. */
    public record Settled(Conflict conflict, Settlement how) {
        public Node.Fields toNode() {
            return Node.fields()
                    .put("record", conflict.subject())
                    .put("message", conflict.message())
                    .put("how", how.toString())
                    .build();
        }
    }

    public Node.Fields toNode() {
        return Node.fields().put("record", subject).put("message", message).build();
    }
}
