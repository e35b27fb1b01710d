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
 * The contribution that is being put together. A value: adding returns another draft.
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

    /** The draft with a file and the records that it holds; what was recorded of it before is replaced. */
    public Draft with(
            DatasetPath file, Pointer content, Optional<String> keyColumn, Collection<ContributedRecord> fileRecords) {
        var without = without(file);
        var tables = new TreeMap<>(without.tables);
        keyColumn.ifPresent(column -> tables.put(file, column));
        var files = new TreeMap<>(without.files);
        files.put(file, content);
        var records = new TreeMap<>(without.records);
        fileRecords.forEach(record -> records.put(record.id(), record));
        return new Draft(id, opened, terms, consent, tables, files, without.removed, records);
    }

    /** The draft in which a file of the version goes. */
    public Draft removing(DatasetPath file) {
        var without = without(file);
        var removed = new TreeSet<>(without.removed);
        removed.add(file);
        return new Draft(id, opened, terms, consent, without.tables, without.files, removed, without.records);
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return files.isEmpty() && removed.isEmpty();
    }

    /** The draft without a file and its records. */
    public Draft without(DatasetPath file) {
        var tables = new TreeMap<>(this.tables);
        tables.remove(file);
        var files = new TreeMap<>(this.files);
        files.remove(file);
        var records = new TreeMap<>(this.records);
        records.keySet().removeIf(record -> record.path().equals(file));
        var removed = new TreeSet<>(this.removed);
        removed.remove(file);
        return new Draft(id, opened, terms, consent, tables, files, removed, records);
    }

    Node.Fields head() {
        var tableItems = new java.util.ArrayList<Node>();
        tables.forEach((path, column) -> tableItems.add(
                Node.fields().put("path", path.text()).put("key", column).build()));
        var fileItems = new java.util.ArrayList<Node>();
        files.forEach((path, pointer) -> fileItems.add(Node.fields()
                .put("path", path.text())
                .put("sha256", pointer.oid().hex())
                .put("size", pointer.size())
                .build()));
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
        records.forEach(record -> byId.put(record.id(), record));
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
