package org.datasetcommons.draft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.store.Pointer;

/** What becomes of a draft, file by file; {@link #draft} is the draft afterwards. */
public final class DraftEdit {
    private final Draft before;
    /** What is said of each file that is named now; the last word counts. Files come mostly in order, and so are soon sorted. */
    private final Map<DatasetPath, Said> said = new LinkedHashMap<>();

    /** What a draft says of a file: that it is there with its records, that it is to go, or nothing. */
    private record Said(
            Optional<Pointer> content, Optional<String> keyColumn, List<ContributedRecord> records, boolean isRemoved) {
        static final Said NOTHING = new Said(Optional.empty(), Optional.empty(), List.of(), false);
        static final Said REMOVED = new Said(Optional.empty(), Optional.empty(), List.of(), true);
    }

    DraftEdit(Draft draft) {
        this.before = draft;
    }

    /** A file and the records that it holds; what was recorded of it before is replaced. */
    public void put(
            DatasetPath file, Pointer content, Optional<String> keyColumn, Collection<ContributedRecord> fileRecords) {
        said.put(file, new Said(Optional.of(content), keyColumn, List.copyOf(fileRecords), false));
    }

    /** A file of the version goes. */
    public void remove(DatasetPath file) {
        said.put(file, Said.REMOVED);
    }

    /** Nothing is said of this file, nor of its records. */
    public void drop(DatasetPath file) {
        said.put(file, Said.NOTHING);
    }

    public Draft draft() {
        var named = new ArrayList<>(said.keySet());
        named.sort(null);
        var removed = new TreeSet<>(before.removed());
        said.forEach((file, now) -> {
            if (now.isRemoved()) {
                removed.add(file);
            } else {
                removed.remove(file);
            }
        });
        return new Draft(
                before.id(),
                before.opened(),
                before.terms(),
                before.consent(),
                merged(
                        before.tables(),
                        file -> file,
                        named,
                        (file, out) -> said.get(file).keyColumn().ifPresent(column -> out.accept(file, column))),
                merged(
                        before.files(),
                        file -> file,
                        named,
                        (file, out) -> said.get(file).content().ifPresent(content -> out.accept(file, content))),
                removed,
                merged(
                        before.records(),
                        RecordId::path,
                        named,
                        (file, out) -> said.get(file).records().stream()
                                .sorted()
                                .forEach(record -> out.accept(record.id(), record))));
    }

    /** What was there of other files, and in its place among that, what is said of those that are named. */
    private <K extends Comparable<? super K>, V> Map<K, V> merged(
            Map<K, V> earlier,
            Function<K, DatasetPath> file,
            List<DatasetPath> named,
            BiConsumer<DatasetPath, BiConsumer<K, V>> now) {
        var merged = new SortedArrayMap.Entries<K, V>();
        int next = 0;
        for (var entry : earlier.entrySet()) {
            var its = file.apply(entry.getKey());
            while (next < named.size() && named.get(next).compareTo(its) < 0) {
                now.accept(named.get(next++), merged::add);
            }
            if (!said.containsKey(its)) {
                merged.add(entry.getKey(), entry.getValue());
            }
        }
        named.subList(next, named.size()).forEach(one -> now.accept(one, merged::add));
        return merged.map();
    }
}
