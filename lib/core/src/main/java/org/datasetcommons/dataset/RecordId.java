package org.datasetcommons.dataset;

import java.util.Optional;

/** Names a record in a version: a file ({@code data/owl.png}) or a row of a table ({@code data/tales.csv#0311}). */
public record RecordId(DatasetPath path, Optional<String> key) implements Comparable<RecordId> {
    public static RecordId ofFile(DatasetPath path) {
        return new RecordId(path, Optional.empty());
    }

    public static RecordId ofRow(DatasetPath table, String key) {
        return new RecordId(table, Optional.of(key));
    }

    /** @throws org.datasetcommons.CommonsException if the path part is not a dataset path */
    public static RecordId parse(String text) {
        int hash = text.indexOf('#');
        return hash < 0
                ? ofFile(DatasetPath.parse(text))
                : ofRow(DatasetPath.parse(text.substring(0, hash)), text.substring(hash + 1));
    }

    // As in Pointer.

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordId id && path.equals(id.path) && key.equals(id.key);
    }

    @Override
    public int hashCode() {
        return 31 * path.hashCode() + key.hashCode();
    }

    /** By the UTF-8 bytes of path, then key; a file before its rows. */
    @Override
    public int compareTo(RecordId other) {
        int byPath = path.compareTo(other.path);
        return byPath != 0 ? byPath : DatasetPath.compareUtf8(key.orElse(""), other.key.orElse(""));
    }

    @Override
    public String toString() {
        return key.map(k -> path + "#" + k).orElse(path.text());
    }
}
