package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.table.RowKey;

/**
 * One line of a contribution's record list: what was given, and where its terms differ from the contribution's.
 *
 * @param digest of the file's bytes, or of the row's canonical form
 * @param size bytes of the same
 * @param type media type; empty for a row
 * @param meta what the contributor says about the record, by name
 */
public record ContributedRecord(
        RecordId id,
        Digest digest,
        long size,
        Optional<String> type,
        Optional<LicenseExpression> license,
        Optional<String> source,
        Optional<Basis> basis,
        Optional<String> credit,
        SortedMap<String, String> meta)
        implements Comparable<ContributedRecord> {
    private static final int LINE = 200;

    public ContributedRecord {
        if (size < 0) {
            throw invalid("record " + id + " has a size below nothing: " + size);
        }
        meta = meta.isEmpty()
                ? java.util.Collections.emptySortedMap()
                : java.util.Collections.unmodifiableSortedMap(new TreeMap<>(meta));
    }

    public static ContributedRecord from(Node.Fields fields) {
        fields.only("path", "key", "sha256", "size", "type", "license", "source", "basis", "credit", "meta");
        var meta = new TreeMap<String, String>();
        fields.find("meta")
                .ifPresent(node -> node.asFields().values().forEach((name, value) -> meta.put(name, value.asText())));
        return new ContributedRecord(
                new RecordId(
                        fields.parsed("path", DatasetPath::parse),
                        fields.find("key")
                                .map(key -> RowKey.parse(key.asText(), key.at()).text())),
                fields.parsed("sha256", Digest::parse),
                fields.integer("size"),
                fields.findText("type"),
                fields.findParsed("license", LicenseExpression::parse),
                fields.findText("source"),
                fields.findParsed("basis", Basis::parse),
                fields.findText("credit"),
                meta);
    }

    public Node.Fields toNode() {
        var fields = Node.fields()
                .put("path", id.path().text())
                .putIfPresent("key", id.key())
                .put("sha256", digest.hex())
                .put("size", size)
                .putIfPresent("type", type)
                .putIfPresent("license", license.map(LicenseExpression::toString))
                .putIfPresent("source", source)
                .putIfPresent("basis", basis.map(Basis::toString))
                .putIfPresent("credit", credit);
        if (!meta.isEmpty()) {
            fields.put("meta", metaNode(meta));
        }
        return fields.build();
    }

    /** Its line in a record list, without the newline. */
    public String line() {
        var line = new StringBuilder(LINE);
        appendTo(line);
        return line.toString();
    }

    /** As {@link #line}, at the end of a text. */
    void appendTo(StringBuilder out) {
        if (hasOwnTerms() || !meta.isEmpty()) {
            out.append(Json.line(toNode()));
            return;
        }
        // Nearly all lines; the same bytes without a tree of nodes for each.
        appendContent(id, digest, size, type, out);
        out.append('}');
    }

    /** How the line of a record begins, here and in a manifest. */
    static void appendContent(RecordId id, Digest digest, long size, Optional<String> type, StringBuilder out) {
        Json.writeString(id.path().text(), out.append("{\"path\":"));
        id.key().ifPresent(key -> Json.writeString(key, out.append(",\"key\":")));
        out.append(",\"sha256\":\"").append(digest.hex()).append("\",\"size\":").append(size);
        type.ifPresent(text -> Json.writeString(text, out.append(",\"type\":")));
    }

    static Node.Fields metaNode(Map<String, String> meta) {
        var values = Node.fields();
        meta.forEach(values::put);
        return values.build();
    }

    /** Whether its terms differ from those of its contribution. */
    public boolean hasOwnTerms() {
        return license.isPresent() || source.isPresent() || basis.isPresent() || credit.isPresent();
    }

    /** The terms that hold for this record, given those of its contribution. */
    public Terms terms(Terms contribution) {
        return new Terms(
                license.orElse(contribution.license()),
                source.orElse(contribution.source()),
                basis.orElse(contribution.basis()),
                credit.orElse(contribution.credit()));
    }

    @Override
    public int compareTo(ContributedRecord other) {
        int byId = id.compareTo(other.id);
        return byId != 0 ? byId : digest.compareTo(other.digest);
    }
}
