package org.datasetcommons.check;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.ContributorKey;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.version.Version;

/**
 * What decides about a dataset is changed by its maintainers alone; contributions are never changed; keys are added and
 * ended by their owner.
 */
final class ProtectedRule implements Rule {
    private final Signatures signatures;

    ProtectedRule(Signatures signatures) {
        this.signatures = signatures;
    }

    @Override
    public String name() {
        return "protected";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        if (change.base().isEmpty()) {
            change.head()
                    .contributors()
                    .keySet()
                    .forEach(handle ->
                            checkKeys(change, handle, Finding.Subject.file(Contributor.file(handle)), findings));
            change.head().tree().list(Contributor.FOLDER).stream()
                    .map(Tree.Entry::path)
                    .filter(path -> Contributor.handleOf(path).isEmpty())
                    .forEach(path -> findings.accept(noPage(path)));
            return;
        }
        new KeptKeys(change).check(name(), findings);
        boolean byMaintainers = signatures.isByMaintainers(change);
        change.forEachFile((path, file) -> {
            var subject = Finding.Subject.file(path);
            if (path.startsWith(ContributionId.FOLDER + "/")) {
                if (file.after().isEmpty() && byMaintainers && isGone(change, path)) {
                    findings.accept(Finding.warning(
                            name(),
                            subject,
                            "was taken out by the maintainers; what it alone covered is not covered any more"));
                } else {
                    contributionFault(change, path, file)
                            .ifPresent(fault -> findings.accept(Finding.error(name(), subject, fault)));
                }
            } else if (path.startsWith(Contributor.FOLDER + "/")) {
                checkContributor(change, path, file, byMaintainers, findings);
            } else if (ProtectedPaths.contain(path)) {
                findings.accept(
                        byMaintainers
                                ? Finding.note(name(), subject, told(change, path))
                                : Finding.error(name(), subject, notByMaintainers(change)));
            }
        });
    }

    /** The maintainer with whose ended key the change is signed, where all else is the maintainers'. */
    private Optional<Handle> findEnded(Change change) {
        return change.commits().stream()
                        .allMatch(commit -> signatures.isSignedBy(change.judge(), Role.MAINTAIN, commit)
                                || signatures
                                        .findEnded(change.judge(), Role.MAINTAIN, commit)
                                        .isPresent())
                ? change.commits().stream()
                        .flatMap(commit -> signatures.findEnded(change.judge(), Role.MAINTAIN, commit).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static boolean hasAnother(Version judge, Handle person) {
        return judge.root().role(Role.MAINTAIN).holders().stream()
                .filter(holder -> holder.person().equals(person))
                .flatMap(holder -> holder.keys().stream())
                .anyMatch(key -> !judge.hasEnded(person, key));
    }

    private String notByMaintainers(Change change) {
        return findEnded(change)
                .map(
                        person -> "is changed with a key of " + person + " that has ended; "
                                + (hasAnother(change.judge(), person)
                                        ? "its owner signs it anew with another that the trust root gives the role"
                                        : "the trust root gives the role to no other of theirs, so another maintainer makes the"
                                                + " change, or who is alone brings the next trust roots to the branch with git"))
                .orElseGet(() -> "is changed by somebody who is not a maintainer of this dataset" + unsigned(change)
                        + copies(change));
    }

    /** Whether nothing is left of the contribution that a file was of. */
    private static boolean isGone(Change change, String path) {
        return change.head()
                .tree()
                .children(path.substring(0, path.lastIndexOf('/')))
                .isEmpty();
    }

    private static Optional<String> contributionFault(Change change, String path, Tree.Difference file) {
        if (file.before().isPresent()) {
            return Optional.of(
                    file.after().isPresent()
                            ? "was changed after it was signed; a contribution is never changed"
                            : "was removed; a contribution stays, unless the maintainers take it out whole");
        }
        if (change.base().orElseThrow().contributions().keySet().stream()
                .anyMatch(id -> path.startsWith(id.folder() + "/"))) {
            return Optional.of("was added to a contribution after it was signed");
        }
        return change.head().contributions().keySet().stream()
                        .anyMatch(id -> id.files().contains(path))
                ? Optional.empty()
                : Optional.of("is no part of a contribution");
    }

    /** Whose contributions are whose is told by keys, so that no two may have one, here or where it is offered to. */
    private void checkKeys(Change change, Handle handle, Finding.Subject subject, Consumer<Finding> findings) {
        Optional.ofNullable(change.head().contributors().get(handle)).stream()
                .flatMap(contributor -> contributor.keys().stream())
                .flatMap(key -> Stream.of(change.head(), change.judge())
                        .flatMap(version -> version.contributors().values().stream())
                        .filter(other -> !other.handle().equals(handle)
                                && other.findKey(key.key()).isPresent()))
                .map(Contributor::handle)
                .findFirst()
                .ifPresent(owner ->
                        findings.accept(Finding.error(name(), subject, "brings a key that " + owner + " has already")));
    }

    private Finding noPage(String path) {
        return Finding.error(
                name(), Finding.Subject.file(path), "is no page of a contributor, and nothing else has a place there");
    }

    private void checkContributor(
            Change change, String path, Tree.Difference file, boolean byMaintainers, Consumer<Finding> findings) {
        var subject = Finding.Subject.file(path);
        var page = Contributor.handleOf(path);
        if (page.isEmpty()) {
            file.after().ifPresent(there -> findings.accept(noPage(path)));
            return;
        }
        var handle = page.get();
        checkKeys(change, handle, subject, findings);
        if (file.after().isEmpty() && !change.judge().root().keysOf(handle).isEmpty()) {
            findings.accept(Finding.error(
                    name(),
                    subject,
                    "was removed, and the trust root gives its person a role, with keys that only the page can end; make a"
                            + " new trust root without them first"));
            return;
        }
        if (byMaintainers) {
            if (file.before().isPresent() && !new OwnedPages(change, signatures).isOwned(handle)) {
                findings.accept(Finding.note(name(), subject, told(change, path)));
            }
            return;
        }
        if (file.after().isEmpty()) {
            findings.accept(Finding.error(name(), subject, "was removed; a contributor stays, and retires their keys"));
            return;
        }
        // Whoever is known makes the change with a key they already had; and each key that is new is proven.
        var known = Optional.ofNullable(change.judge().contributors().get(handle));
        boolean isProven = Optional.ofNullable(change.head().contributors().get(handle))
                .map(brought -> brought.keys().stream()
                        .map(ContributorKey::key)
                        .filter(key ->
                                known.flatMap(before -> before.findKey(key)).isEmpty())
                        .allMatch(key -> isProven(change, handle, key)))
                .orElse(false);
        boolean isNew = known.isEmpty() && file.before().isEmpty();
        var pages = new OwnedPages(change, signatures);
        if (isNew && isOfAnother(change, handle)) {
            findings.accept(
                    Finding.error(
                            name(),
                            subject,
                            "is the page of somebody to whom the trust root gives a role, and has none of the keys that it gives them"));
        } else if (isNew && !isProven) {
            findings.accept(Finding.error(name(), subject, unproven(handle) + pages.advice(handle)));
        } else if (!pages.isOwned(handle)) {
            findings.accept(Finding.error(
                    name(), subject, "is changed, and not by " + handle + pages.advice(handle) + copies(change)));
        } else if (!isProven) {
            findings.accept(Finding.error(name(), subject, unproven(handle)));
        }
    }

    /** What maintainers forget most easily: a merge or a revert that git signs only when it is told to. */
    private String unsigned(Change change) {
        if (change.commits().stream()
                .noneMatch(commit -> signatures.isSignedBy(change.judge(), Role.MAINTAIN, commit))) {
            return "";
        }
        return change.commits().stream()
                .filter(commit ->
                        commit.signature().isEmpty() && !change.copies().containsKey(commit.id()))
                .findFirst()
                .map(commit -> "; commit " + commit.id().abbreviated() + " is not signed")
                .orElse("");
    }

    /** Why what somebody signed does not count. */
    private static String copies(Change change) {
        return change.commits().stream()
                .map(Commit::id)
                .filter(change.copies()::containsKey)
                .findFirst()
                .map(id -> "; " + id.abbreviated() + " is a copy of "
                        + change.copies().get(id).abbreviated() + ", which the branch has already")
                .orElse("");
    }

    /** What maintainers may change is told all the same: who merges it may not be who signed it, or not have meant it now. */
    private String told(Change change, String path) {
        var commit = change.commits().stream()
                .filter(one -> isChangedIn(one, change.head().tree(), path))
                .findFirst()
                .orElse(change.commits().get(0));
        var who = signatures.signer(commit).stream()
                .flatMap(key -> change.judge().root().role(Role.MAINTAIN).persons(List.of(key)).stream())
                .map(Handle::toString)
                .collect(Collectors.joining(", "));
        return "was changed by " + who + " in " + commit.id().abbreviated() + " on "
                + LocalDate.ofInstant(commit.committed(), ZoneOffset.UTC);
    }

    private static boolean isChangedIn(Commit commit, Tree tree, String path) {
        var after = tree.at(commit.id()).find(path);
        return commit.parents().stream()
                .noneMatch(parent -> tree.at(parent).find(path).equals(after));
    }

    /** Whether the trust root knows the person by other keys than the page does. */
    private static boolean isOfAnother(Change change, Handle handle) {
        var given = change.judge().root().keysOf(handle);
        return !given.isEmpty()
                && Optional.ofNullable(change.head().contributors().get(handle)).stream()
                        .flatMap(brought -> brought.keys().stream())
                        .noneMatch(key -> given.contains(key.key()));
    }

    private static String unproven(Handle handle) {
        return "brings a key that no commit proves; make one that it signs: `git commit -S --allow-empty -m \""
                + Contributor.proof(handle) + "\"`";
    }

    /**
     * By a commit that is signed with the key, has it in its owner's page, and says that it proves a key of theirs, or begins
     * the page with nothing but this key. What was signed for another place has not; on top of somebody else's work, does not.
     */
    private boolean isProven(Change change, Handle handle, PublicKey key) {
        return change.commits().stream()
                .filter(commit -> signatures.signer(commit).equals(Optional.of(key)))
                .anyMatch(commit -> change.head()
                        .findContributorAt(commit.id(), handle)
                        .filter(owner -> owner.findKey(key).isPresent())
                        .filter(owner -> isStated(commit, handle) || isBegun(change, commit, owner))
                        .isPresent());
    }

    private static boolean isStated(Commit commit, Handle handle) {
        return commit.subject().equals(Contributor.proof(handle));
    }

    private static boolean isBegun(Change change, Commit commit, Contributor owner) {
        String file = Contributor.file(owner.handle());
        return owner.keys().size() == 1
                && commit.parents().stream()
                        .allMatch(parent ->
                                change.head().tree().at(parent).find(file).isEmpty());
    }
}
