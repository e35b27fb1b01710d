package org.datasetcommons.cli.render;

import java.util.List;
import java.util.Optional;
import org.datasetcommons.ShellWord;
import org.datasetcommons.check.Finding;
import org.datasetcommons.check.Report;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;

/** What the rules found. */
public record ReportView(Report report, String what) implements View {
    private static final int SHOWN = 50;

    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put("findings", findings(report))
                .put("errors", report.count(Finding.Severity.ERROR))
                .put("warnings", report.count(Finding.Severity.WARNING));
    }

    /** The findings as a list for programs. */
    public static Node findings(Report report) {
        return Node.items(report.findings().stream().map(Finding::toNode).toList());
    }

    @Override
    public void text(Screen screen) {
        show(screen, report.findings());
        if (isClean()) {
            screen.good(summary());
        } else {
            screen.line(summary());
        }
        uncovered().ifPresent(path -> screen.note("give what is yours: `commons add " + ShellWord.of(path) + "`"));
    }

    /** The first file that holds what nobody gave. */
    private Optional<String> uncovered() {
        return report.findings().stream()
                .filter(finding ->
                        finding.rule().equals("coverage") && finding.subject().kind() == Finding.Subject.Kind.RECORD)
                .map(finding -> finding.subject().name().replaceFirst("#.*", ""))
                .findFirst();
    }

    /** How it stands, in one line. */
    String summary() {
        return isClean()
                ? what + " keeps every rule"
                : what + ": " + Quantity.count(report.count(Finding.Severity.ERROR), "error", "errors") + ", "
                        + Quantity.count(report.count(Finding.Severity.WARNING), "warning", "warnings");
    }

    private boolean isClean() {
        return report.count(Finding.Severity.ERROR) + report.count(Finding.Severity.WARNING) == 0;
    }

    /** The first of the findings, a line each. */
    public static void show(Screen screen, List<Finding> findings) {
        for (var finding : findings.subList(0, Math.min(SHOWN, findings.size()))) {
            String text = finding.subject().name() + ": " + finding.message() + " [" + finding.rule() + "]";
            switch (finding.severity()) {
                case ERROR -> screen.bad(text);
                case WARNING -> screen.warn(text);
                case NOTE -> screen.note(text);
            }
        }
        if (findings.size() > SHOWN) {
            screen.note("and " + Quantity.count(findings.size() - SHOWN) + " more; --json lists all");
        }
    }

    @Override
    public boolean isYes() {
        return report.passes();
    }
}
