package org.datasetcommons.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.ContributionId;

/**
 * What an offer brings in one commit and takes out in a later one stays in the history, and git counts it as merged. That is
 * for whoever gave it to do with their own, and for maintainers; nobody else takes what another offers into theirs and drops it.
 */
final class BetweenRule implements Rule {
    private static final List<String> FOLDERS = List.of(ContributionId.FOLDER, Contributor.FOLDER);

    private final Signatures signatures;

    BetweenRule(Signatures signatures) {
        this.signatures = signatures;
    }

    @Override
    public String name() {
        return "between";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var brought = new TreeMap<String, List<Commit>>();
        var dropped = new HashMap<String, List<Commit>>();
        change.commits().forEach(commit -> look(change, commit, brought, dropped));
        brought.forEach((file, by) -> {
            if (isIn(change.head().tree(), file)
                    || isIn(change.judge().tree(), file)
                    || change.base().filter(base -> isIn(base.tree(), file)).isPresent()) {
                return;
            }
            var commits = dropped.getOrDefault(file, List.of());
            if (!commits.isEmpty() && commits.stream().noneMatch(commit -> mayDrop(change, file, by, commit))) {
                findings.accept(Finding.error(
                        name(),
                        Finding.Subject.file(file),
                        message(change, file, by.get(by.size() - 1), commits.get(0))));
            }
        });
    }

    /** Newest first, so that the commits that bring something end with the one that first did. */
    private static void look(
            Change change, Commit commit, Map<String, List<Commit>> brought, Map<String, List<Commit>> dropped) {
        var after = change.head().tree().at(commit.id());
        var parents = commit.parents().stream()
                .map(parent -> change.head().tree().at(parent))
                .toList();
        for (var before : parents) {
            // What is new is so beside the first parent, too; a merge of many offers has many parents.
            boolean isFirst = before == parents.get(0);
            after.forEachDifference(before, FOLDERS, (file, difference) -> {
                if (difference.after().isEmpty()) {
                    if (findOwner(file).isPresent()) {
                        dropped.computeIfAbsent(file, path -> new ArrayList<>()).add(commit);
                    }
                } else if (isFirst
                        && difference.before().isEmpty()
                        && findOwner(file).isPresent()
                        && parents.stream().noneMatch(parent -> isIn(parent, file))) {
                    brought.computeIfAbsent(file, path -> new ArrayList<>()).add(commit);
                }
            });
        }
    }

    /** Whose contribution or page a file is. */
    private static Optional<Handle> findOwner(String file) {
        return Contributor.handleOf(file)
                .or(() -> ContributionId.ofStatement(file).map(ContributionId::contributor));
    }

    /** @param by all commits that bring the file: of somebody new each could make somebody else of them */
    private boolean mayDrop(Change change, String file, List<Commit> by, Commit commit) {
        return signatures.isByMaintainer(change.judge(), commit)
                || by.stream()
                        .allMatch(brings -> findOwner(file)
                                .flatMap(owner -> contributor(change, owner, brings.id()))
                                .filter(owner -> signatures.isBy(owner, commit))
                                .isPresent());
    }

    /** Somebody new is who they were where what is theirs came; what a page was made since may be another's doing. */
    private static Optional<Contributor> contributor(Change change, Handle handle, CommitId at) {
        return Optional.ofNullable(change.judge().contributors().get(handle))
                .or(() -> change.head().findContributorAt(at, handle));
    }

    private static String message(Change change, String file, Commit by, Commit dropped) {
        String owner = findOwner(file).orElseThrow().toString();
        return "comes with commit " + by.id().abbreviated() + " and is dropped by "
                + dropped.id().abbreviated() + ", which neither " + owner
                + " nor a maintainer signed; offer without both, in one commit of what is left: "
                + inOne(change)
                + (dropped.signature().isEmpty() && dropped.parents().size() == 1
                        ? ", or where " + owner + " dropped it, sign it: `" + OwnedPages.signing(change, dropped) + "`"
                        : "");
    }

    /** How an offer becomes one commit, with nothing between. */
    static String inOne(Change change) {
        return "`git reset --soft " + change.base().orElseThrow().commit().abbreviated()
                + " && git commit -S -m 'In one'`";
    }

    private static boolean isIn(Tree tree, String file) {
        return tree.find(file).isPresent();
    }
}
