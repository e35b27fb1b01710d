package org.datasetcommons.cli.render;

/**
 * Makes foreign text safe to show. A path or a name out of a dataset may hold anything; what could move the cursor,
 * colour the screen or turn the direction of writing is shown as an escape, so that nobody sees what is not there.
 */
public final class Printable {
    private Printable() {}

    /** The text on one line, every control and direction character as {@code \n}, {@code \x1b} or {@code \u202e}. */
    public static String text(String foreign) {
        int first = 0;
        while (first < foreign.length() && isPlain(foreign, first)) {
            first++;
        }
        if (first == foreign.length()) {
            return foreign;
        }
        var shown = new StringBuilder(foreign.length() + 16).append(foreign, 0, first);
        for (int i = first; i < foreign.length(); i++) {
            if (isPlain(foreign, i)) {
                shown.append(foreign.charAt(i));
            } else {
                escape(foreign.charAt(i), shown);
            }
        }
        return shown.toString();
    }

    /** JSON with every character that a terminal would act on as a {@code \\uXXXX}; it still means the same. */
    public static String json(String line) {
        var shown = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c >= 0x7f && !isPlain(line, i)) {
                shown.append(unicode(c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    private static boolean isPlain(String text, int index) {
        char c = text.charAt(index);
        if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
            return false;
        }
        if (Character.isSurrogate(c)) {
            return Character.isHighSurrogate(c)
                    ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                    : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        // Unicode TR 36, section 2.5: marks and overrides of direction, and line separators.
        return !(c == 0x200e
                || c == 0x200f
                || c == 0x061c
                || c == 0xfeff
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069));
    }

    private static void escape(char c, StringBuilder shown) {
        switch (c) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> shown.append(c < 0x80 ? "\\x" + hex(c, 2) : unicode(c));
        }
    }

    private static String unicode(char c) {
        return "\\u" + hex(c, 4);
    }

    private static String hex(char c, int digits) {
        String hex = Integer.toHexString(c);
        return "0".repeat(digits - hex.length()) + hex;
    }
}
