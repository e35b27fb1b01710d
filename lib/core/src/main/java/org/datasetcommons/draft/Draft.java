package org.datasetcommons.draft;

import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.Times;
import org.datasetcommons.dataset.DatasetPath;
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
 * @param containers those of them that are no record themselves: tables, and what only moves
 * @param removed content files that go
 * @param records what will be signed; may be none, as when files only move
 */
public record Draft(
        ContributionId id,
        Instant opened,
        Terms terms,
        Consent consent,
        Map<DatasetPath, String> tables,
        Map<DatasetPath, Pointer> files,
        SortedSet<DatasetPath> containers,
        SortedSet<DatasetPath> removed,
        DraftedRecords records) {
    public Draft {
        tables = SortedArrayMap.copyOf(tables);
        files = SortedArrayMap.copyOf(files);
        containers = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(containers));
        removed = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(removed));
    }

    /** A draft with nothing in it. */
    public static Draft open(ContributionId id, Instant opened, Terms terms, Consent consent) {
        return new Draft(
                id, opened, terms, consent, Map.of(), Map.of(), new TreeSet<>(), new TreeSet<>(), DraftedRecords.NONE);
    }

    public Handle contributor() {
        return id.contributor();
    }

    /**
     * Changes to be made to it, together.
     *
     * @param revision has a say in each record that is given
     */
    public DraftEdit edit(DraftEdit.Revision revision) {
        return new DraftEdit(this, revision);
    }

    /** This draft with these records. */
    Draft with(DraftedRecords others) {
        return new Draft(id, opened, terms, consent, tables, files, containers, removed, others);
    }

    /** Whether it has or removes the file of this path, which may be any text. */
    public boolean touches(String path) {
        if (DatasetPath.fault(path).isPresent()) {
            return false;
        }
        var file = new DatasetPath(path);
        return files.containsKey(file) || removed.contains(file);
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
        for (var path : containers) {
            var content = files.get(path);
            fileItems.add(Node.fields()
                    .put("path", path.text())
                    .put("sha256", content.oid().hex())
                    .put("size", content.size())
                    .build());
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

    /**
     * A draft as its head says, with no records yet.
     *
     * @param recorded the files that are records, in order
     */
    static Draft from(Node.Fields head, SortedArrayMap.Entries<DatasetPath, Pointer> recorded) {
        var tables = new SortedArrayMap.Entries<DatasetPath, String>();
        for (var item : head.items("tables")) {
            tables.add(
                    DatasetPath.parse(item.asFields().text("path")),
                    item.asFields().text("key"));
        }
        var containers = new TreeSet<DatasetPath>();
        for (var item : head.items("files")) {
            var file = item.asFields();
            var path = DatasetPath.parse(file.text("path"));
            containers.add(path);
            recorded.add(path, new Pointer(Digest.parse(file.text("sha256")), file.integer("size")));
        }
        return new Draft(
                new ContributionId(head.text("id")),
                Times.parse(head.get("opened")),
                Terms.from(head.fields("terms")),
                Consent.from(head.fields("consent")),
                tables.map(),
                recorded.map(),
                containers,
                new TreeSet<>(
                        head.texts("removed").stream().map(DatasetPath::parse).toList()),
                DraftedRecords.NONE);
    }
}
