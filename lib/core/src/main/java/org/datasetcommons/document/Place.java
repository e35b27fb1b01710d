package org.datasetcommons.document;

/** A place in a text file; lines and columns count from 1, and 0 means "somewhere in the file". */
public record Place(String file, int line, int column) {
    /** The place of what was never read from a file. */
    public static final Place NONE = new Place("", 0, 0);

    /** {@code commons.yaml:3:5: } for the front of a message; empty for {@link #NONE}. */
    public String prefix() {
        if (file.isEmpty()) {
            return "";
        }
        return line == 0 ? file + ": " : file + ":" + line + ":" + column + ": ";
    }
}
