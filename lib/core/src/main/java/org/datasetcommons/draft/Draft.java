package org.datasetcommons.draft;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
 * @param tables key column of each table that rows were taken from
 * @param files the content files as they were when recorded
 * @param removed content files that go
 * @param records what will be signed; may be none, as when files only move
 */
public record Draft(
        ContributionId id,
        Instant opened,
        Terms terms,
        Consent consent,
        SortedMap<DatasetPath, String> tables,
        SortedMap<DatasetPath, Pointer> files,
        SortedSet<DatasetPath> removed,
        SortedMap<RecordId, ContributedRecord> records) {
    public Draft {
        removed = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(removed));
        tables = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
        records = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(records));
    }

    /** A draft with nothing in it. */
    public static Draft open(ContributionId id, Instant opened, Terms terms, Consent consent) {
        return new Draft(
                id, opened, terms, consent, new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), new TreeMap<>());
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
        files.forEach((path, pointer) -> {
            var record = Optional.ofNullable(records.get(RecordId.ofFile(path)));
            if (!record.map(Draft::content).equals(Optional.of(pointer))) {
                fileItems.add(Node.fields()
                        .put("path", path.text())
                        .put("sha256", pointer.oid().hex())
                        .put("size", pointer.size())
                        .build());
            }
        });
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

    private static Pointer content(ContributedRecord wholeFile) {
        return new Pointer(wholeFile.digest(), wholeFile.size());
    }

    static Draft from(Node.Fields head, Collection<ContributedRecord> records) {
        var tables = new TreeMap<DatasetPath, String>();
        for (var item : head.items("tables")) {
            tables.put(
                    DatasetPath.parse(item.asFields().text("path")),
                    item.asFields().text("key"));
        }
        var files = new TreeMap<DatasetPath, Pointer>();
        for (var item : head.items("files")) {
            var file = item.asFields();
            files.put(
                    DatasetPath.parse(file.text("path")),
                    new Pointer(Digest.parse(file.text("sha256")), file.integer("size")));
        }
        var byId = new TreeMap<RecordId, ContributedRecord>();
        for (var record : records) {
            byId.put(record.id(), record);
            if (record.id().key().isEmpty()) {
                files.put(record.id().path(), content(record));
            }
        }
        return new Draft(
                new ContributionId(head.text("id")),
                Times.parse(head.get("opened")),
                Terms.from(head.fields("terms")),
                Consent.from(head.fields("consent")),
                tables,
                files,
                new TreeSet<>(
                        head.texts("removed").stream().map(DatasetPath::parse).toList()),
                byId);
    }
}
