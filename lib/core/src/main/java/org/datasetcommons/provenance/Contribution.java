package org.datasetcommons.provenance;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.contributor.Times;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordListReader;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.MerkleTree;
import org.datasetcommons.document.Node;

/**
 * What {@code contribution.json} states: records given together on the same terms. The records themselves stand in a list
 * beside it, which it names by digest and Merkle root.
 *
 * @param dataset the id of the dataset, so that the statement cannot be replayed in another
 * @param key with which it was signed
 * @param tables the key column of each table that rows were given for
 * @param message the contributor's own words; may be empty
 */
public record Contribution(
        Digest dataset,
        ContributionId id,
        PublicKey key,
        Terms terms,
        Consent consent,
        SortedMap<DatasetPath, String> tables,
        RecordList records,
        String message,
        Instant created) {
    public static final String PREDICATE = Statement.BASE + "contribution/v1";

    /**
     * What a statement says of its list of records.
     *
     * @param bytes of all content together
     * @param digest of the list file
     * @param root RFC 6962 root over the lines of the list
     */
    public record RecordList(long count, long bytes, Digest digest, Digest root) {
        // As in Pointer.

        @Override
        public boolean equals(Object other) {
            return other instanceof RecordList list
                    && count == list.count
                    && bytes == list.bytes
                    && digest.equals(list.digest)
                    && root.equals(list.root);
        }

        @Override
        public int hashCode() {
            return root.hashCode();
        }
    }

    public Contribution {
        tables = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    }

    /**
     * Copies a list of records, line by line and as it stands.
     *
     * @param list sorted and spelled as it is to be
     * @param bytes of all content together
     * @return what a statement says of it
     */
    public static RecordList copyList(RecordListReader list, long bytes, OutputStream out) throws IOException {
        var hashed = new DigestOutputStream(out, Digest.sha256());
        var tree = new MerkleTree();
        while (list.nextLine()) {
            tree.add(list.buffer(), list.start(), list.end());
            hashed.write(list.buffer(), list.start(), list.end() + 1 - list.start()); // With its newline.
        }
        return new RecordList(
                tree.size(), bytes, Digest.ofRaw(hashed.getMessageDigest().digest()), tree.root());
    }

    public static Contribution from(Node.Fields statementFields) {
        var statement = Statement.from(statementFields);
        var predicate = statement.predicateOf(PREDICATE);
        var id = predicate.parsed("id", ContributionId::new);
        var contributor = predicate.get("contributor");
        if (!contributor.asText().equals(id.contributor().name())) {
            throw invalid(contributor.at().prefix() + "contribution " + id + " names the contributor '"
                    + contributor.asText() + "'");
        }
        var tables = new TreeMap<DatasetPath, String>();
        for (var item : predicate.items("tables")) {
            var table = item.asFields();
            tables.put(table.parsed("path", DatasetPath::parse), table.text("key"));
        }
        var records = predicate.fields("records");
        return new Contribution(
                predicate.parsed("dataset", Digest::parse),
                id,
                PublicKey.stated(predicate.get("key")),
                Terms.from(predicate.fields("terms")),
                Consent.from(predicate.fields("consent")),
                tables,
                new RecordList(
                        records.integer("count"),
                        records.integer("bytes"),
                        statement.subject(id.recordsFile()),
                        records.parsed("root", Digest::parse)),
                predicate.findText("message").orElse(""),
                Times.parse(predicate.get("created")));
    }

    public Statement toStatement() {
        var tableItems = new ArrayList<Node>();
        tables.forEach((path, column) -> tableItems.add(
                Node.fields().put("path", path.text()).put("key", column).build()));
        var predicate = Node.fields()
                .put("dataset", dataset.hex())
                .put("id", id.text())
                .put("contributor", id.contributor().name())
                .put("key", key.line())
                .put("terms", terms.toNode())
                .put("consent", consent.toNode());
        if (!tableItems.isEmpty()) {
            predicate.put("tables", Node.items(tableItems));
        }
        predicate.put(
                "records",
                Node.fields()
                        .put("count", records.count())
                        .put("bytes", records.bytes())
                        .put("root", records.root().hex()));
        predicate.putIfPresent("message", Optional.of(message).filter(m -> !m.isEmpty()));
        predicate.put("created", created.toString());
        return new Statement(
                List.of(new Statement.Subject(id.recordsFile(), records.digest())), PREDICATE, predicate.build());
    }

    /**
     * Whether the list file is the one that was signed, and in its one spelling.
     *
     * @param found what it comes to
     * @return what is wrong, or nothing
     */
    public Optional<String> listFault(RecordList found, boolean inOneSpelling, boolean namesARecordTwice) {
        if (!found.digest().equals(records.digest())) {
            return Optional.of("record list differs from the signed one");
        }
        if (!found.equals(records)) {
            return Optional.of("record list does not have the count, size or root that was signed");
        }
        if (!inOneSpelling) {
            return Optional.of("record list is not in its one spelling");
        }
        if (namesARecordTwice) {
            return Optional.of("record list names a record twice");
        }
        return Optional.empty();
    }

    /** The columns by which rows of these contributions' tables are known. */
    public static Map<DatasetPath, String> tableKeys(Collection<Contribution> contributions) {
        var keys = new TreeMap<DatasetPath, String>();
        for (var contribution : contributions) {
            contribution.tables().forEach((path, column) -> {
                String other = keys.putIfAbsent(path, column);
                if (other != null && !other.equals(column)) {
                    throw invalid("table " + path + " has the key '" + other + "' in one contribution and '" + column
                            + "' in " + contribution.id());
                }
            });
        }
        return keys;
    }
}
