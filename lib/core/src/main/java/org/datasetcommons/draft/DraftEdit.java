package org.datasetcommons.draft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordListReader;
import org.datasetcommons.store.Pointer;

/** What becomes of a draft, file by file. {@link DraftFile} does it; the records are merged as they are written. */
public final class DraftEdit {
    /** Decides what a record says that is given now. */
    @FunctionalInterface
    public interface Revision {
        /**
         * Called for each of them once, in order.
         *
         * @param drafted what the draft says of it so far
         */
        ContributedRecord revise(Optional<ContributedRecord> drafted, ContributedRecord given);
    }

    /** Takes records in order. */
    @FunctionalInterface
    interface RecordConsumer {
        void take(ContributedRecord record) throws IOException;
    }

    private final Draft before;
    private final Revision revision;
    /** What is said of each file that is named now; the last word counts. */
    private final Map<DatasetPath, Said> said = new LinkedHashMap<>();

    private Iterable<ContributedRecord> rows = List.of();

    /** What a draft says of a file: that it is there, whether as a record or a table, that it is to go, or nothing. */
    private record Said(
            Optional<Pointer> content,
            Optional<String> keyColumn,
            Optional<ContributedRecord> record,
            boolean isRemoved) {
        static final Said NOTHING = new Said(Optional.empty(), Optional.empty(), Optional.empty(), false);
        static final Said REMOVED = new Said(Optional.empty(), Optional.empty(), Optional.empty(), true);
    }

    DraftEdit(Draft draft, Revision revision) {
        this.before = draft;
        this.revision = revision;
    }

    /** The draft that is changed. */
    Draft before() {
        return before;
    }

    /** A file and the record that it is, if it is one; what was recorded of it before is replaced. */
    public void put(DatasetPath file, Pointer content, Optional<ContributedRecord> record) {
        said.put(file, new Said(Optional.of(content), Optional.empty(), record, false));
    }

    /** A table, of which {@link #rows} has the records; what was recorded of it before is replaced. */
    public void putTable(DatasetPath file, Pointer content, String keyColumn) {
        said.put(file, new Said(Optional.of(content), Optional.of(keyColumn), Optional.empty(), false));
    }

    /** The records of all tables that were put, in order. */
    public void rows(Iterable<ContributedRecord> inOrder) {
        rows = inOrder;
    }

    /** A file of the version goes. */
    public void remove(DatasetPath file) {
        said.put(file, Said.REMOVED);
    }

    /** Nothing is said of this file, nor of its records. */
    public void drop(DatasetPath file) {
        said.put(file, Said.NOTHING);
    }

    /** The draft afterwards, but for its records. */
    Draft head() {
        var named = new ArrayList<>(said.keySet());
        named.sort(null);
        var removed = new TreeSet<>(before.removed());
        var containers = new TreeSet<>(before.containers());
        said.forEach((file, now) -> {
            put(removed, file, now.isRemoved());
            put(containers, file, now.content().isPresent() && now.record().isEmpty());
        });
        return new Draft(
                before.id(),
                before.opened(),
                before.terms(),
                before.consent(),
                merged(
                        before.tables(),
                        named,
                        (file, out) -> said.get(file).keyColumn().ifPresent(column -> out.accept(file, column))),
                merged(
                        before.files(),
                        named,
                        (file, out) -> said.get(file).content().ifPresent(content -> out.accept(file, content))),
                containers,
                removed,
                DraftedRecords.NONE);
    }

    private static void put(TreeSet<DatasetPath> set, DatasetPath file, boolean isIn) {
        if (isIn) {
            set.add(file);
        } else {
            set.remove(file);
        }
    }

    /** What was there of other files, and in its place among that, what is said of those that are named. */
    private <V> Map<DatasetPath, V> merged(
            Map<DatasetPath, V> earlier,
            List<DatasetPath> named,
            BiConsumer<DatasetPath, BiConsumer<DatasetPath, V>> now) {
        var merged = new SortedArrayMap.Entries<DatasetPath, V>();
        int next = 0;
        for (var entry : earlier.entrySet()) {
            while (next < named.size() && named.get(next).compareTo(entry.getKey()) < 0) {
                now.accept(named.get(next++), merged::add);
            }
            if (!said.containsKey(entry.getKey())) {
                merged.add(entry.getKey(), entry.getValue());
            }
        }
        named.subList(next, named.size()).forEach(file -> now.accept(file, merged::add));
        return merged.map();
    }

    /**
     * Goes through the records of the draft afterwards, in order. Done once, as the revision counts on it.
     *
     * @param earlier the records of the draft before
     */
    void merge(RecordListReader earlier, RecordConsumer out) throws IOException {
        var given = given();
        var next = next(given);
        while (earlier.next()) {
            var drafted = earlier.record();
            while (next != null && next.id().compareTo(drafted.id()) < 0) {
                out.take(revision.revise(Optional.empty(), next));
                next = next(given);
            }
            if (next != null && next.id().equals(drafted.id())) {
                out.take(revision.revise(Optional.of(drafted), next));
                next = next(given);
            } else if (!said.containsKey(drafted.id().path())) {
                out.take(drafted);
            }
        }
        for (; next != null; next = next(given)) {
            out.take(revision.revise(Optional.empty(), next));
        }
    }

    /** Files and rows that are given now, in order. */
    private Iterator<ContributedRecord> given() {
        var files = said.values().stream()
                .map(Said::record)
                .flatMap(Optional::stream)
                .sorted()
                .iterator();
        var ofTables = rows.iterator();
        return new Iterator<>() {
            private ContributedRecord file = DraftEdit.next(files);
            private ContributedRecord row = DraftEdit.next(ofTables);

            @Override
            public boolean hasNext() {
                return file != null || row != null;
            }

            @Override
            public ContributedRecord next() {
                ContributedRecord next;
                if (row == null || file != null && file.compareTo(row) < 0) {
                    next = file;
                    file = DraftEdit.next(files);
                } else {
                    next = row;
                    row = DraftEdit.next(ofTables);
                }
                return Objects.requireNonNull(next);
            }
        };
    }

    private static ContributedRecord next(Iterator<ContributedRecord> records) {
        return records.hasNext() ? records.next() : null;
    }
}
