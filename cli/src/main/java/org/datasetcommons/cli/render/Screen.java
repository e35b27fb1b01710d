package org.datasetcommons.cli.render;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a view writes its text: lines, marks and tables, in colour only where that was asked for. Every text handed in
 * is taken for foreign, see {@link Printable}; only {@link #verbatim} is not.
 */
public final class Screen {
    private static final String GAP = "  ";

    private final PrintStream out;
    private final boolean colour;
    private final int columns;

    /** Writes to this stream; {@code columns} is where prose is wrapped. */
    public Screen(PrintStream out, boolean colour, int columns) {
        this.out = out;
        this.colour = colour;
        this.columns = columns;
    }

    /** One line. */
    public Screen line(String text) {
        return line(Style.PLAIN, text);
    }

    /** One line that stands out. */
    public Screen line(Style style, String text) {
        return put(dress(style, Printable.text(text)));
    }

    /** An empty line. */
    public Screen blank() {
        return put("");
    }

    /** The title of what follows. */
    public Screen heading(String text) {
        return line(Style.STRONG, text);
    }

    /** Something by the way. */
    public Screen note(String text) {
        return line(Style.DIM, text);
    }

    /** Something that is as it should be. */
    public Screen good(String text) {
        return marked(Style.GOOD, "✓", text);
    }

    /** Something that is not. */
    public Screen bad(String text) {
        return marked(Style.BAD, "✗", text);
    }

    /** Something that a person should look at. */
    public Screen warn(String text) {
        return marked(Style.WARN, "!", text);
    }

    /** Prose of our own, wrapped and set in by so many columns; a newline begins a paragraph. */
    public Screen prose(int indent, String text) {
        for (String paragraph : text.split("\n", -1)) {
            for (String wrapped : wrap(paragraph, Math.max(20, Math.min(columns, 100) - indent))) {
                put((" ".repeat(indent) + wrapped).stripTrailing());
            }
        }
        return this;
    }

    /** A term in a column of so many, and its explanation wrapped beside it, or below where the term is too long. */
    public Screen definition(int indent, int width, String term, String text) {
        String lead = " ".repeat(indent) + dress(Style.STRONG, Printable.text(term));
        int hanging = indent + width + GAP.length();
        List<String> lines = wrap(text, Math.max(20, Math.min(columns, 100) - hanging));
        int from = 0;
        if (DisplayWidth.of(Printable.text(term)) > width) {
            put(lead);
        } else {
            String pad = " ".repeat(width - DisplayWidth.of(Printable.text(term)));
            put((lead + pad + GAP + lines.get(0)).stripTrailing());
            from = 1;
        }
        for (String line : lines.subList(from, lines.size())) {
            put((" ".repeat(hanging) + line).stripTrailing());
        }
        return this;
    }

    /** Rows with their columns lined up; nothing for no rows. */
    public Screen table(List<Row> rows) {
        var widths = new ArrayList<Integer>();
        for (Row row : rows) {
            for (int i = 0; i < row.cells().size(); i++) {
                int width = DisplayWidth.of(row.cells().get(i).text());
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        rows.forEach(row -> put(lineUp(row.cells(), widths)));
        return this;
    }

    /** Our own text, exactly as it is: a script, a file. */
    public Screen verbatim(String text) {
        out.print(text);
        return this;
    }

    /** How wide the screen is. */
    public int columns() {
        return columns;
    }

    private String lineUp(List<Row.Cell> cells, List<Integer> widths) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            Row.Cell cell = cells.get(i);
            boolean last = i == cells.size() - 1;
            String pad = " ".repeat(widths.get(i) - DisplayWidth.of(cell.text()));
            line.append(i == 0 ? "" : GAP)
                    .append(cell.right() ? pad : "")
                    .append(dress(cell.style(), cell.text()))
                    .append(cell.right() || last ? "" : pad);
        }
        return line.toString().stripTrailing();
    }

    private Screen marked(Style style, String mark, String text) {
        return put(dress(style, mark) + " " + Printable.text(text));
    }

    private String dress(Style style, String text) {
        return colour ? style.dress(text) : text;
    }

    private Screen put(String line) {
        out.print(line);
        out.print('\n');
        return this;
    }

    private static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : Printable.text(text).split(" ")) {
            if (line.length() > 0 && DisplayWidth.of(line.toString()) + 1 + DisplayWidth.of(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
