package org.datasetcommons.draft;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.store.Pointer;

/** What becomes of a draft, file by file; {@link #draft} is the draft afterwards. */
public final class DraftEdit {
    private final Draft before;
    private final SortedMap<DatasetPath, String> tables;
    private final SortedMap<DatasetPath, Pointer> files;
    private final SortedSet<DatasetPath> removed;
    private final SortedMap<RecordId, ContributedRecord> records;

    DraftEdit(Draft draft) {
        this.before = draft;
        this.tables = new TreeMap<>(draft.tables());
        this.files = new TreeMap<>(draft.files());
        this.removed = new TreeSet<>(draft.removed());
        this.records = new TreeMap<>(draft.records());
    }

    /** A file and the records that it holds; what was recorded of it before is replaced. */
    public void put(
            DatasetPath file, Pointer content, Optional<String> keyColumn, Collection<ContributedRecord> fileRecords) {
        drop(file);
        keyColumn.ifPresent(column -> tables.put(file, column));
        files.put(file, content);
        fileRecords.forEach(record -> records.put(record.id(), record));
    }

    /** A file of the version goes. */
    public void remove(DatasetPath file) {
        drop(file);
        removed.add(file);
    }

    /** Nothing is said of this file, nor of its records. */
    public void drop(DatasetPath file) {
        removed.remove(file);
        if (files.remove(file) == null) {
            return;
        }
        tables.remove(file);
        // Sorted by path first, so those of one file stand together, the file's own before its rows'.
        var following = records.tailMap(RecordId.ofFile(file)).keySet().iterator();
        while (following.hasNext() && following.next().path().equals(file)) {
            following.remove();
        }
    }

    public Draft draft() {
        return new Draft(
                before.id(), before.opened(), before.terms(), before.consent(), tables, files, removed, records);
    }
}
