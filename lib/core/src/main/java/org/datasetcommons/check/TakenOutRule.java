package org.datasetcommons.check;

import java.time.Duration;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.version.SignedContribution;

/**
 * What was taken out of a branch comes back by the maintainers' hands, or when whoever gave it signs it anew; a signature of
 * before says nothing of what was wished since.
 */
final class TakenOutRule implements Rule {
    /** How much later than the maintainers' clock the contributor's may have been. */
    private static final Duration CLOCKS = Duration.ofDays(30);

    private final Signatures signatures;

    TakenOutRule(Signatures signatures) {
        this.signatures = signatures;
    }

    @Override
    public String name() {
        return "taken-out";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var there = change.judge().contributions();
        var added = change.newContributions().stream()
                .map(SignedContribution::contribution)
                .filter(contribution -> !there.containsKey(contribution.id()))
                .collect(Collectors.toMap(
                        contribution -> contribution.id().statementFile(), contribution -> contribution));
        if (change.base().isEmpty() || added.isEmpty() || signatures.isByMaintainers(change)) {
            return;
        }
        var earliest = added.values().stream()
                .map(Contribution::created)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        change.judge()
                .tree()
                .findRemovals(change.judge().commit(), added.keySet(), earliest.minus(CLOCKS))
                .forEach((file, commit) -> findings.accept(Finding.error(
                        name(),
                        Finding.Subject.file(file),
                        "was taken out by commit " + commit.abbreviated()
                                + "; a maintainer may bring it back, as with `git revert "
                                + commit.abbreviated() + "`, or "
                                + added.get(file).id().contributor()
                                + " may give it anew")));
    }
}
