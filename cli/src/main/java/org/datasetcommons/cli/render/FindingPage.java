package org.datasetcommons.cli.render;

import java.util.List;
import org.datasetcommons.check.Finding;

/** Findings as one page of HTML that needs nothing from elsewhere: for an archive, or a link beside a change. */
final class FindingPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>%s</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
            table { border-collapse: collapse; width: 100% }
            th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884 }
            td { overflow-wrap: anywhere }
            .error { color: light-dark(#b00020, #ff8a80) }
            .warning { color: light-dark(#8a5a00, #ffd180) }
            </style>
            </head>
            <body>
            <h1>%s</h1>
            """;

    private FindingPage() {}

    static String of(String title, List<Finding> findings) {
        var page = new StringBuilder(HEAD.replace("%", "%").replace("%s", escaped(title)));
        if (!findings.isEmpty()) {
            page.append("<table>\n<thead><tr><th>Severity<th>Rule<th>Where<th>What</thead>\n<tbody>\n");
            for (var finding : findings) {
                page.append("<tr><td class=\"")
                        .append(finding.severity())
                        .append("\">")
                        .append(finding.severity());
                for (String cell : List.of(finding.rule(), finding.subject().name(), finding.message())) {
                    page.append("<td>").append(escaped(cell));
                }
                page.append('\n');
            }
            page.append("</tbody>\n</table>\n");
        }
        return page.append("</body>\n</html>\n").toString();
    }

    /** Text of HTML, with nothing in it that is invisible or turns the direction of writing. */
    private static String escaped(String text) {
        return Printable.text(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
