package org.datasetcommons.document;

import static org.datasetcommons.CommonsException.invalid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.datasetcommons.CommonsException;

/**
 * A node of a YAML or JSON document. Every node knows where it stands, so that a complaint can name file, line and
 * column.
 * The {@code as…} methods turn a node into a value of the type the caller wants, or fail with that place.
 */
public sealed interface Node {
    /** How many characters of a value a message shows. */
    int SHOWN = 60;

    /** Where this node was read, or {@link Place#NONE} for one made by the program. */
    Place at();

    /** A word for messages: {@code mapping}, {@code list}, {@code text}. */
    String kind();

    /**
     * What scalars are: text in quotes, a JSON number, or a YAML plain scalar whose type the reader's schema decides.
     */
    enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL,
        /** A YAML scalar without quotes: text until somebody asks for a number or a truth value. */
        PLAIN
    }

    /** A single value; {@code text} is exactly what was written, without quotes. */
    record Scalar(String text, Type type, Place at) implements Node {
        @Override
        public String kind() {
            return switch (type) {
                case TEXT, PLAIN -> "text";
                case NUMBER -> "number";
                case BOOLEAN -> "truth value";
                case NULL -> "null";
            };
        }
    }

    /** A list. */
    record Items(List<Node> values, Place at) implements Node {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String kind() {
            return "list";
        }
    }

    /** Named fields in the order in which they were written. A name stands once. */
    record Fields(Map<String, Node> values, Place at) implements Node {
        public Fields {
            values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String kind() {
            return "mapping";
        }

        public Optional<Node> find(String name) {
            return Optional.ofNullable(values.get(name));
        }

        /** The field of this name, which must be there. */
        public Node get(String name) {
            return find(name).orElseThrow(() -> invalid(at.prefix() + "missing field '" + name + "'"));
        }

        public String text(String name) {
            return get(name).asText();
        }

        public Optional<String> findText(String name) {
            return find(name).map(Node::asText);
        }

        /** The texts of a list field; a missing field is an empty list. */
        public List<String> texts(String name) {
            return find(name).map(Node::asTexts).orElse(List.of());
        }

        public long integer(String name) {
            return get(name).asInteger();
        }

        /** What is made of these fields; where making it fails, the complaint gets the place. */
        public <T> T made(Supplier<T> maker) {
            try {
                return maker.get();
            } catch (CommonsException e) {
                throw at.prefix().isEmpty() ? e : e.at(at.prefix());
            }
        }

        /** What the text of this field means to a parser. */
        public <T> T parsed(String name, Function<String, T> parser) {
            return get(name).as(parser);
        }

        /** As {@link #parsed}, of a field that may be missing. */
        public <T> Optional<T> findParsed(String name, Function<String, T> parser) {
            return find(name).map(node -> node.as(parser));
        }

        /** The fields below this name, which must be there. */
        public Fields fields(String name) {
            return get(name).asFields();
        }

        /** The entries of a list field; a missing field is an empty list. */
        public List<Node> items(String name) {
            return find(name).map(Node::asItems).orElse(List.of());
        }

        /** Fails on the first field that is not among these, with the nearest known name as a hint. */
        public Fields only(Collection<String> known) {
            for (var entry : values.entrySet()) {
                if (!known.contains(entry.getKey())) {
                    throw unknownField(entry.getKey(), entry.getValue().at(), known);
                }
            }
            return this;
        }

        /** As {@link #only(Collection)}. */
        public Fields only(String... known) {
            return only(Set.of(known));
        }

        private static CommonsException unknownField(String name, Place at, Collection<String> known) {
            var problem = invalid(at.prefix() + "unknown field '" + name + "'");
            return Spelling.nearest(name, known)
                    .map(near -> problem.hint("did you mean '" + near + "'?"))
                    .orElseGet(() -> problem.hint("known fields: "
                            + String.join(", ", known.stream().sorted().toList())));
        }
    }

    default Fields asFields() {
        if (this instanceof Fields fields) {
            return fields;
        }
        throw unexpected("a mapping");
    }

    default List<Node> asItems() {
        if (this instanceof Items items) {
            return items.values();
        }
        throw unexpected("a list");
    }

    /** What this text means to a parser; where the parser complains, the complaint gets the place. */
    default <T> T as(Function<String, T> parser) {
        String text = asText();
        try {
            return parser.apply(text);
        } catch (CommonsException e) {
            throw at().prefix().isEmpty() ? e : e.at(at().prefix());
        }
    }

    default List<String> asTexts() {
        var texts = new ArrayList<String>();
        for (var item : asItems()) {
            texts.add(item.asText());
        }
        return List.copyOf(texts);
    }

    default String asText() {
        if (this instanceof Scalar scalar && (scalar.type() == Type.TEXT || scalar.type() == Type.PLAIN)) {
            return scalar.text();
        }
        throw unexpected("text");
    }

    /**
     * A whole number in the one spelling that prints back the same: no sign {@code +}, no leading zero, no exponent.
     */
    default long asInteger() {
        if (this instanceof Scalar scalar && (scalar.type() == Type.NUMBER || scalar.type() == Type.PLAIN)) {
            try {
                long value = Long.parseLong(scalar.text());
                if (Long.toString(value).equals(scalar.text())) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw unexpected("a whole number");
            }
        }
        throw unexpected("a whole number");
    }

    /** A finite decimal number. */
    default double asDecimal() {
        if (this instanceof Scalar scalar
                && (scalar.type() == Type.NUMBER || scalar.type() == Type.PLAIN)
                && scalar.text().matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
            double value = Double.parseDouble(scalar.text());
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw unexpected("a number");
    }

    /** {@code true} or {@code false}; never {@code yes}, {@code no}, {@code on}, {@code off}. */
    default boolean asBoolean() {
        if (this instanceof Scalar scalar && (scalar.type() == Type.BOOLEAN || scalar.type() == Type.PLAIN)) {
            if (scalar.text().equals("true")) {
                return true;
            }
            if (scalar.text().equals("false")) {
                return false;
            }
        }
        throw unexpected("true or false");
    }

    private CommonsException unexpected(String wanted) {
        return invalid(at().prefix() + "expected " + wanted + ", found " + found());
    }

    private String found() {
        if (!(this instanceof Scalar scalar)) {
            return "a " + kind();
        }
        if (scalar.type() == Type.NULL) {
            return "no value (null)";
        }
        var shown = new StringBuilder();
        scalar.text().codePoints().limit(SHOWN).forEach(c -> shown.appendCodePoint(printable(c) ? c : '\uFFFD'));
        boolean more = scalar.text().codePointCount(0, scalar.text().length()) > SHOWN;
        return "'" + shown + (more ? "…" : "") + "'";
    }

    /** Foreign text goes into a message without what could drive a terminal or turn the reading direction. */
    private static boolean printable(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
    }

    // --- nodes made by the program ---------------------------------------------------------------------------------

    static Node text(String value) {
        return new Scalar(value, Type.TEXT, Place.NONE);
    }

    static Node number(long value) {
        return new Scalar(Long.toString(value), Type.NUMBER, Place.NONE);
    }

    /**
     * A finite number, in Java's shortest spelling made valid JSON. Never part of what is signed where a text will do.
     */
    static Node decimal(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + value);
        }
        return new Scalar(new java.math.BigDecimal(Double.toString(value)).toPlainString(), Type.NUMBER, Place.NONE);
    }

    static Node bool(boolean value) {
        return new Scalar(Boolean.toString(value), Type.BOOLEAN, Place.NONE);
    }

    static Node items(List<? extends Node> values) {
        return new Items(List.copyOf(values), Place.NONE);
    }

    static Node texts(Collection<String> values) {
        return items(values.stream().map(Node::text).toList());
    }

    /** Starts a mapping; fields come out in the order in which they are put. */
    static FieldsBuilder fields() {
        return new FieldsBuilder();
    }
}
