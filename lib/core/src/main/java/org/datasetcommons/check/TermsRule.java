package org.datasetcommons.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.version.GivenTwice;
import org.datasetcommons.version.GivenTwice.Given;
import org.datasetcommons.version.Version;

/**
 * What somebody gave stays on the terms and the consent that they gave it on: nobody else gives the same on others. A version
 * in which that has happened is warned of, as nobody can tell any more who was first.
 */
public final class TermsRule implements Rule {
    /** Of how many things that were given on different terms a whole version is warned: more would fill memory, and help nobody. */
    private static final int MOST = 10_000;

    @Override
    public String name() {
        return "terms";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        if (change.base().isEmpty()) {
            checkWhole(change.head(), findings);
            return;
        }
        var added = change.contributionsNewToBranch();
        if (!added.isEmpty()) {
            GivenTwice.forEach(
                    change.judge().contributions().values(),
                    added,
                    change.head().sorting(),
                    (given, before) -> find(given, before).ifPresent(findings));
        }
    }

    /** Whoever repeats what they said themselves changes nothing. */
    private Optional<Finding> find(Given given, List<Given> before) {
        if (before.stream().anyMatch(other -> isOwn(given, other) && given.isOnTermsOf(other))) {
            return Optional.empty();
        }
        var subject = Finding.Subject.record(given.record().id());
        var others = before.stream().filter(other -> !isOwn(given, other)).toList();
        var otherwise =
                others.stream().filter(other -> !given.isOnTermsOf(other)).findFirst();
        if (otherwise.isPresent()) {
            return Optional.of(Finding.error(
                    name(),
                    subject,
                    "was given by " + otherwise.get().by() + in(otherwise.get()) + " on other terms: "
                            + differences(otherwise.get(), given, "here")
                            + "; " + given.in() + " is to leave it out: on a branch of what is merged by now, "
                            + "`commons add` passes it over"));
        }
        if (!others.isEmpty()) {
            return Optional.of(Finding.warning(
                    name(),
                    subject,
                    "was given by " + others.get(0).by() + in(others.get(0))
                            + " on the same terms; one of the two is credited"));
        }
        return Optional.of(Finding.warning(
                name(),
                subject,
                "was given" + in(before.get(0)) + " on other terms: " + differences(before.get(0), given, "here")
                        + "; both stand, and where both gave it under this name the first by id counts"));
    }

    private void checkWhole(Version version, Consumer<Finding> findings) {
        var givers = new HashMap<Digest, List<Given>>();
        GivenTwice.forEach(version, (given, before) -> {
            if (givers.size() < MOST
                    && before.stream().noneMatch(other -> isOwn(given, other) && given.isOnTermsOf(other))
                    && !before.stream().allMatch(given::isOnTermsOf)) {
                givers.put(
                        given.record().digest(),
                        Stream.concat(before.stream(), Stream.of(given)).toList());
            }
        });
        if (!givers.isEmpty()) {
            version.coverage()
                    .manifest()
                    .forEach(entry -> Optional.ofNullable(givers.get(entry.digest()))
                            .flatMap(given -> find(entry, given))
                            .ifPresent(findings));
        }
    }

    /** What counts for a record of a version, and what somebody else says of it. */
    private Optional<Finding> find(ManifestEntry entry, List<Given> givers) {
        var counting = givers.stream()
                .filter(given ->
                        given.by().equals(entry.contributor()) && given.terms().equals(entry.terms()))
                .min(Comparator.comparing(given -> given.in().text().equals(entry.contribution()) ? 0 : 1));
        return counting.flatMap(counts -> givers.stream()
                .filter(other -> !counts.isOnTermsOf(other))
                .min(Comparator.comparing(other -> isOwn(counts, other) ? 1 : 0))
                .map(other -> Finding.warning(
                        name(),
                        Finding.Subject.record(entry.id()),
                        "was given on different terms, by " + counts.by() + in(counts) + ", which counts here, and by "
                                + other.by() + in(other) + ": " + differences(counts, other, "there"))));
    }

    private static boolean isOwn(Given given, Given other) {
        return given.by().equals(other.by());
    }

    private static String in(Given given) {
        return " in contribution " + given.in();
    }

    private static String differences(Given one, Given other, String where) {
        var differences = new ArrayList<String>();
        var terms = one.terms();
        var others = other.terms();
        differ("licence ", terms.license().toString(), others.license().toString(), where)
                .ifPresent(differences::add);
        differ("source ", quoted(terms.source()), quoted(others.source()), where)
                .ifPresent(differences::add);
        differ("basis ", terms.basis().toString(), others.basis().toString(), where)
                .ifPresent(differences::add);
        differ("credit ", quoted(terms.credit()), quoted(others.credit()), where)
                .ifPresent(differences::add);
        differ("consent ", inWords(one.consent()), inWords(other.consent()), where)
                .ifPresent(differences::add);
        return String.join("; ", differences);
    }

    private static Optional<String> differ(String what, String one, String other, String where) {
        return one.equals(other) ? Optional.empty() : Optional.of(what + one + ", " + where + " " + other);
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private static String inWords(Consent consent) {
        var words = new ArrayList<String>();
        words.add(consent.allow().isEmpty() ? "allows nothing" : "allows " + String.join(", ", consent.allow()));
        if (!consent.deny().isEmpty()) {
            words.add("denies " + String.join(", ", consent.deny()));
        }
        consent.until().ifPresent(day -> words.add("until " + day));
        return String.join(", ", words);
    }
}
