package org.datasetcommons.cli.help;

import java.util.List;
import java.util.Map;

/** Writes pages for {@code docs/cli}. */
public final class MarkdownPages {
    private static final String GENERATED = "<!-- Generated from the commands; to change it, change them and run the "
            + "tests with -Dgolden=write. -->\n\n";

    private MarkdownPages() {}

    /** The page of a verb, with its own verbs below it. */
    public static String write(Page page, List<Page> below) {
        var out = new StringBuilder(GENERATED);
        section(page, "#", out);
        for (Page sub : below) {
            out.append('\n');
            section(sub, "##", out);
        }
        entries("##", "Options of every verb", page.globals(), out);
        entries("##", "Exit codes", page.exits(), out);
        return out.toString();
    }

    /** The first page: what there is, by who uses it. */
    public static String index(Page root, Map<String, List<Page.Entry>> groups) {
        var out = new StringBuilder(GENERATED);
        out.append("# The command line\n\n").append(sentence(root.summary())).append("\n");
        root.description()
                .forEach(paragraph -> out.append('\n').append(paragraph).append('\n'));
        synopsis(root, out);
        groups.forEach((group, verbs) -> {
            out.append("\n## ").append(group).append("\n\n| verb | what it does |\n|---|---|\n");
            for (Page.Entry verb : verbs) {
                out.append("| [`")
                        .append(verb.term())
                        .append("`](")
                        .append(verb.term())
                        .append(".md) | ")
                        .append(cell(verb.text()))
                        .append(" |\n");
            }
        });
        entries("##", "Options of every verb", root.globals(), out);
        entries("##", "Exit codes", root.exits(), out);
        return out.toString();
    }

    private static void section(Page page, String level, StringBuilder out) {
        out.append(level)
                .append(' ')
                .append(page.name())
                .append("\n\n")
                .append(sentence(page.summary()))
                .append('\n');
        synopsis(page, out);
        page.description()
                .forEach(paragraph -> out.append('\n').append(paragraph).append('\n'));
        entries(level + "#", "Verbs", page.verbs(), out);
        entries(level + "#", "Arguments", page.parameters(), out);
        entries(level + "#", "Options", page.options(), out);
        if (!page.examples().isEmpty()) {
            out.append('\n').append(level).append("# Examples\n");
            for (Page.Worked example : page.examples()) {
                out.append('\n')
                        .append(sentence(example.does()))
                        .append("\n\n```sh\n")
                        .append(example.line())
                        .append("\n```\n");
            }
        }
    }

    private static void synopsis(Page page, StringBuilder out) {
        out.append("\n```\n");
        int column = 0;
        for (String word : page.synopsis()) {
            if (column > 0 && column + 1 + word.length() > 100) {
                out.append("\n    ");
                column = 4;
            } else if (column > 0) {
                out.append(' ');
                column++;
            }
            out.append(word);
            column += word.length();
        }
        out.append("\n```\n");
    }

    private static void entries(String level, String title, List<Page.Entry> entries, StringBuilder out) {
        if (entries.isEmpty()) {
            return;
        }
        out.append('\n').append(level).append(' ').append(title).append("\n\n| | |\n|---|---|\n");
        for (Page.Entry entry : entries) {
            out.append("| `")
                    .append(entry.term().replace("|", "\\|"))
                    .append("` | ")
                    .append(cell(entry.text()))
                    .append(" |\n");
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }

    /** Half a sentence made whole. */
    static String sentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String whole = text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
        return whole.matches("(?s).*[.!?:]") ? whole : whole + ".";
    }
}
