package org.datasetcommons.check;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Workers;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.SortedBytes;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.version.Version;

/** How many rows of a table a change takes away, alters and brings; a row is known by its key. */
record RowCounts(long gone, long altered, long brought) {
    /** What is counted in a table that both versions can read; nothing of any other file. */
    static Optional<RowCounts> of(Version before, Version after, DatasetPath path) {
        if (!isReadable(before, path) || !isReadable(after, path)) {
            return Optional.empty();
        }
        try {
            var rows = Workers.map(List.of(before, after), version -> rows(version, path));
            return Optional.of(between(rows.get(0).iterator(), rows.get(1).iterator()));
        } catch (CommonsException e) {
            if (e.kind() == CommonsException.Kind.INVALID_INPUT) {
                return Optional.empty(); // Its coverage says what is wrong with it.
            }
            throw e;
        }
    }

    private static boolean isReadable(Version version, DatasetPath path) {
        return version.findTableKey(path).isPresent() && version.hasContent(path);
    }

    /** The rows by key, each with its digest at the end. */
    private static Sorting rows(Version version, DatasetPath path) {
        var rows = version.sorting();
        version.readTable(path, (key, row) -> {
            byte[] id = SortedBytes.id(RecordId.ofRow(path, key.toString()));
            byte[] item = Arrays.copyOf(id, id.length + Digest.LENGTH);
            System.arraycopy(Digest.of(row.canonical()).raw(), 0, item, id.length, Digest.LENGTH);
            rows.add(item);
        });
        return rows;
    }

    private static RowCounts between(Iterator<byte[]> before, Iterator<byte[]> after) {
        long gone = 0;
        long altered = 0;
        long brought = 0;
        var old = next(before);
        var now = next(after);
        while (old.isPresent() || now.isPresent()) {
            int order = compareKeys(old, now);
            if (order < 0) {
                gone++;
            } else if (order > 0) {
                brought++;
            } else if (!Arrays.equals(old.get(), now.get())) {
                altered++;
            }
            old = order <= 0 ? next(before) : old;
            now = order >= 0 ? next(after) : now;
        }
        return new RowCounts(gone, altered, brought);
    }

    private static Optional<byte[]> next(Iterator<byte[]> items) {
        return items.hasNext() ? Optional.of(items.next()) : Optional.empty();
    }

    /** What is at its end comes after all. */
    private static int compareKeys(Optional<byte[]> a, Optional<byte[]> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        int aEnd = a.get().length - Digest.LENGTH;
        int bEnd = b.get().length - Digest.LENGTH;
        return Arrays.compareUnsigned(a.get(), 0, aEnd, b.get(), 0, bEnd);
    }

    @Override
    public String toString() {
        return "of its rows " + gone + (gone == 1 ? " goes, " : " go, ") + altered
                + (altered == 1 ? " changes, " : " change, ") + brought + (brought == 1 ? " comes" : " come");
    }
}
