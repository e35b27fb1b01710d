package org.datasetcommons.cli.command;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Two revisions in one word, {@code A..B}; an end that is left out is this version.
 *
 * @param threeDots written {@code A...B}, which git reads as "since the two parted"
 */
record Range(String from, String to, boolean threeDots) {
    private static final Pattern FORM = Pattern.compile("(.*?)\\.\\.(\\.?)(.*)");

    /** The range in this word; empty if it is none. */
    static Optional<Range> find(String word) {
        var form = FORM.matcher(word);
        return form.matches()
                ? Optional.of(new Range(
                        orThis(form.group(1)),
                        orThis(form.group(3)),
                        !form.group(2).isEmpty()))
                : Optional.empty();
    }

    private static String orThis(String revision) {
        return revision.isEmpty() ? "HEAD" : revision;
    }
}
