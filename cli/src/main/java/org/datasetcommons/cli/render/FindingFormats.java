package org.datasetcommons.cli.render;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.datasetcommons.check.Finding;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/** Findings for the programs that show them beside a change. */
public final class FindingFormats {
    private FindingFormats() {}

    /** One JSON object, as {@code --json} has it. */
    public static View json(ReportView report, String command) {
        var object = Node.fields().put("command", command).put("ok", report.isYes());
        report.json().build().values().forEach(object::put);
        return written(report, Printable.json(Json.line(object.build())) + "\n");
    }

    /** One page. */
    public static View html(ReportView report) {
        return written(report, FindingPage.of(report.summary(), report.report().findings()));
    }

    /** Workflow commands that GitHub, Forgejo and Gitea show as annotations. */
    public static View github(ReportView report) {
        var out = new StringBuilder();
        for (var finding : report.report().findings()) {
            String file = finding.subject().name().replaceFirst("#.*", "");
            out.append("::")
                    .append(
                            finding.severity() == Finding.Severity.NOTE
                                    ? "notice"
                                    : finding.severity().toString())
                    .append(
                            isOfFile(finding)
                                    ? " file="
                                            + escaped(file).replace(":", "%3A").replace(",", "%2C") + ","
                                    : " ")
                    .append("title=")
                    .append(finding.rule())
                    .append("::")
                    .append(escaped(finding.subject().name() + ": " + finding.message()))
                    .append('\n');
        }
        return written(report, out.toString());
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** SARIF 2.1.0. */
    public static View sarif(ReportView report) {
        var rules = new TreeSet<String>();
        report.report().findings().forEach(finding -> rules.add(finding.rule()));
        var results =
                report.report().findings().stream().map(FindingFormats::result).toList();
        var driver = Node.fields()
                .put("name", "commons")
                .put(
                        "rules",
                        Node.items(rules.stream()
                                .map(rule -> Node.fields().put("id", rule).build())
                                .toList()));
        var run = Node.fields()
                .put("tool", Node.fields().put("driver", driver))
                .put("results", Node.items(results))
                .build();
        var document = Node.fields()
                .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .put("version", "2.1.0")
                .put("runs", Node.items(List.of(run)))
                .build();
        return written(report, new String(Json.pretty(document), StandardCharsets.UTF_8));
    }

    private static Node result(Finding finding) {
        var location = Node.fields()
                .put(
                        "physicalLocation",
                        Node.fields().put("artifactLocation", Node.fields().put("uri", uri(finding))))
                .build();
        return Node.fields()
                .put("ruleId", finding.rule())
                .put("level", finding.severity().toString().toLowerCase(Locale.ROOT))
                .put("message", Node.fields().put("text", finding.subject().name() + ": " + finding.message()))
                .put("locations", Node.items(isOfFile(finding) ? List.of(location) : List.of()))
                .build();
    }

    /** Whether there is a line beside which it can be shown; a commit has none. */
    private static boolean isOfFile(Finding finding) {
        return finding.subject().kind() != Finding.Subject.Kind.COMMIT;
    }

    /** A relative reference (RFC 3986): everything but what is unreserved there is escaped. */
    private static String uri(Finding finding) {
        var uri = new StringBuilder();
        for (byte b : finding.subject().name().replaceFirst("#.*", "").getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".indexOf(b) >= 0) {
                uri.append((char) b);
            } else {
                uri.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        return uri.toString();
    }

    private static View written(ReportView report, String text) {
        return new View() {
            @Override
            public FieldsBuilder json() {
                return report.json();
            }

            @Override
            public void text(Screen screen) {
                screen.verbatim(text);
            }

            @Override
            public boolean isYes() {
                return report.isYes();
            }
        };
    }
}
