package org.datasetcommons.document;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Builds a mapping, field by field, in the order in which it will be written. */
public final class FieldsBuilder {
    private final Map<String, Node> values = new LinkedHashMap<>();

    FieldsBuilder() {}

    public FieldsBuilder put(String name, Node value) {
        if (values.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("field put twice: " + name);
        }
        return this;
    }

    public FieldsBuilder put(String name, String value) {
        return put(name, Node.text(value));
    }

    public FieldsBuilder put(String name, long value) {
        return put(name, Node.number(value));
    }

    public FieldsBuilder put(String name, boolean value) {
        return put(name, Node.bool(value));
    }

    public FieldsBuilder put(String name, Collection<String> values) {
        return put(name, Node.texts(values));
    }

    public FieldsBuilder put(String name, FieldsBuilder value) {
        return put(name, value.build());
    }

    /** Puts the field if there is a value, and nothing otherwise. */
    public FieldsBuilder putIfPresent(String name, Optional<String> value) {
        value.ifPresent(text -> put(name, text));
        return this;
    }

    /** Puts the list unless it is empty. */
    public FieldsBuilder putUnlessEmpty(String name, Collection<String> values) {
        return values.isEmpty() ? this : put(name, values);
    }

    public Node.Fields build() {
        return new Node.Fields(values, Place.NONE);
    }
}
