package org.datasetcommons.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/**
 * What a three-way merge of a table comes to. A row is taken as a whole: a side's form of it counts if the other side
 * left
 * the row as it was, or made the same of it. Two different changes of one row are a conflict even where they touch
 * different
 * cells, because whoever signed one form never saw the mixture.
 */
public sealed interface RowMerge {

    /** The merged table: the rows of ours in their order, then those that theirs added, in theirs. */
    record Merged(KeyedRows table) implements RowMerge {}

    /** What a person has to decide, in the order of ours, then theirs, then base. */
    record Conflicted(List<Conflict> conflicts) implements RowMerge {
        public Conflicted {
            conflicts = List.copyOf(conflicts);
        }
    }

    /** One thing that cannot be decided without a person. */
    sealed interface Conflict {
        /** A sentence for a report. */
        String describe();
    }

    /** Both sides changed the header, or one did and the tables no longer have the same columns. */
    record HeadersDiffer(Columns ours, Columns theirs) implements Conflict {
        @Override
        public String describe() {
            return "columns differ: here they are " + ours + "; there, " + theirs;
        }
    }

    /**
     * Both sides changed this row, or added one with this key, differently in these cells.
     *
     * @param cells each as it is in ours, then in theirs
     */
    record RowsDiffer(RowKey key, boolean added, List<CellChange> cells) implements Conflict {
        public RowsDiffer {
            cells = List.copyOf(cells);
        }

        @Override
        public String describe() {
            return (added ? "added" : "changed") + " on both sides: "
                    + cells.stream()
                            .map(cell -> cell.column() + " is " + said(cell.before()) + " here, " + said(cell.after())
                                    + " there")
                            .collect(Collectors.joining("; "));
        }

        private static String said(Optional<Node> value) {
            return value.map(node -> node instanceof Node.Scalar scalar ? scalar.text() : Json.line(node))
                    .map(text -> text.isEmpty() ? "empty" : text)
                    .orElse("absent");
        }
    }

    /** One side removed the row that the other changed. */
    record RemovedAndChanged(RowKey key, Side removedBy, List<String> columns) implements Conflict {
        public RemovedAndChanged {
            columns = List.copyOf(columns);
        }

        @Override
        public String describe() {
            return "removed " + removedBy.word + " and changed " + removedBy.other().word + " in "
                    + String.join(", ", columns);
        }
    }

    /** Whose doing it is. */
    enum Side {
        OURS("here"),
        THEIRS("there");

        private final String word;

        Side(String word) {
            this.word = word;
        }

        Side other() {
            return this == OURS ? THEIRS : OURS;
        }
    }

    /** Merges the changes from {@code base} to {@code theirs} into {@code ours}. All three are in one format. */
    static RowMerge merge(KeyedRows base, KeyedRows ours, KeyedRows theirs) {
        if (base.format() != ours.format() || ours.format() != theirs.format()) {
            throw new IllegalArgumentException("tables of different formats cannot be merged");
        }
        var conflicts = new ArrayList<Conflict>();
        if (ours.header().isPresent()
                && !sameNames(ours.header().get(), theirs.header().orElseThrow())) {
            conflicts.add(new HeadersDiffer(ours.header().get(), theirs.header().orElseThrow()));
            return new Conflicted(conflicts);
        }
        var merged = new LinkedHashMap<RowKey, Row>();
        for (var entry : ours.rows().entrySet()) {
            var key = entry.getKey();
            mergeRow(key, base.find(key), entry.getValue(), theirs.find(key), conflicts)
                    .ifPresent(row -> merged.put(key, row));
        }
        for (var entry : theirs.rows().entrySet()) {
            var key = entry.getKey();
            if (ours.find(key).isPresent()) {
                continue;
            }
            var old = base.find(key);
            if (old.isEmpty()) {
                merged.put(key, entry.getValue());
            } else if (!old.get().equals(entry.getValue())) {
                conflicts.add(new RemovedAndChanged(key, Side.OURS, changed(old.get(), entry.getValue())));
            }
        }
        return conflicts.isEmpty()
                ? new Merged(new KeyedRows(ours.format(), ours.header(), merged))
                : new Conflicted(conflicts);
    }

    private static Optional<Row> mergeRow(
            RowKey key, Optional<Row> base, Row ours, Optional<Row> theirs, List<Conflict> conflicts) {
        boolean oursChanged = base.isEmpty() || !base.get().equals(ours);
        if (theirs.isEmpty()) {
            if (base.isPresent() && oursChanged) {
                conflicts.add(new RemovedAndChanged(key, Side.THEIRS, changed(base.get(), ours)));
            }
            return base.isPresent() ? Optional.empty() : Optional.of(ours);
        }
        if (!oursChanged) {
            return theirs;
        }
        boolean theirsChanged = base.isEmpty() || !base.get().equals(theirs.get());
        if (theirsChanged && !ours.equals(theirs.get())) {
            conflicts.add(new RowsDiffer(key, base.isEmpty(), CellChange.between(ours, theirs.get())));
        }
        return Optional.of(ours);
    }

    private static List<String> changed(Row before, Row after) {
        return CellChange.between(before, after).stream()
                .map(CellChange::column)
                .toList();
    }

    private static boolean sameNames(Columns a, Columns b) {
        return a.size() == b.size()
                && a.names().stream().allMatch(name -> b.find(name).isPresent());
    }
}
