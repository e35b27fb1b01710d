package org.datasetcommons.merge;

import java.util.List;
import org.datasetcommons.history.TreeEdit;

/** What a merge came to. */
public sealed interface MergeResult {
    /**
     * It fits.
     *
     * @param edit what changes on our side
     * @param settled conflicts that were settled as asked
     */
    record Merged(TreeEdit edit, List<Conflict.Settled> settled) implements MergeResult {}

    /** It does not, because of these. */
    record Conflicted(List<Conflict> conflicts) implements MergeResult {}
}
