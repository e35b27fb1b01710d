package org.datasetcommons.check;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.ContributorKey;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Tree;
import org.datasetcommons.version.Version;

/**
 * Whether contributors made their pages what a change makes of them. A page is begun in a commit that is signed with a key
 * which it brings, and changed in commits that are signed with a key which it had before, and which nobody has ended since.
 * What its owner signed beside that, here or for another place, says nothing of the page; nor does what it was once.
 */
final class OwnedPages {
    /** What a page is at one commit of a change. */
    private enum Form {
        /** What the branch has, or what the owner made of that. */
        OWNED,
        /** What the branch had once, or its owner made of that: theirs to join with what it is now, and nobody's to put back. */
        OLD,
        /** What somebody else made it. */
        FOREIGN
    }

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
        var forms = new HashMap<CommitId, Form>();
        var open = new ArrayDeque<CommitId>();
        open.push(change.head().commit());
        while (!open.isEmpty()) {
            var id = open.peek();
            var commit = commits.get(id);
            if (commit == null) {
                // One that the branch has already; what its page was then may have been ended since.
                forms.put(id, isKnown(page(id, handle), handle) ? Form.OWNED : Form.OLD);
                open.pop();
                continue;
            }
            var before = commit.parents().stream()
                    .filter(parent -> !forms.containsKey(parent))
                    .toList();
            before.forEach(open::push);
            if (before.isEmpty()) {
                forms.put(id, form(commit, handle, forms));
                open.pop();
            }
        }
        return forms.get(change.head().commit()) == Form.OWNED;
    }

    /** What may be done about a page that is refused, where the commits that made it tell. */
    String advice(Handle handle) {
        var making = change.commits().stream()
                .filter(commit -> makes(commit, handle) && !change.copies().containsKey(commit.id()))
                .toList();
        var unsigned =
                making.stream().filter(commit -> commit.signature().isEmpty()).reduce((newer, older) -> older);
        if (unsigned.isPresent()) {
            return ": commit " + unsigned.get().id().abbreviated()
                    + " is not signed; if it is theirs, they sign it and offer it again: `"
                    + signing(change, unsigned.get())
                    + "`; what a forge squashed or rebased has lost its signatures: merge the offers that were squashed"
                    + " themselves, or squash none";
        }
        var ended = making.stream()
                .filter(commit -> signatures
                        .signer(commit)
                        .filter(key -> change.judge().hasEnded(handle, key))
                        .isPresent())
                .findFirst();
        if (ended.isPresent()) {
            String now = change.judge().commit().abbreviated();
            return ": commit " + ended.get().id().abbreviated() + " is signed with a key that " + handle
                    + " has ended since; they take the page as it is now, `git checkout " + now + " -- "
                    + Contributor.file(handle) + " && git commit -S -m 'As it is now' && git merge -S --no-edit " + now
                    + "`, and change it anew, as with `commons key add`";
        }
        return making.stream().anyMatch(commit -> signatures.isSignedBy(change.judge(), Role.MAINTAIN, commit))
                ? "; maintainers merge what is offered first, and then change the page in a commit of their own"
                : "";
    }

    /** How a commit is signed that is not. What follows it is made anew; of what was merged, only what the branch lacks. */
    static String signing(Change change, Commit unsigned) {
        if (unsigned.id().equals(change.head().commit())) {
            return "git commit --amend --no-edit -S";
        }
        boolean isStraight =
                change.commits().stream().allMatch(commit -> commit.parents().size() == 1);
        var from = isStraight
                ? unsigned.parents().get(0)
                : change.base().orElseThrow().commit();
        return "git rebase --exec 'git commit --amend --no-edit -S' " + from.abbreviated();
    }

    private boolean makes(Commit commit, Handle handle) {
        var page = page(commit.id(), handle);
        return page.isPresent() && commit.parents().stream().noneMatch(parent -> page.equals(page(parent, handle)));
    }

    /** Whether a page is what it is in the branch, or was when the change parted from it; or is not there. */
    private boolean isKnown(Optional<String> page, Handle handle) {
        return page.isEmpty()
                || page.equals(page(change.base(), handle))
                || page.equals(page(Optional.of(change.judge()), handle));
    }

    private Form form(Commit commit, Handle handle, Map<CommitId, Form> forms) {
        var page = page(commit.id(), handle);
        if (page.isPresent() && isKnown(page, handle)) {
            return Form.OWNED;
        }
        if (commit.parents().stream().anyMatch(parent -> forms.get(parent) == Form.FOREIGN)) {
            return Form.FOREIGN;
        }
        var before = commit.parents().stream()
                .filter(parent -> page(parent, handle).isPresent())
                .toList();
        if (page.isEmpty()) {
            // One that was taken away would be begun anew by anybody.
            return before.isEmpty() ? Form.OWNED : Form.FOREIGN;
        }
        if (before.isEmpty()) {
            return begins(commit, handle) ? Form.OWNED : Form.FOREIGN;
        }
        var owned = before.stream()
                .filter(parent -> forms.get(parent) == Form.OWNED)
                .toList();
        if (owned.isEmpty()) {
            return before.stream().allMatch(parent -> goesOn(commit, page, parent, handle)) ? Form.OLD : Form.FOREIGN;
        }
        // What two sides say of somebody is joined by themselves or a maintainer, unless one of them is what is known.
        return owned.stream().allMatch(parent -> follows(commit, page, parent, handle))
                        && (owned.stream().anyMatch(parent -> goesOn(commit, page, parent, handle))
                                || isJoined(commit, owned, handle))
                ? Form.OWNED
                : Form.FOREIGN;
    }

    /** Whether a maintainer joined what several sides say, and said nothing else. */
    private boolean isJoined(Commit commit, List<CommitId> owned, Handle handle) {
        var sides = owned.stream()
                .flatMap(parent -> contributor(parent, handle).stream())
                .toList();
        return signatures.isSignedBy(change.judge(), Role.MAINTAIN, commit)
                && contributor(commit.id(), handle)
                        .filter(made ->
                                sides.stream().anyMatch(side -> side.name().equals(made.name())))
                        .filter(made ->
                                sides.stream().anyMatch(side -> side.credit().equals(made.credit())))
                        .filter(made -> made.keys().stream().allMatch(key -> isOf(sides, key)))
                        .isPresent();
    }

    private static boolean isOf(List<Contributor> sides, ContributorKey key) {
        var known =
                sides.stream().flatMap(side -> side.findKey(key.key()).stream()).toList();
        return known.contains(key)
                || known.stream().reduce(ContributorKey::endedAs).equals(Optional.of(key));
    }

    /** Whether a page is that of a parent, or what its owner made of that. */
    private boolean goesOn(Commit commit, Optional<String> page, CommitId parent, Handle handle) {
        return page.equals(page(parent, handle)) || isSignedBy(parent, commit, handle);
    }

    /** Whether a page may take the place of that of one parent. */
    private boolean follows(Commit commit, Optional<String> page, CommitId parent, Handle handle) {
        var before = page(parent, handle);
        return page.equals(before)
                || isKnown(before, handle)
                || isSignedBy(parent, commit, handle)
                || signatures.isSignedBy(change.judge(), Role.MAINTAIN, commit);
    }

    /** Whether the page is begun here by who brings it. */
    private boolean begins(Commit commit, Handle handle) {
        var known = Optional.ofNullable(change.judge().contributors().get(handle));
        return page(change.base(), handle).isEmpty()
                && known.or(() -> contributor(commit.id(), handle))
                        .filter(owner -> isSignedBy(owner, commit))
                        .isPresent();
    }

    /** Whether a commit is signed with a key that the page of its parent has. */
    private boolean isSignedBy(CommitId parent, Commit commit, Handle handle) {
        return contributor(parent, handle)
                .filter(owner -> isSignedBy(owner, commit))
                .isPresent();
    }

    private boolean isSignedBy(Contributor contributor, Commit commit) {
        return signatures
                .signer(commit)
                .filter(key -> contributor.speaks(key, commit.committed()))
                .filter(key -> isGood(key, contributor.handle()))
                .isPresent();
    }

    /** Whether the branch as it is now has a key, and nobody has ended it; one that it never had is as good as who brings it. */
    private boolean isGood(PublicKey key, Handle handle) {
        var there =
                Optional.ofNullable(change.judge().contributors().get(handle)).flatMap(owner -> owner.findKey(key));
        if (there.isPresent()) {
            return !change.judge().hasEnded(handle, key);
        }
        return change.base()
                .map(base -> base.contributors().get(handle))
                .flatMap(owner -> owner.findKey(key))
                .isEmpty();
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
        return tree.find(Contributor.file(handle)).map(page -> page.mode() + " " + page.blob());
    }
}
