package org.datasetcommons.table;

import static org.datasetcommons.CommonsException.invalid;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Place;

/** The names of the columns of a row, in their order: one at least, each once, none empty or with hidden characters. */
public final class Columns {
    /** The most columns a row may have. */
    public static final int MAX = 10_000;

    private final List<String> names;
    private final Map<String, Integer> positions;
    private final int[] sorted;
    private final String[] openings;

    private Columns(List<String> names, Map<String, Integer> positions) {
        this.names = names;
        this.positions = positions;
        // The canonical order, and what stands before each value in it, are the same for every row of a table.
        this.sorted = IntStream.range(0, names.size())
                .boxed()
                .sorted((a, b) -> names.get(a).compareTo(names.get(b)))
                .mapToInt(Integer::intValue)
                .toArray();
        this.openings = new String[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            var opening = new StringBuilder().append(i == 0 ? '{' : ',');
            Json.writeString(names.get(sorted[i]), opening);
            openings[i] = opening.append(':').toString();
        }
    }

    /**
     * The columns of these names.
     *
     * @param at where they stand, for messages
     * @throws org.datasetcommons.CommonsException if there is none or too many, or a name is empty, stands twice, or
     * holds
     *     control or format characters
     */
    public static Columns of(List<String> names, Place at) {
        if (names.isEmpty()) {
            throw invalid(at.prefix() + "no columns");
        }
        if (names.size() > MAX) {
            throw invalid(at.prefix() + "more than " + MAX + " columns");
        }
        var positions = new HashMap<String, Integer>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            checkName(name, i + 1, at);
            Integer first = positions.putIfAbsent(name, i);
            if (first != null) {
                throw invalid(at.prefix() + "column '" + name + "' stands twice (columns " + (first + 1) + " and "
                                + (i + 1)
                                + ")")
                        .hint("give every column a name of its own");
            }
        }
        return new Columns(List.copyOf(names), positions);
    }

    /** As {@link #of(List, Place)}, for columns that were never read from a file. */
    public static Columns of(String... names) {
        return of(List.of(names), Place.NONE);
    }

    private static void checkName(String name, int number, Place at) {
        if (name.isBlank()) {
            throw invalid(at.prefix() + "column " + number + " has no name")
                    .hint("give every column a name of its own");
        }
        name.codePoints().filter(Columns::hidden).findFirst().ifPresent(c -> {
            String character = String.format(Locale.ROOT, "U+%04X", c);
            throw invalid(at.prefix() + "column " + number + " has the invisible character " + character
                            + " in its name")
                    .hint("take the character out of the name");
        });
    }

    /** Control, format, surrogate and separator characters: what a person cannot see in a name. */
    static boolean hidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> (codePoint & 0xFFFE) == 0xFFFE;
        };
    }

    public List<String> names() {
        return names;
    }

    public int size() {
        return names.size();
    }

    /** Where the column of this name stands, from 0. */
    public OptionalInt find(String name) {
        Integer position = positions.get(name);
        return position == null ? OptionalInt.empty() : OptionalInt.of(position);
    }

    /** Writes the canonical form of a row with these values. */
    void writeCanonical(List<? extends org.datasetcommons.document.Node> values, StringBuilder out) {
        for (int i = 0; i < sorted.length; i++) {
            out.append(openings[i]);
            Json.writeCanonical(values.get(sorted[i]), out);
        }
        out.append('}');
    }

    /** Two are equal if they have the same names in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Columns columns && names.equals(columns.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    /** The names with commas between; long lists are cut. */
    @Override
    public String toString() {
        int shown = 20;
        return names.size() <= shown
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, shown)) + " and " + (names.size() - shown) + " more";
    }
}
