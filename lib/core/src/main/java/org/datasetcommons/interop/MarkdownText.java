package org.datasetcommons.interop;

/** Foreign text that goes into a Markdown page as text and nothing else. */
public final class MarkdownText {
    private MarkdownText() {}

    public static String escape(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x20 || c == 0x7F || Character.getType(c) == Character.FORMAT) {
                out.append(' ');
            } else if ("\\`*_[]<>|#!~".indexOf(c) >= 0) {
                out.append('\\').appendCodePoint(c);
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
