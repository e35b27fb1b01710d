package org.datasetcommons.cli.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * A walk-through as a person reads it: a page of Markdown. Headings and paragraphs are told, lines in {@code sh} fences are
 * run; nothing else that Markdown has is used.
 */
public record Story(List<Part> parts) {
    /** What a story is made of. */
    public sealed interface Part {
        /** The title of what follows. */
        record Heading(String text) implements Part {}

        /** A paragraph, its lines joined. */
        record Paragraph(String text) implements Part {}

        /** A command to run. */
        record Command(ShellLine line) implements Part {}
    }

    public Story {
        parts = List.copyOf(parts);
    }

    /** Reads a page. A line that ends in a backslash goes on in the next. */
    public static Story parse(String markdown) {
        var parts = new ArrayList<Part>();
        var paragraph = new StringBuilder();
        var command = new StringBuilder();
        boolean fenced = false;
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("```")) {
                tell(paragraph, parts);
                fenced = !fenced;
            } else if (fenced && line.endsWith("\\")) {
                command.append(line, 0, line.length() - 1);
            } else if (fenced) {
                command.append(line.strip());
                if (!command.toString().isBlank()) {
                    parts.add(
                            new Part.Command(ShellLine.parse(command.toString().replaceAll(" +", " "))));
                }
                command.setLength(0);
            } else if (line.startsWith("#")) {
                tell(paragraph, parts);
                parts.add(new Part.Heading(line.replaceFirst("^#+ ", "")));
            } else if (line.isBlank()) {
                tell(paragraph, parts);
            } else {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        tell(paragraph, parts);
        return new Story(parts);
    }

    private static void tell(StringBuilder paragraph, List<Part> parts) {
        if (!paragraph.isEmpty()) {
            parts.add(new Part.Paragraph(paragraph.toString()));
            paragraph.setLength(0);
        }
    }
}
