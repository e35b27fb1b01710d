package org.datasetcommons.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Tree;
import org.datasetcommons.version.Coverage;
import org.datasetcommons.version.SignedContribution;
import org.datasetcommons.version.Version;

/**
 * What is checked: a version, and the version that it changes. A change cannot write itself a permission: the rules, roles
 * and keys that count are those of the branch it is for, as that branch is now.
 *
 * @param judge the version whose charter, roles and keys decide
 * @param base what the change began from; empty when a whole version is checked
 * @param commits that lead from the base to the head, newest first; none when there is no base. Copies are unsigned here:
 *     what was signed for the branch once says nothing when it is offered again; and so are commits of another dataset
 * @param copies those of the commits that are signed over the same bytes as one that the branch has already, with that one
 */
public record Change(
        Version judge, Optional<Version> base, Version head, List<Commit> commits, Map<CommitId, CommitId> copies) {
    public Change {
        copies = Map.copyOf(copies);
        var known = copies.keySet();
        commits = commits.stream()
                .map(commit -> known.contains(commit.id()) || !isOf(judge, head, commit) ? commit.unsigned() : commit)
                .toList();
    }

    public Change(Version judge, Optional<Version> base, Version head, List<Commit> commits) {
        this(judge, base, head, commits, Map.of());
    }

    /** A whole version, judged by itself. */
    public static Change whole(Version version) {
        return new Change(version, Optional.empty(), version, List.of());
    }

    /** Whether a commit is of the same dataset as a version, by what a dataset's id is made of. */
    private static boolean isOf(Version judge, Version head, Commit commit) {
        String first = TrustRoot.file(1);
        return commit.signature().isEmpty()
                || head.tree().at(commit.id()).find(first).equals(judge.tree().find(first));
    }

    /** The contributions that this change brings; all of them when a whole version is checked. */
    public List<SignedContribution> newContributions() {
        return head.contributions().values().stream()
                .filter(signed -> base.isEmpty()
                        || !base.get()
                                .contributions()
                                .containsKey(signed.contribution().id()))
                .toList();
    }

    /** Those of them that the branch does not have by now, either; none when a whole version is checked. */
    List<SignedContribution> contributionsNewToBranch() {
        return base.isEmpty()
                ? List.of()
                : newContributions().stream()
                        .filter(signed -> !judge.contributions()
                                .containsKey(signed.contribution().id()))
                        .toList();
    }

    /** A contributor as they are known after the change: as the branch knows them now, with what the change makes of their page. */
    Optional<Contributor> contributorAfter(Handle handle) {
        var before = base.flatMap(version -> find(version, handle));
        var now = find(judge, handle);
        var offered = find(head, handle);
        if (offered.equals(before)) {
            return base.isPresent() ? now : offered;
        }
        if (now.equals(before) || offered.isEmpty()) {
            return offered;
        }
        if (now.isEmpty()) {
            return now; // Taken out since; a change of what was there before does not bring them back.
        }
        return Optional.of(now.get().withKeysOf(offered.get(), before));
    }

    private static Optional<Contributor> find(Version version, Handle handle) {
        return Optional.ofNullable(version.contributors().get(handle));
    }

    /** The tree joined with the contributions, as far as this change is about it; with no base, the whole. */
    public Coverage coverage() {
        return base.map(head::coverageSince).orElseGet(head::coverage);
    }

    /** Tables that this change brings, alters or first makes tables, and whose content is not here: nobody can judge their rows. */
    Set<DatasetPath> unjudged() {
        return base.map(before -> coverage().absent().stream()
                        .filter(path -> !isTableOf(before, path))
                        .collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    private boolean isTableOf(Version before, DatasetPath path) {
        return before.tree().find(path.text()).equals(head.tree().find(path.text()))
                && before.findTableKey(path).equals(head.findTableKey(path));
    }

    /** Files that this change adds, alters or removes, sorted by path; with no base, every file. */
    public void forEachFile(BiConsumer<String, Tree.Difference> each) {
        if (base.isPresent()) {
            head.tree().forEachDifference(base.get().tree(), each);
        } else {
            head.tree()
                    .forEach(
                            "",
                            file -> each.accept(file.path(), new Tree.Difference(Optional.empty(), Optional.of(file))));
        }
    }
}
