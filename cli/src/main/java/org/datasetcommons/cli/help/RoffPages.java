package org.datasetcommons.cli.help;

import java.util.List;
import java.util.Locale;

/** Writes man pages in the man(7) macros, which every roff knows. */
public final class RoffPages {
    private static final int LINE = 78;

    private RoffPages() {}

    /** The page of section 1; {@code version} and {@code day} stand in its footer. */
    public static String write(Page page, String version, String day) {
        var out = new StringBuilder();
        out.append(".\\\" Generated from the commands.\n");
        out.append(".TH ")
                .append(quoted(page.fileName().toUpperCase(java.util.Locale.ROOT)))
                .append(" 1 ")
                .append(day)
                .append(' ')
                .append(quoted("commons " + version))
                .append(" \"Dataset Commons\"\n");
        out.append(".SH NAME\n");
        prose(text(page.fileName()) + " \\- " + text(page.summary()), out);
        out.append(".SH SYNOPSIS\n.nh\n");
        out.append(".B ").append(text(page.name())).append('\n');
        for (String word : page.synopsis().subList(1, page.synopsis().size())) {
            // A space that does not break holds an option and its value together.
            line(text(word).replace(" ", "\\ "), out);
        }
        out.append(".hy\n");
        if (!page.description().isEmpty()) {
            out.append(".SH DESCRIPTION\n");
            boolean first = true;
            for (String paragraph : page.description()) {
                out.append(first ? "" : ".PP\n");
                first = false;
                prose(text(paragraph), out);
            }
        }
        entries("VERBS", page.verbs(), out);
        entries("ARGUMENTS", page.parameters(), out);
        entries("OPTIONS", page.options(), out);
        entries("OPTIONS OF EVERY VERB", page.globals(), out);
        entries("EXIT STATUS", page.exits(), out);
        if (!page.examples().isEmpty()) {
            out.append(".SH EXAMPLES\n");
            boolean first = true;
            for (Page.Worked example : page.examples()) {
                out.append(first ? "" : ".PP\n");
                first = false;
                prose(text(MarkdownPages.sentence(example.does())), out);
                out.append(".PP\n.RS 4\n.nf\n");
                line(text(example.line()), out);
                out.append(".fi\n.RE\n");
            }
        }
        return out.toString();
    }

    private static void entries(String title, List<Page.Entry> entries, StringBuilder out) {
        if (entries.isEmpty()) {
            return;
        }
        out.append(".SH ").append(title).append('\n');
        for (Page.Entry entry : entries) {
            out.append(".TP\n.B ").append(text(entry.term())).append('\n');
            prose(text(entry.text()), out);
        }
    }

    /** Lines that a person can read in an editor, too; it is filled again when it is shown. */
    private static void prose(String escaped, StringBuilder out) {
        var line = new StringBuilder();
        for (String word : escaped.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > LINE) {
                line(line.toString(), out);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        line(line.toString(), out);
    }

    private static void line(String escaped, StringBuilder out) {
        // A dot or quote at the beginning of a line would be a request.
        out.append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
                .append(escaped)
                .append('\n');
    }

    /** Escapes as groff_char(7) says; hyphens become minus signs, so that options can be copied. */
    private static String text(String plain) {
        var out = new StringBuilder();
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\e");
                case '-' -> out.append("\\-");
                case '\'' -> out.append("\\(aq");
                case '`' -> out.append("\\(ga");
                case '^' -> out.append("\\(ha");
                case '~' -> out.append("\\(ti");
                case '…' -> out.append("...");
                case '\n' -> out.append(' ');
                default -> {
                    if (c < 0x80) {
                        out.append((char) c);
                    } else {
                        out.append(String.format(Locale.ROOT, "\\[u%04X]", c));
                    }
                }
            }
        });
        return out.toString();
    }

    private static String quoted(String plain) {
        return '"' + text(plain) + '"';
    }
}
