package org.datasetcommons.release;

import static org.datasetcommons.CommonsException.invalid;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.Times;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.provenance.Statement;

/**
 * What a release states about a version.
 *
 * @param dataset the dataset's id
 * @param previous digest of the statement of the release before
 * @param manifest digest of the manifest's lines in order of record id, each with a newline
 * @param root RFC 6962 root over the same lines in order of record digest
 * @param bytes of all records together
 * @param license computed from the licences of the records
 * @param charter digest of {@code commons.yaml}
 * @param trust digest of the newest trust root
 */
public record Release(
        Digest dataset,
        String name,
        VersionNumber version,
        Optional<Digest> previous,
        Digest manifest,
        Digest root,
        long records,
        long bytes,
        LicenseExpression license,
        List<Handle> contributors,
        Digest charter,
        Digest trust,
        Instant created) {
    public static final String PREDICATE = Statement.BASE + "release/v1";

    public Release {
        contributors = List.copyOf(contributors);
    }

    public static Release from(Node.Fields statementFields) {
        var statement = Statement.from(statementFields);
        var predicate = statement.predicateOf(PREDICATE);
        var manifest = predicate.fields("manifest");
        var version = predicate.parsed("version", VersionNumber::new);
        if (statement.subjects().size() != 1) {
            throw invalid(statementFields.at().prefix() + "a release has one subject");
        }
        return new Release(
                predicate.parsed("dataset", Digest::parse),
                predicate.text("name"),
                version,
                predicate.findParsed("previous", Digest::parse),
                statement.subject(subjectName(predicate.text("name"), version)),
                manifest.parsed("root", Digest::parse),
                manifest.integer("records"),
                manifest.integer("bytes"),
                predicate.parsed("license", LicenseExpression::parse),
                predicate.get("contributors").asItems().stream()
                        .map(item -> item.as(Handle::parse))
                        .toList(),
                predicate.parsed("charter", Digest::parse),
                predicate.parsed("trust", Digest::parse),
                Times.parse(predicate.get("created")));
    }

    private static String subjectName(String name, VersionNumber version) {
        return name + "-" + version + ".manifest.jsonl";
    }

    public Statement toStatement() {
        return new Statement(
                List.of(new Statement.Subject(subjectName(name, version), manifest)),
                PREDICATE,
                Node.fields()
                        .put("dataset", dataset.hex())
                        .put("name", name)
                        .put("version", version.text())
                        .putIfPresent("previous", previous.map(Digest::hex))
                        .put(
                                "manifest",
                                Node.fields()
                                        .put("records", records)
                                        .put("bytes", bytes)
                                        .put("root", root.hex()))
                        .put("license", license.toString())
                        .put(
                                "contributors",
                                contributors.stream().map(Handle::name).toList())
                        .put("charter", charter.hex())
                        .put("trust", trust.hex())
                        .put("created", created.toString())
                        .build());
    }
}
