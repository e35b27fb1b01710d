package org.datasetcommons.interop;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.license.LicenseUrls;

/** Who is to be credited for what, under which licence, and how many records each line is about. */
public record Credits(SortedMap<Line, Long> lines) {
    /** What records have in common that are credited together. */
    public record Line(String credit, String source, LicenseExpression license) implements Comparable<Line> {
        static Line of(Terms terms) {
            return new Line(terms.credit(), terms.source(), terms.license());
        }

        @Override
        public int compareTo(Line other) {
            return key().compareTo(other.key());
        }

        private String key() {
            return credit + "\0" + source + "\0" + license;
        }
    }

    public Credits {
        lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
    }

    public static Credits of(Iterable<ManifestEntry> entries) {
        var lines = new TreeMap<Line, Long>();
        entries.forEach(entry -> lines.merge(Line.of(entry.terms()), 1L, Long::sum));
        return new Credits(lines);
    }

    /** A Markdown table, one line each, with links to the licences. */
    public String table() {
        var out = new StringBuilder("| Credit | Records | Licence | Source |\n|---|---:|---|---|\n");
        lines.forEach((line, count) -> out.append("| ")
                .append(MarkdownText.escape(line.credit()))
                .append(" | ")
                .append(count)
                .append(" | ")
                .append(link(line.license()))
                .append(" | ")
                .append(MarkdownText.escape(line.source()))
                .append(" |\n"));
        return out.toString();
    }

    /** A licence with a link to its text, where it is a single one. */
    static String link(LicenseExpression expression) {
        String text = expression.toString();
        var ids = expression.licenses();
        return ids.size() == 1 && ids.iterator().next().equals(text)
                ? "[" + text + "](" + LicenseUrls.url(text) + ")"
                : text;
    }
}
