package org.datasetcommons.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.Removal;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.version.SignedContribution;
import org.datasetcommons.version.Version;

/**
 * What was taken out of a branch comes back by the maintainers' hands, or when whoever gave it signs it anew; a signature of
 * before says nothing of what was wished since.
 */
final class TakenOutRule implements Rule {
    private static final String NAME = "taken-out";

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
        var added = change.contributionsNewToBranch().stream()
                .map(SignedContribution::contribution)
                .collect(Collectors.toMap(
                        contribution -> contribution.id().statementFile(), contribution -> contribution));
        removals(change, added.keySet())
                .forEach((file, removal) -> findings.accept(Finding.error(
                        name(),
                        Finding.Subject.file(file),
                        wasTakenOut(removal, file) + ", or "
                                + added.get(file).id().contributor() + " may give it anew")));
        removals(change, newPages(change))
                .forEach((page, removal) -> findings.accept(
                        Finding.warning(name(), Finding.Subject.file(page), wasTakenOut(removal, page))));
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
                : judge.tree().findRemovals(judge.commit(), files).entrySet().stream()
                        .map(removals -> Finding.warning(
                                NAME,
                                Finding.Subject.file(removals.getKey()),
                                "was merged before and stays out: it "
                                        + wasTakenOut(named(removals.getValue()).orElseThrow(), removals.getKey())
                                        + ", or its contributor may give it anew"))
                        .toList();
    }

    /**
     * What was taken out by the branch itself, by a maintainer wherever, or by whoever gave it. What somebody else did
     * within an offer, with what is not theirs, says nothing of what the branch or its giver wishes.
     */
    private Map<String, Removal> removals(Change change, Collection<String> files) {
        var taken = new TreeMap<String, Removal>();
        if (!files.isEmpty()) {
            change.judge()
                    .tree()
                    .findRemovals(change.judge().commit(), files)
                    .forEach((file, removals) -> named(removals.stream()
                                    .filter(removal -> removal.isOfBranch()
                                            || signatures.isByMaintainer(change.judge(), removal.commit())
                                            || isByGiver(change, file, removal.commit()))
                                    .toList())
                            .filter(removal -> !isBroughtByMaintainer(change, file))
                            .ifPresent(removal -> taken.put(file, removal)));
        }
        return taken;
    }

    /** Whether a maintainer brings a file back, whatever else the change has beside. */
    private boolean isBroughtByMaintainer(Change change, String file) {
        return change.commits().stream()
                .filter(commit -> isBroughtBy(change, file, commit))
                .anyMatch(commit -> signatures.isSignedBy(change.judge(), Role.MAINTAIN, commit));
    }

    private static boolean isBroughtBy(Change change, String file, Commit commit) {
        var tree = change.head().tree();
        return tree.at(commit.id()).find(file).isPresent()
                && commit.parents().stream()
                        .allMatch(parent -> tree.at(parent).find(file).isEmpty());
    }

    private boolean isByGiver(Change change, String file, Commit commit) {
        return Contributor.handleOf(file)
                .or(() -> ContributionId.ofStatement(file).map(ContributionId::contributor))
                .flatMap(change::contributorAfter)
                .filter(giver -> signatures.isBy(giver, commit))
                .isPresent();
    }

    /** The latest commit that took something out, rather than a merge that brought this along. */
    private static Optional<Removal> named(List<Removal> removals) {
        return removals.stream()
                .filter(Removal::isByAll)
                .findFirst()
                .or(() -> removals.stream().findFirst());
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

    private static String wasTakenOut(Removal removal, String file) {
        String commit = removal.commit().id().abbreviated();
        boolean isMerge = removal.commit().parents().size() > 1;
        // A merge is undone as of its first parent; what only another had never was of what the first made.
        String command = removal.parent() > 1
                ? "git checkout " + commit + "^" + removal.parent() + " -- "
                        + ContributionId.ofStatement(file)
                                .map(ContributionId::folder)
                                .orElse(file)
                        + " && git commit -S -m 'Bring it back'"
                : "git revert -S " + (isMerge ? "-m 1 " : "") + commit;
        return "was taken out by commit " + commit + "; a maintainer may bring it back, as with `" + command + "`"
                + (isMerge && removal.parent() <= 1 ? ", which undoes all that this merge brought" : "");
    }
}
