package org.datasetcommons.cli.render;

import java.util.ArrayList;
import java.util.List;

/** One line of a table, cell by cell: {@code Row.of("a.csv").count(12).size(3456).cell(Style.BAD, "missing")}. */
public final class Row {
    record Cell(String text, Style style, boolean right) {}

    private final List<Cell> cells = new ArrayList<>();

    private Row() {}

    /** Plain cells, from the left. */
    public static Row of(String... texts) {
        return new Row().cells(Style.PLAIN, texts);
    }

    /** The titles of the columns. */
    public static Row header(String... titles) {
        return new Row().cells(Style.DIM, titles);
    }

    /** One more cell. */
    public Row cell(String text) {
        return cell(Style.PLAIN, text);
    }

    /** One more cell that stands out. */
    public Row cell(Style style, String text) {
        cells.add(new Cell(Printable.text(text), style, false));
        return this;
    }

    /** One more cell with a number, lined up at the right. */
    public Row count(long number) {
        return right(Quantity.count(number));
    }

    /** One more cell with a size in bytes, lined up at the right. */
    public Row size(long bytes) {
        return right(Quantity.bytes(bytes));
    }

    /** One more cell, lined up at the right. */
    public Row right(String text) {
        cells.add(new Cell(Printable.text(text), Style.PLAIN, true));
        return this;
    }

    private Row cells(Style style, String... texts) {
        for (String text : texts) {
            cell(style, text);
        }
        return this;
    }

    List<Cell> cells() {
        return cells;
    }
}
