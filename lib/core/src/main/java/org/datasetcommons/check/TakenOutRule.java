package org.datasetcommons.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.version.SignedContribution;
import org.datasetcommons.version.Version;

/**
 * What was taken out of a branch comes back by the maintainers' hands, or when whoever gave it signs it anew; a signature of
 * before says nothing of what was wished since.
 */
final class TakenOutRule implements Rule {
    private static final String NAME = "taken-out";
    /** How much later than the maintainers' clock the contributor's may have been. */
    private static final Duration CLOCKS = Duration.ofDays(30);

    private final Signatures signatures;

    TakenOutRule(Signatures signatures) {
        this.signatures = signatures;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        if (change.base().isEmpty()) {
            return;
        }
        var givers = change.newContributions().stream()
                .map(signed -> signed.contribution().id().contributor())
                .collect(Collectors.toSet());
        since(
                        change.judge(),
                        change.base().get().tree(),
                        giver -> change.commits().isEmpty() || givers.contains(giver))
                .forEach(findings);
        if (signatures.isByMaintainers(change)) {
            return;
        }
        var added = change.contributionsNewToBranch().stream()
                .map(SignedContribution::contribution)
                .collect(Collectors.toMap(
                        contribution -> contribution.id().statementFile(), contribution -> contribution));
        var earliest = added.values().stream().map(Contribution::created).min(Comparator.naturalOrder());
        earliest.ifPresent(since -> removals(change, added.keySet(), since.minus(CLOCKS))
                .forEach((file, commit) -> findings.accept(Finding.error(
                        name(),
                        Finding.Subject.file(file),
                        wasTakenOut(commit) + ", or " + added.get(file).id().contributor() + " may give it anew"))));
        removals(change, newPages(change), Instant.EPOCH)
                .forEach((page, commit) ->
                        findings.accept(Finding.warning(name(), Finding.Subject.file(page), wasTakenOut(commit))));
    }

    /**
     * Warns of what a branch had of an offer before, and took out since: git counts it as merged, so that merging it again
     * brings nothing back.
     *
     * @param offered what of the offer was in the branch
     * @param givers whose contributions are looked for
     */
    static List<Finding> since(Version judge, Tree offered, Predicate<Handle> givers) {
        var files = offered.children(ContributionId.FOLDER).stream()
                .flatMap(child -> ContributionId.find(child.name()).stream())
                .filter(id -> !judge.contributions().containsKey(id) && givers.test(id.contributor()))
                .map(ContributionId::statementFile)
                .toList();
        return files.isEmpty()
                ? List.of()
                : judge.tree().findRemovals(judge.commit(), files, Instant.EPOCH).entrySet().stream()
                        .map(removal -> Finding.warning(
                                NAME,
                                Finding.Subject.file(removal.getKey()),
                                "was merged before and stays out: it " + wasTakenOut(removal.getValue())
                                        + ", or its contributor may give it anew"))
                        .toList();
    }

    private static Map<String, CommitId> removals(Change change, Collection<String> files, Instant since) {
        return files.isEmpty()
                ? Map.of()
                : change.judge().tree().findRemovals(change.judge().commit(), files, since);
    }

    private static List<String> newPages(Change change) {
        var pages = new ArrayList<String>();
        change.forEachFile((path, file) -> {
            if (file.before().isEmpty()
                    && Contributor.handleOf(path).isPresent()
                    && change.judge().tree().find(path).isEmpty()) {
                pages.add(path);
            }
        });
        return pages;
    }

    private static String wasTakenOut(CommitId commit) {
        return "was taken out by commit " + commit.abbreviated()
                + "; a maintainer may bring it back, as with `git revert -S " + commit.abbreviated() + "`";
    }
}
