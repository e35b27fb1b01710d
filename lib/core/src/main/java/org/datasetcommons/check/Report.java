package org.datasetcommons.check;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Findings in a fixed order: worst first, then by subject and rule. */
public record Report(List<Finding> findings) {
    public Report {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparing(finding -> finding.subject().name())
                        .thenComparing(Finding::rule)
                        .thenComparing(Finding::message))
                .toList();
    }

    public long count(Finding.Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** What stands in the way, alone. */
    public Report errors() {
        return new Report(findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList());
    }

    /** The same with more. */
    public Report and(List<Finding> more) {
        return new Report(Stream.concat(findings.stream(), more.stream()).toList());
    }

    /** What a rule found something about, by name. */
    public List<String> subjects(String rule) {
        return findings.stream()
                .filter(finding -> finding.rule().equals(rule))
                .map(finding -> finding.subject().name())
                .toList();
    }

    /** Whether nothing stands in the way. */
    public boolean passes() {
        return count(Finding.Severity.ERROR) == 0;
    }
}
