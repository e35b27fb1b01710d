package org.datasetcommons.check;

import java.util.Comparator;
import java.util.List;

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

    /** Whether nothing stands in the way. */
    public boolean passes() {
        return count(Finding.Severity.ERROR) == 0;
    }
}
