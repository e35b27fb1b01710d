package org.datasetcommons.check;

import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;

/** The tables that a change touches have the columns that the charter asks for, in every row. */
final class SchemaRule implements Rule {
    @Override
    public String name() {
        return "schema";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var coverage = change.coverage();
        change.forEachFile((text, file) -> {
            if (file.after().isEmpty()
                    || DatasetPath.fault(text).isPresent()
                    || coverage.malformed().containsKey(text)) {
                return;
            }
            var path = new DatasetPath(text);
            if (coverage.tables().containsKey(path) && !coverage.absent().contains(path)) {
                change.judge()
                        .charter()
                        .findTable(path)
                        .ifPresent(rule -> check(change, path, rule.columns(), findings));
            }
        });
    }

    private void check(Change change, DatasetPath path, List<String> columns, Consumer<Finding> findings) {
        if (columns.isEmpty()) {
            return;
        }
        var missing = new HashSet<String>();
        change.head().readTable(path, (key, row) -> {
            for (String column : columns) {
                // One finding a column says enough; a table may have a million rows.
                if (row.find(column).isEmpty() && missing.add(column)) {
                    findings.accept(Finding.error(
                            name(),
                            Finding.Subject.record(RecordId.ofRow(path, key.toString())),
                            "has no column '" + column + "', which the charter asks for"));
                }
            }
        });
    }
}
