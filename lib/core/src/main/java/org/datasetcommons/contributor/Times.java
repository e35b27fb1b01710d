package org.datasetcommons.contributor;

import static org.datasetcommons.CommonsException.invalid;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.datasetcommons.document.Node;

/** Times as they stand in files: RFC 3339, UTC, whole seconds, {@code 2026-11-22T10:00:00Z}. */
public final class Times {
    private static final Pattern FORM = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

    private Times() {}

    public static Instant parse(Node node) {
        String text = node.asText();
        try {
            if (FORM.matcher(text).matches()) {
                return Instant.parse(text);
            }
        } catch (DateTimeException e) {
            throw invalid(node.at().prefix() + "no such time: " + text, e);
        }
        throw invalid(node.at().prefix() + "not a time: '" + text + "'")
                .hint("times are written in UTC to the second: 2026-11-22T10:00:00Z");
    }
}
