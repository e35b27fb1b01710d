package org.datasetcommons;

/** A word of a command that is told in a hint, so written that a shell takes it for that one word when it is pasted. */
public final class ShellWord {
    private ShellWord() {}

    /** The text as it is where a shell gives none of its characters a meaning, else in single quotes. */
    public static String of(Object text) {
        String word = text.toString();
        return word.matches("[A-Za-z0-9_./+@:,][A-Za-z0-9_./+@%:,=#~^-]*")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
