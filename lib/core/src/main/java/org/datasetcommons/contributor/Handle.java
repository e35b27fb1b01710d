package org.datasetcommons.contributor;

import static org.datasetcommons.CommonsException.invalid;

import java.util.regex.Pattern;

/**
 * The name by which a dataset knows a contributor: 1 to 39 of {@code a-z}, {@code 0-9} and {@code -}, beginning and ending
 * with a letter or digit. It is part of file names and of {@code allowed_signers} principals, hence the narrow alphabet.
 */
public record Handle(String name) implements Comparable<Handle> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,37}[a-z0-9])?");

    public Handle {
        if (!isHandle(name)) {
            throw new IllegalArgumentException("not a handle: " + name);
        }
    }

    /** Whether a text is the name of somebody. */
    public static boolean isHandle(String text) {
        return FORM.matcher(text).matches();
    }

    /** @throws org.datasetcommons.CommonsException if the text is not a handle */
    public static Handle parse(String text) {
        if (!isHandle(text)) {
            throw invalid("not a handle: '" + text + "'")
                    .hint("a handle has 1 to 39 of a-z, 0-9 and '-', and begins and ends with a letter or digit");
        }
        return new Handle(text);
    }

    @Override
    public int compareTo(Handle other) {
        return name.compareTo(other.name);
    }

    // As in Pointer.

    @Override
    public boolean equals(Object other) {
        return other instanceof Handle handle && name.equals(handle.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
