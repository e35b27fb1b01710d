package org.datasetcommons.provenance;

import static org.datasetcommons.CommonsException.invalid;

import java.util.ArrayList;
import java.util.List;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/**
 * An in-toto Statement v1: a predicate about subjects known by digest. Stored pretty-printed, and signed as stored: a
 * statement that was read is never written again.
 *
 * @param predicateType its URI, ending in a major version
 */
public record Statement(List<Subject> subjects, String predicateType, Node.Fields predicate) {
    public static final String TYPE = "https://in-toto.io/Statement/v1";
    /** Media type of the payload in a DSSE envelope. */
    public static final String MEDIA_TYPE = "application/vnd.in-toto+json";
    /** All predicates of ours begin so; names need not resolve. */
    public static final String BASE = "https://datasetcommons.org/";

    /** What a statement is about. */
    public record Subject(String name, Digest digest) {
        public Node.Fields toNode() {
            return Node.fields()
                    .put("name", name)
                    .put("digest", Node.fields().put("sha256", digest.hex()))
                    .build();
        }
    }

    public Statement {
        subjects = List.copyOf(subjects);
    }

    /** Fields that we do not know are ignored here and kept in the file. */
    public static Statement from(Node.Fields fields) {
        if (!fields.text("_type").equals(TYPE)) {
            throw invalid(fields.at().prefix() + "not an in-toto statement: _type is '" + fields.text("_type") + "'");
        }
        var subjects = new ArrayList<Subject>();
        for (var item : fields.items("subject")) {
            var subject = item.asFields();
            subjects.add(
                    new Subject(subject.text("name"), subject.fields("digest").parsed("sha256", Digest::parse)));
        }
        if (subjects.isEmpty()) {
            throw invalid(fields.at().prefix() + "statement has no subject");
        }
        if (subjects.stream().map(Subject::name).distinct().count() != subjects.size()) {
            throw invalid(fields.at().prefix() + "statement has two subjects of one name");
        }
        return new Statement(subjects, fields.text("predicateType"), fields.fields("predicate"));
    }

    /** The predicate, if it is of this type; an error otherwise. */
    public Node.Fields predicateOf(String type) {
        if (!predicateType.equals(type)) {
            throw invalid(
                    predicate.at().prefix() + "expected a statement of type " + type + ", found " + predicateType);
        }
        return predicate;
    }

    /** The digest of the subject of this name. */
    public Digest subject(String name) {
        return subjects.stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .map(Subject::digest)
                .orElseThrow(() -> invalid(predicate.at().prefix() + "statement has no subject '" + name + "'"));
    }

    public byte[] bytes() {
        return Json.pretty(Node.fields()
                .put("_type", TYPE)
                .put(
                        "subject",
                        Node.items(subjects.stream().map(Subject::toNode).toList()))
                .put("predicateType", predicateType)
                .put("predicate", predicate)
                .build());
    }
}
