package org.datasetcommons.check;

import org.datasetcommons.document.Node;
import org.datasetcommons.history.CommitId;

/**
 * What a rule found.
 *
 * @param rule the rule's name, in kebab-case
 * @param subject the record, file or commit it is about
 */
public record Finding(String rule, Severity severity, Subject subject, String message) {
    /** How bad it is. Only errors make a report a refusal. */
    public enum Severity {
        ERROR,
        WARNING,
        NOTE;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A record, a file or a commit, by name. */
    public record Subject(Kind kind, String name) {
        /** Which of them. */
        public enum Kind {
            RECORD,
            FILE,
            COMMIT;

            /** As it is in JSON. */
            @Override
            public String toString() {
                return name().toLowerCase(java.util.Locale.ROOT);
            }
        }

        public static Subject record(Object id) {
            return new Subject(Kind.RECORD, id.toString());
        }

        public static Subject file(String path) {
            return new Subject(Kind.FILE, path);
        }

        public static Subject commit(CommitId id) {
            return new Subject(Kind.COMMIT, id.hex());
        }
    }

    public static Finding error(String rule, Subject subject, String message) {
        return new Finding(rule, Severity.ERROR, subject, message);
    }

    public static Finding warning(String rule, Subject subject, String message) {
        return new Finding(rule, Severity.WARNING, subject, message);
    }

    /** The same in other words. */
    public Finding with(String message) {
        return new Finding(rule, severity, subject, message);
    }

    public static Finding note(String rule, Subject subject, String message) {
        return new Finding(rule, Severity.NOTE, subject, message);
    }

    public Node.Fields toNode() {
        return Node.fields()
                .put("rule", rule)
                .put("severity", severity.toString())
                .put(subject.kind().toString(), subject.name())
                .put("message", message)
                .build();
    }
}
