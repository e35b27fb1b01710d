package org.datasetcommons.interop;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.license.LicenseUrls;
import org.datasetcommons.release.Release;
import org.datasetcommons.version.Version;

/** Who is to be credited for what, under which licence: what CC BY 4.0 section 3(a)(1) asks for, in one page. */
final class Attribution {
    private final Version version;
    private final Release release;

    Attribution(Version version, Release release) {
        this.version = version;
        this.release = release;
    }

    /** What records have in common that are credited in one line. */
    private record Line(String credit, String source, String license) implements Comparable<Line> {
        static Line of(Terms terms) {
            return new Line(terms.credit(), terms.source(), terms.license().toString());
        }

        @Override
        public int compareTo(Line other) {
            return (credit + "\0" + source + "\0" + license)
                    .compareTo(other.credit + "\0" + other.source + "\0" + other.license);
        }
    }

    byte[] bytes() {
        var counts = new TreeMap<Line, Long>();
        version.coverage().manifest().entries().forEach(entry -> counts.merge(Line.of(entry.terms()), 1L, Long::sum));
        var out = new StringBuilder();
        out.append("# Attribution\n\n")
                .append(MarkdownText.escape(version.charter().title()))
                .append(", version ")
                .append(release.version())
                .append(", is made of what these people gave. Whoever passes it on keeps this page with it.\n\n")
                .append("| Credit | Records | Licence | Source |\n|---|---:|---|---|\n");
        counts.forEach((line, count) -> out.append("| ")
                .append(MarkdownText.escape(line.credit()))
                .append(" | ")
                .append(count)
                .append(" | ")
                .append(links(LicenseExpression.parse(line.license())))
                .append(" | ")
                .append(MarkdownText.escape(line.source()))
                .append(" |\n"));
        out.append("\nThe whole is licensed under ")
                .append(links(release.license()))
                .append("; the texts are in `LICENSES/`.\n");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String links(LicenseExpression expression) {
        String text = expression.toString();
        var ids = expression.licenses();
        return ids.size() == 1 && ids.iterator().next().equals(text)
                ? "[" + text + "](" + LicenseUrls.url(text) + ")"
                : text;
    }
}
