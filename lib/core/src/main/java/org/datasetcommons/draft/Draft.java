package org.datasetcommons.draft;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.Times;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.store.Pointer;

/**
 * The contribution that is being put together. A value: an edit makes another draft of it.
 *
 * @param terms of the contribution; records that differ say so
 * @param tables key column of each table that rows were taken from, in order
 * @param files the content files as they were when recorded, in order
 * @param removed content files that go
 * @param records what will be signed, in order; may be none, as when files only move
 */
public record Draft(
        ContributionId id,
        Instant opened,
        Terms terms,
        Consent consent,
        Map<DatasetPath, String> tables,
        Map<DatasetPath, Pointer> files,
        SortedSet<DatasetPath> removed,
        Map<RecordId, ContributedRecord> records) {
    public Draft {
        removed = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(removed));
        tables = SortedArrayMap.copyOf(tables);
        files = SortedArrayMap.copyOf(files);
        records = SortedArrayMap.copyOf(records);
    }

    /** A draft with nothing in it. */
    public static Draft open(ContributionId id, Instant opened, Terms terms, Consent consent) {
        return new Draft(id, opened, terms, consent, Map.of(), Map.of(), new TreeSet<>(), Map.of());
    }

    public Handle contributor() {
        return id.contributor();
    }

    /** Bytes of all records together. */
    public long bytes() {
        return records.values().stream().mapToLong(ContributedRecord::size).sum();
    }

    /** Changes to be made to it, together. */
    public DraftEdit edit() {
        return new DraftEdit(this);
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return files.isEmpty() && removed.isEmpty();
    }

    /** What is to be kept of it beside its records; a file that is a record itself is not said twice. */
    Node.Fields head() {
        var tableItems = new java.util.ArrayList<Node>();
        tables.forEach((path, column) -> tableItems.add(
                Node.fields().put("path", path.text()).put("key", column).build()));
        var fileItems = new java.util.ArrayList<Node>();
        var recorded = wholeFiles().iterator();
        var next = recorded.hasNext() ? recorded.next() : null;
        for (var file : files.entrySet()) {
            while (next != null && next.id().path().compareTo(file.getKey()) < 0) {
                next = recorded.hasNext() ? recorded.next() : null;
            }
            var path = file.getKey();
            var pointer = file.getValue();
            if (next == null || !next.id().path().equals(path) || !content(next).equals(pointer)) {
                fileItems.add(Node.fields()
                        .put("path", path.text())
                        .put("sha256", pointer.oid().hex())
                        .put("size", pointer.size())
                        .build());
            }
        }
        return Node.fields()
                .put("id", id.text())
                .put("opened", opened.toString())
                .put("terms", terms.toNode())
                .put("consent", consent.toNode())
                .put("tables", Node.items(tableItems))
                .put("files", Node.items(fileItems))
                .put("removed", removed.stream().map(DatasetPath::text).toList())
                .build();
    }

    private Stream<ContributedRecord> wholeFiles() {
        return records.values().stream().filter(record -> record.id().key().isEmpty());
    }

    private static Pointer content(ContributedRecord wholeFile) {
        return new Pointer(wholeFile.digest(), wholeFile.size());
    }

    static Draft from(Node.Fields head, Collection<ContributedRecord> records) {
        var tables = new SortedArrayMap.Entries<DatasetPath, String>();
        for (var item : head.items("tables")) {
            tables.add(
                    DatasetPath.parse(item.asFields().text("path")),
                    item.asFields().text("key"));
        }
        var files = new SortedArrayMap.Entries<DatasetPath, Pointer>();
        for (var item : head.items("files")) {
            var file = item.asFields();
            files.add(
                    DatasetPath.parse(file.text("path")),
                    new Pointer(Digest.parse(file.text("sha256")), file.integer("size")));
        }
        var byId = new SortedArrayMap.Entries<RecordId, ContributedRecord>();
        for (var record : records) {
            byId.add(record.id(), record);
            if (record.id().key().isEmpty()) {
                files.add(record.id().path(), content(record));
            }
        }
        return new Draft(
                new ContributionId(head.text("id")),
                Times.parse(head.get("opened")),
                Terms.from(head.fields("terms")),
                Consent.from(head.fields("consent")),
                tables.map(),
                files.map(),
                new TreeSet<>(
                        head.texts("removed").stream().map(DatasetPath::parse).toList()),
                byId.map());
    }
}
