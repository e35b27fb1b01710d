package org.datasetcommons.cli.render;

import java.util.Map;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;

/**
 * Branches and tags of a remote that were left out, since they lead to what is never taken in.
 *
 * @param refs each with the reason
 */
public record RefusedRefs(Map<String, String> refs) {
    /** Adds them to what a command answers. */
    public FieldsBuilder in(FieldsBuilder fields) {
        return fields.put(
                "refused",
                Node.items(refs.entrySet().stream()
                        .map(ref -> Node.fields()
                                .put("ref", ref.getKey())
                                .put("reason", ref.getValue())
                                .build())
                        .toList()));
    }

    /** Warns of each. */
    public void text(Screen screen) {
        refs.forEach((ref, reason) -> screen.warn(ref + " of the remote is left out: " + reason));
    }
}
