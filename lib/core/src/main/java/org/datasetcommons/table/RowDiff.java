package org.datasetcommons.table;

import java.util.ArrayList;
import java.util.List;

/**
 * What differs between two forms of a table, by key. Added and changed rows stand in the order of the new table,
 * removed ones
 * in that of the old; that rows or columns only moved is no difference.
 */
public record RowDiff(List<Added> added, List<Changed> changed, List<Removed> removed) {
    public RowDiff {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** A row that only the new table has. */
    public record Added(RowKey key, Row row) {}

    /** A row that both have, with different cells. */
    public record Changed(RowKey key, Row before, Row after, List<CellChange> cells) {
        public Changed {
            cells = List.copyOf(cells);
        }
    }

    /** A row that only the old table has. */
    public record Removed(RowKey key, Row row) {}

    /** Compares two forms of one table. */
    public static RowDiff diff(KeyedRows before, KeyedRows after) {
        var added = new ArrayList<Added>();
        var changed = new ArrayList<Changed>();
        var removed = new ArrayList<Removed>();
        after.rows()
                .forEach((key, row) -> before.find(key)
                        .ifPresentOrElse(
                                old -> {
                                    var cells = CellChange.between(old, row);
                                    if (!cells.isEmpty()) {
                                        changed.add(new Changed(key, old, row, cells));
                                    }
                                },
                                () -> added.add(new Added(key, row))));
        before.rows().forEach((key, row) -> {
            if (after.find(key).isEmpty()) {
                removed.add(new Removed(key, row));
            }
        });
        return new RowDiff(added, changed, removed);
    }

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
