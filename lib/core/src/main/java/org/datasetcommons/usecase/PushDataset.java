package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.datasetcommons.ShellWord;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.RemoteRefs;
import org.datasetcommons.history.Tree;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.transfer.ObjectPlaces;
import org.datasetcommons.transfer.Sent;
import org.datasetcommons.transfer.Transfers;

/** Brings the current branch and the tags that lead to it to a remote: content first, then what refers to it. */
public final class PushDataset {
    /**
     * What is asked for.
     *
     * @param remote empty: the one that the current branch follows
     * @param all whether content of commits that are there already is sent too, where it lacks
     */
    public record Request(Optional<String> remote, boolean all, boolean dryRun) {}

    /**
     * What went there.
     *
     * @param branch as {@code origin/main}
     * @param before what the branch was there; empty: it is new
     * @param tags that are new there
     * @param sent the content that went along; empty in a dry run
     * @param offered how many objects it was asked about, or would be
     * @param left how many more objects these commits name that are not here, and that no version that goes there has
     */
    public record Outcome(
            String branch,
            Optional<CommitId> before,
            CommitId after,
            List<String> tags,
            Optional<Sent> sent,
            int offered,
            int left) {
        public boolean isUpToDate() {
            return before.equals(Optional.of(after)) && tags.isEmpty();
        }
    }

    private final Workspace workspace;
    private final Transfers transfers;

    public PushDataset(Workspace workspace, Transfers transfers) {
        this.workspace = workspace;
        this.transfers = transfers;
    }

    public Outcome run(Request request) {
        var repository = workspace.repository();
        var upstream = Upstream.of(repository, request.remote());
        var head = workspace.headVersion();
        var there = repository.refsOf(repository.settings().pushUrl(upstream.remote()));
        if (there.checkedOut().equals(Optional.of(upstream.branch()))) {
            throw precondition(upstream.branch() + " is checked out at " + upstream.remote()
                            + ", whose files a push would not change")
                    .hint("pull from there instead: `commons pull`, in that directory")
                    .hint("or push to a repository without files: `git init --bare DIR`");
        }
        var before = Optional.ofNullable(there.branches().get(upstream.branch()));
        before.ifPresent(tip -> requireAhead(head.commit(), tip, upstream));
        var tags = newTags(head.commit(), there);

        var known = request.all() ? List.<CommitId>of() : known(before, there);
        var objects = new ArrayList<>(repository.pointers(List.of(head.commit()), known));
        int all = objects.size();
        objects.removeAll(request.all() ? absent(objects) : dispensable(objects, head.commit(), tags));
        int left = all - objects.size();
        if (request.dryRun()) {
            return new Outcome(upstream.shown(), before, head.commit(), tags, Optional.empty(), objects.size(), left);
        }
        var places = ObjectPlaces.of(repository, upstream.remote()).ofVersion(head.charter(), head.tree());
        var sent = objects.isEmpty()
                ? Optional.<Sent>empty()
                : Optional.of(transfers.send(objects, places, upstream.ref()));
        if (!before.equals(Optional.of(head.commit())) || !tags.isEmpty()) {
            repository
                    .push(upstream.remote(), head.commit(), upstream.branch(), tags)
                    .ifPresent(refusal -> {
                        throw environment(upstream.remote() + ": " + refusal)
                                .hint("somebody may have pushed meanwhile: `commons pull`, then `commons push` again");
                    });
        }
        return new Outcome(upstream.shown(), before, head.commit(), tags, sent, objects.size(), left);
    }

    /**
     * The commits whose content the branch has brought there. What other branches there bring is offered again: they may
     * be offers, which anybody can push without their content.
     */
    private List<CommitId> known(Optional<CommitId> before, RemoteRefs there) {
        var repository = workspace.repository();
        return before.map(List::of).orElseGet(() -> List.copyOf(there.branches().values())).stream()
                .filter(commit -> repository.resolve(commit.hex()).isPresent())
                .toList();
    }

    private Set<Pointer> absent(Collection<Pointer> objects) {
        var store = workspace.repository().store();
        return objects.stream().filter(pointer -> !store.has(pointer.oid())).collect(Collectors.toSet());
    }

    /**
     * Of what is not here, that which nobody gets who takes the branch or a tag: an offer may have brought it and taken it
     * away again, and whoever merged that never had it.
     */
    private Set<Pointer> dispensable(Collection<Pointer> objects, CommitId head, Collection<String> tags) {
        var absent = absent(objects);
        if (!absent.isEmpty()) {
            var repository = workspace.repository();
            absent.removeAll(content(head));
            tags.forEach(tag -> absent.removeAll(content(repository.tags().get(tag))));
        }
        return absent;
    }

    private Set<Pointer> content(CommitId commit) {
        var tree = workspace.repository().tree(commit);
        var content = new HashSet<Pointer>();
        tree.list("data").stream()
                .filter(Tree.Entry::isFile)
                .forEach(entry -> Pointer.find(tree.readBlob(entry.blob())).ifPresent(content::add));
        return content;
    }

    private void requireAhead(CommitId here, CommitId there, Upstream upstream) {
        var repository = workspace.repository();
        if (repository
                .resolve(there.hex())
                .filter(tip -> repository.isAncestor(tip, here))
                .isEmpty()) {
            throw precondition(upstream.shown() + " has commits that are not in this branch")
                    .hint("bring them here first: `commons pull`");
        }
    }

    /** Tags that lead to commits of this branch. One that is another there stops everything: a tag is never moved. */
    private List<String> newTags(CommitId head, RemoteRefs there) {
        var repository = workspace.repository();
        var tags = new ArrayList<String>();
        repository.tags().forEach((name, commit) -> {
            var same = Optional.ofNullable(there.tags().get(name));
            if (!repository.isAncestor(commit, head)) {
                return;
            }
            if (same.isEmpty()) {
                tags.add(name);
            } else if (!same.get()) {
                throw precondition("tag " + name + " is another there than here")
                        .hint("a tag is never moved; compare them: `git ls-remote --tags` and `git show "
                                + ShellWord.of(name) + "`");
            }
        });
        return tags;
    }
}
