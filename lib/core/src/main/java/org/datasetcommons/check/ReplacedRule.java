package org.datasetcommons.check;

import java.util.HashSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Tree;

/**
 * Tells what a change does to files that the dataset has already, and to the rows of its tables: anybody may offer that they
 * go, change or move, and whoever merges is to know of it.
 */
final class ReplacedRule implements Rule {
    /** How many tables, and the one that loses most rows: one line, whatever else is changed. */
    private static final class Tables {
        private Optional<String> most = Optional.empty();
        private RowCounts ofMost = new RowCounts(-1, 0, 0);
        private long gone;
        private long count;

        void add(String path, RowCounts rows) {
            if (rows.gone() > ofMost.gone()) {
                most = Optional.of(path);
                ofMost = rows;
            }
            gone += rows.gone();
            count++;
        }

        String inWords() {
            long others = gone - ofMost.gone();
            return "is changed: " + ofMost
                    + (count == 1
                            ? ""
                            : "; and so " + (count == 2 ? "is 1 more table" : "are " + (count - 1) + " more tables")
                                    + ", of whose rows " + others + (others == 1 ? " goes" : " go"));
        }
    }

    @Override
    public String name() {
        return "replaced";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        if (change.base().isEmpty()) {
            return;
        }
        var changed = new Count<String>();
        var tables = new Tables();
        var taken = new HashSet<String>(); // What goes from its place, mostly little; what comes may be much.
        change.forEachFile((path, file) -> {
            if (path.startsWith(DatasetPath.DATA) && file.before().isPresent()) {
                if (file.after().isPresent()) {
                    var rows = rows(change, path);
                    if (rows.isPresent()) {
                        tables.add(path, rows.get());
                    } else {
                        changed.add(path);
                    }
                } else {
                    taken.add(file.before().get().blob());
                }
            }
        });
        note(changed, "is changed", findings);
        tables.most.ifPresent(path -> note(path, tables.inWords(), findings));
        if (!taken.isEmpty()) {
            tell(change, taken, findings);
        }
    }

    private static Optional<RowCounts> rows(Change change, String path) {
        return DatasetPath.fault(path).isPresent()
                ? Optional.empty()
                : RowCounts.of(change.base().orElseThrow(), change.head(), new DatasetPath(path));
    }

    /** Of what goes from its place, what is elsewhere afterwards, and what is nowhere. */
    private void tell(Change change, HashSet<String> taken, Consumer<Finding> findings) {
        var placed = new HashSet<String>();
        change.forEachFile((path, file) -> file.after()
                .map(Tree.Entry::blob)
                .filter(blob -> file.before().isEmpty() && path.startsWith(DatasetPath.DATA) && taken.contains(blob))
                .ifPresent(placed::add));
        var gone = new Count<String>();
        var moved = new Count<String>();
        change.forEachFile((path, file) -> {
            if (path.startsWith(DatasetPath.DATA) && file.after().isEmpty()) {
                (placed.contains(file.before().orElseThrow().blob()) ? moved : gone).add(path);
            }
        });
        note(gone, "goes", findings);
        note(moved, "is moved", findings);
    }

    private void note(Count<String> count, String what, Consumer<Finding> findings) {
        count.first()
                .ifPresent(path ->
                        note(path, what + (count.more() == 0 ? "" : ", and " + count.more() + " more"), findings));
    }

    private void note(String path, String message, Consumer<Finding> findings) {
        findings.accept(new Finding(name(), Finding.Severity.NOTE, Finding.Subject.file(path), message));
    }
}
