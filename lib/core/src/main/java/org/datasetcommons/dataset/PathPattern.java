package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

/** A glob over dataset paths: {@code *} within a name, {@code **} across folders, {@code ?} one character. */
public record PathPattern(String glob) {
    public PathPattern {
        if (glob.isBlank() || glob.startsWith("/") || glob.contains("..")) {
            throw invalid("not a path pattern: '" + glob + "'").hint("for example: data/**/*.png");
        }
    }

    /** In time that grows with the pattern and the path, however a pattern is written: charters come from strangers. */
    public boolean matches(DatasetPath path) {
        int[] text = path.text().codePoints().toArray();
        // matched[i]: what was read of the pattern so far can be the first i characters of the path.
        boolean[] matched = new boolean[text.length + 1];
        matched[0] = true;
        for (int at = 0; at < glob.length(); ) {
            int c = glob.codePointAt(at);
            if (glob.startsWith("**/", at)) {
                matched = folders(matched, text);
                at += 3;
            } else if (glob.startsWith("**", at)) {
                matched = any(matched, text, true);
                at += 2;
            } else if (c == '*') {
                matched = any(matched, text, false);
                at++;
            } else {
                matched = one(matched, text, c);
                at += Character.charCount(c);
            }
        }
        return matched[text.length];
    }

    /** {@code **}{@code /}: nothing, or whole folders. */
    private static boolean[] folders(boolean[] matched, int[] text) {
        boolean[] next = matched.clone();
        boolean before = false;
        for (int i = 1; i < next.length; i++) {
            before |= matched[i - 1];
            next[i] |= before && text[i - 1] == '/';
        }
        return next;
    }

    /** Any characters, {@code /} among them or not. */
    private static boolean[] any(boolean[] matched, int[] text, boolean acrossFolders) {
        boolean[] next = matched.clone();
        for (int i = 1; i < next.length; i++) {
            next[i] |= next[i - 1] && (acrossFolders || text[i - 1] != '/');
        }
        return next;
    }

    /** One character: this, or with {@code ?} any but {@code /}. */
    private static boolean[] one(boolean[] matched, int[] text, int wanted) {
        boolean[] next = new boolean[matched.length];
        for (int i = 1; i < next.length; i++) {
            next[i] = matched[i - 1] && (wanted == '?' ? text[i - 1] != '/' : text[i - 1] == wanted);
        }
        return next;
    }

    @Override
    public String toString() {
        return glob;
    }
}
