package org.datasetcommons.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/** One cell that differs between two forms of a row; a side is empty where the row has no such column. */
public record CellChange(String column, Optional<Node> before, Optional<Node> after) {

    /** The cells that differ, in the order of the columns of {@code after}, then those that only {@code before} has. */
    public static List<CellChange> between(Row before, Row after) {
        var columns = new LinkedHashSet<>(after.columns().names());
        columns.addAll(before.columns().names());
        var changes = new ArrayList<CellChange>();
        for (var column : columns) {
            var change = new CellChange(column, before.find(column), after.find(column));
            if (!spelled(change.before()).equals(spelled(change.after()))) {
                changes.add(change);
            }
        }
        return List.copyOf(changes);
    }

    private static Optional<String> spelled(Optional<Node> value) {
        return value.map(node -> {
            var out = new StringBuilder();
            Json.writeCanonical(node, out);
            return out.toString();
        });
    }
}
