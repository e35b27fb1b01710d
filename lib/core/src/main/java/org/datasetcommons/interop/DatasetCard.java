package org.datasetcommons.interop;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeMap;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.release.Release;
import org.datasetcommons.version.Version;

/** The part of {@code README.md} that the tool keeps up; what people wrote around it is left as it is. */
final class DatasetCard {
    static final String FILE = "README.md";
    private static final String BEGIN = "<!-- commons: begin -->";
    private static final String END = "<!-- commons: end -->";

    private final Version version;
    private final Release release;

    DatasetCard(Version version, Release release) {
        this.version = version;
        this.release = release;
    }

    byte[] bytes() {
        String card = new String(version.tree().read(FILE).orElse(new byte[0]), StandardCharsets.UTF_8);
        int begin = card.indexOf(BEGIN);
        int end = card.indexOf(END, Math.max(begin, 0));
        String generated = BEGIN + "\n" + facts() + END;
        String whole = begin >= 0 && end >= 0
                ? card.substring(0, begin) + generated + card.substring(end + END.length())
                : card + (card.isEmpty() || card.endsWith("\n") ? "" : "\n") + "\n" + generated + "\n";
        return whole.getBytes(StandardCharsets.UTF_8);
    }

    private String facts() {
        var manifest = version.coverage().manifest();
        var byLicense = new TreeMap<String, Long>();
        var byCredit = new TreeMap<String, Long>();
        for (ManifestEntry entry : manifest) {
            byLicense.merge(entry.terms().license().toString(), 1L, Long::sum);
            byCredit.merge(entry.terms().credit(), 1L, Long::sum);
        }
        var out = new StringBuilder();
        out.append("## Release ").append(release.version()).append("\n\n");
        out.append(String.format(
                Locale.ROOT,
                "%d records in %d bytes, given by %d %s. Licence of the whole: %s.%n%n".replace("%n", "\n"),
                release.records(),
                release.bytes(),
                release.contributors().size(),
                release.contributors().size() == 1 ? "person" : "people",
                release.license()));
        table(out, "Licence", byLicense);
        table(out, "Credit", byCredit);
        out.append("Manifest root `")
                .append(release.root())
                .append("`, dataset `")
                .append(release.dataset())
                .append("`. Check all of it offline: `commons verify ")
                .append(release.version().tag())
                .append("`.\n");
        return out.toString();
    }

    private static void table(StringBuilder out, String head, TreeMap<String, Long> counts) {
        out.append("| ").append(head).append(" | Records |\n|---|---:|\n");
        counts.forEach((name, count) -> out.append("| ")
                .append(MarkdownText.escape(name))
                .append(" | ")
                .append(count)
                .append(" |\n"));
        out.append('\n');
    }
}
