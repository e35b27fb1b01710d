package org.datasetcommons.check;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Tree;
import org.datasetcommons.version.Version;

/**
 * Whether contributors made their pages what a change makes of them. A page is begun in a commit that is signed with a key
 * which it brings, and changed in commits that are signed with a key which it had before. What its owner signed beside
 * that, here or for another place, says nothing of the page.
 */
final class OwnedPages {
    private final Change change;
    private final Signatures signatures;
    private final Map<CommitId, Commit> commits = new HashMap<>();

    OwnedPages(Change change, Signatures signatures) {
        this.change = change;
        this.signatures = signatures;
        change.commits().forEach(commit -> commits.put(commit.id(), commit));
    }

    /** Whether the owner made the page what it is at the end of the change, step by step. */
    boolean isOwned(Handle handle) {
        var owned = new HashMap<CommitId, Boolean>();
        var open = new ArrayDeque<CommitId>();
        open.push(change.head().commit());
        while (!open.isEmpty()) {
            var commit = commits.get(open.peek());
            if (commit == null) {
                owned.put(open.pop(), true); // What the branch has already is not asked about.
                continue;
            }
            var before = commit.parents().stream()
                    .filter(parent -> !owned.containsKey(parent))
                    .toList();
            before.forEach(open::push);
            if (before.isEmpty()) {
                owned.put(open.pop(), isOwned(commit, handle, owned));
            }
        }
        return owned.get(change.head().commit());
    }

    private boolean isOwned(Commit commit, Handle handle, Map<CommitId, Boolean> owned) {
        var page = page(commit.id(), handle);
        if (page.isEmpty()
                || page.equals(page(change.base(), handle))
                || page.equals(page(Optional.of(change.judge()), handle))) {
            return true;
        }
        if (commit.parents().stream().anyMatch(parent -> owned.get(parent) && page.equals(page(parent, handle)))) {
            return true;
        }
        return commit.parents().stream()
                        .filter(owned::get)
                        .flatMap(parent -> contributor(parent, handle).stream())
                        .anyMatch(before -> isSignedBy(before, commit))
                || begins(commit, handle);
    }

    /** Whether the page is begun here by who brings it. */
    private boolean begins(Commit commit, Handle handle) {
        boolean isFirst = page(change.base(), handle).isEmpty()
                && commit.parents().stream()
                        .allMatch(parent -> page(parent, handle).isEmpty());
        var known = Optional.ofNullable(change.judge().contributors().get(handle));
        return isFirst
                && known.or(() -> contributor(commit.id(), handle))
                        .filter(owner -> isSignedBy(owner, commit))
                        .isPresent();
    }

    private boolean isSignedBy(Contributor contributor, Commit commit) {
        return signatures
                .signer(commit)
                .map(key -> contributor.speaks(key, commit.committed()))
                .orElse(false);
    }

    private Optional<Contributor> contributor(CommitId commit, Handle handle) {
        return change.head().findContributorAt(commit, handle);
    }

    private Optional<String> page(CommitId commit, Handle handle) {
        return page(change.head().tree().at(commit), handle);
    }

    private static Optional<String> page(Optional<Version> version, Handle handle) {
        return version.flatMap(known -> page(known.tree(), handle));
    }

    private static Optional<String> page(Tree tree, Handle handle) {
        return tree.find(Contributor.file(handle)).map(Tree.Entry::blob);
    }
}
