package org.datasetcommons.consent;

import static org.datasetcommons.CommonsException.invalid;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;

/**
 * For which purposes records may be used. What is not allowed is not: a purpose in neither set is refused.
 *
 * @param until the last day on which it holds, in UTC; empty: until withdrawn
 */
public record Consent(SortedSet<String> allow, SortedSet<String> deny, Optional<LocalDate> until) {
    public Consent {
        allow = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(allow));
        deny = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(deny));
        allow.forEach(purpose -> Charter.requirePurpose(purpose, Place.NONE));
        deny.forEach(purpose -> Charter.requirePurpose(purpose, Place.NONE));
        for (String purpose : allow) {
            if (deny.contains(purpose)) {
                throw invalid("purpose '" + purpose + "' is both allowed and denied");
            }
        }
    }

    public static Consent from(Node.Fields fields) {
        fields.only("allow", "deny", "until");
        var allow = purposes(fields, "allow");
        var deny = purposes(fields, "deny");
        var until = fields.findParsed("until", Consent::day);
        return fields.made(() -> new Consent(allow, deny, until));
    }

    private static SortedSet<String> purposes(Node.Fields fields, String name) {
        var purposes = new TreeSet<>(fields.texts(name));
        if (!fields.texts(name).equals(List.copyOf(purposes))) {
            throw invalid(fields.get(name).at().prefix() + "purposes stand once each, in the order of the alphabet");
        }
        return purposes;
    }

    /** A day as {@code 2027-12-31}. */
    public static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw invalid("not a day: '" + text + "'").hint("write a day as 2027-12-31");
        }
    }

    public Node.Fields toNode() {
        return Node.fields()
                .put("allow", allow)
                .put("deny", deny)
                .putIfPresent("until", until.map(LocalDate::toString))
                .build();
    }

    /** Why records may not be used for this purpose at this time; empty if they may. */
    public Optional<String> refusal(String purpose, Instant when) {
        if (deny.contains(purpose)) {
            return Optional.of("consent for '" + purpose + "' was refused");
        }
        if (!allow.contains(purpose)) {
            return Optional.of("no consent for '" + purpose + "'");
        }
        if (until.isPresent() && when.atZone(ZoneOffset.UTC).toLocalDate().isAfter(until.get())) {
            return Optional.of("consent for '" + purpose + "' ended on " + until.get());
        }
        return Optional.empty();
    }
}
