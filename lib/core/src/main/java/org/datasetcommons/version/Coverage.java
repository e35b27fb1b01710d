package org.datasetcommons.version;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.Manifest;
import org.datasetcommons.dataset.RecordId;

/**
 * The tree of a version joined with its contributions.
 *
 * @param manifest the records that a contribution covers
 * @param uncovered records that none covers
 * @param malformed files that are no content we can read, each with what is wrong
 * @param absent tables whose content is not here, so that their rows are unknown
 * @param tables the key column of each table
 */
public record Coverage(
        Manifest manifest,
        List<RecordId> uncovered,
        SortedMap<String, String> malformed,
        List<DatasetPath> absent,
        SortedMap<DatasetPath, String> tables) {
    public Coverage {
        uncovered = List.copyOf(uncovered);
        malformed = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(malformed));
        absent = List.copyOf(absent);
        tables = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }

    /** Whether the manifest is all there is to know. */
    public boolean isComplete() {
        return uncovered.isEmpty() && malformed.isEmpty() && absent.isEmpty();
    }
}
