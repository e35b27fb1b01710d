package org.datasetcommons.cli.help;

import java.util.List;
import org.datasetcommons.cli.render.DisplayWidth;
import org.datasetcommons.cli.render.Screen;

/** Writes a page on a screen. */
public final class TextPages {
    private static final int INDENT = 2;
    private static final int WIDEST_TERM = 26;

    private TextPages() {}

    /** The whole page. */
    public static void write(Page page, Screen screen) {
        screen.prose(0, page.name() + ": " + page.summary()).blank();
        screen.heading("Usage");
        synopsis(page, screen);
        for (String paragraph : page.description()) {
            screen.blank().prose(0, paragraph);
        }
        entries("Verbs", page.verbs(), screen);
        entries("Arguments", page.parameters(), screen);
        entries("Options", page.options(), screen);
        entries("Options of every verb", page.globals(), screen);
        entries("Exit codes", page.exits(), screen);
        if (!page.examples().isEmpty()) {
            screen.blank().heading("Examples");
            boolean first = true;
            for (Page.Worked example : page.examples()) {
                if (!first) {
                    screen.blank();
                }
                first = false;
                screen.line("  " + example.line()).prose(2 * INDENT + 2, example.does());
            }
        }
    }

    /** Terms and their meaning, under a title; nothing for no entries. */
    public static void entries(String title, List<Page.Entry> entries, Screen screen) {
        if (entries.isEmpty()) {
            return;
        }
        screen.blank().heading(title);
        int width = entries.stream()
                .mapToInt(entry -> DisplayWidth.of(entry.term()))
                .filter(term -> term <= WIDEST_TERM)
                .max()
                .orElse(WIDEST_TERM);
        entries.forEach(entry -> screen.definition(INDENT, width, entry.term(), entry.text()));
    }

    private static void synopsis(Page page, Screen screen) {
        int width = Math.max(40, Math.min(screen.columns(), 100));
        var line = new StringBuilder(" ".repeat(INDENT));
        for (String word : page.synopsis()) {
            if (line.length() + 1 + word.length() > width && !line.toString().isBlank()) {
                screen.line(line.toString());
                line.setLength(0);
                line.append(" ".repeat(INDENT + 4));
            }
            line.append(line.toString().isBlank() ? "" : " ").append(word);
        }
        screen.line(line.toString());
    }
}
