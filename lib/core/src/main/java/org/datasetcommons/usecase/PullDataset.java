package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.datasetcommons.ShellWord;
import org.datasetcommons.check.Change;
import org.datasetcommons.dataset.PathPattern;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repositories;
import org.datasetcommons.store.Address;
import org.datasetcommons.transfer.ObjectPlaces;
import org.datasetcommons.transfer.Transfers;
import org.datasetcommons.version.Version;

/** Brings what is new at a remote: its branches and tags, the current branch forward, and the content of that version. */
public final class PullDataset {
    /**
     * What to bring.
     *
     * @param remote empty: the one that the current branch follows
     * @param only the files whose content is wanted; empty: as chosen before, {@code **} for all
     * @param places where else content may be
     */
    public record Request(Optional<String> remote, List<PathPattern> only, List<Address> places, boolean dryRun) {
        public Request {
            only = List.copyOf(only);
            places = List.copyOf(places);
        }
    }

    /** Where the branch here is, seen from the remote's. */
    public enum Position {
        /** They are the same. */
        EQUAL,
        /** It was behind, and was brought forward. */
        FORWARDED,
        /** It has what the remote lacks. */
        AHEAD
    }

    /**
     * What came.
     *
     * @param upstream the remote's branch, as {@code origin/main}
     * @param commits how many commits the branch went forward
     * @param left files that a person has changed, which were left as they are
     * @param movedTags tags that are others here than at the remote
     * @param refused refs of the remote that were left out, each with the reason
     */
    public record Outcome(
            Position position,
            String upstream,
            CommitId before,
            Version version,
            int commits,
            Delivery content,
            List<String> left,
            List<String> movedTags,
            SortedMap<String, String> refused) {}

    private static final String TAGS = "refs/tags/";

    private final Workspace workspace;
    private final Transfers transfers;

    public PullDataset(Workspace workspace, Transfers transfers) {
        this.workspace = workspace;
        this.transfers = transfers;
    }

    public Outcome run(Request request) {
        var repository = workspace.repository();
        var upstream = Upstream.of(repository, request.remote());
        var fetch = request.dryRun()
                ? repository.fetchRemote(upstream.remote())
                : workspace.alone("commons pull", () -> repository.fetchRemote(upstream.remote()));
        fetch.requireTaken(upstream.ref(), upstream.remote());
        var there = repository
                .resolve(upstream.trackingRef())
                .orElseThrow(() -> precondition(upstream.remote() + " has no branch " + upstream.branch())
                        .hint("see what it has: `git branch -r`"));
        var here = workspace.head();
        var position = position(here, there, upstream);
        boolean forward = position == Position.FORWARDED;
        var version = workspace.versions().open(repository, forward ? there : here);
        requireSameDataset(version);
        if (forward) {
            requireDraftApart(here, version);
        }
        int commits = forward ? repository.log(Optional.of(here), there).size() : 0;
        var moved = fetch.left().stream()
                .filter(ref -> ref.startsWith(TAGS))
                .map(ref -> ref.substring(TAGS.length()))
                .toList();
        if (request.dryRun()) {
            var nothing = new Delivery(List.of(), List.of());
            return new Outcome(
                    position, upstream.shown(), here, version, commits, nothing, List.of(), moved, fetch.refused());
        }
        repository.requireIndexUnlocked();
        var content = content(request, version);
        var delivery = bring(content, request, version, upstream);
        var left = workspace.alone("commons pull", () -> {
            if (forward) {
                requireDraftApart(here, version); // Somebody may have added to it while content came.
            }
            var kept = forward ? forward(here, there, upstream) : List.<String>of();
            repository.fillIn(content.files());
            return kept;
        });
        return new Outcome(position, upstream.shown(), here, version, commits, delivery, left, moved, fetch.refused());
    }

    private VersionContent content(Request request, Version version) {
        var repository = workspace.repository();
        if (!request.only().isEmpty()) {
            VersionContent.choosePart(repository, request.only());
        }
        return new VersionContent(version, VersionContent.chosenPart(repository));
    }

    private Delivery bring(VersionContent content, Request request, Version version, Upstream upstream) {
        var repository = workspace.repository();
        var places = ObjectPlaces.of(repository, upstream.remote())
                .first(request.places())
                .ofVersion(version.charter(), version.tree());
        var delivery = content.bring(transfers, places);
        boolean complete = delivery.absent().stream().noneMatch(Delivery.Absent::mayPass);
        if (complete && repository.settings().find(Repositories.CLONING).isPresent()) {
            repository.settings().putAll(Repositories.CLONING, List.of());
        }
        return delivery;
    }

    private List<String> forward(CommitId here, CommitId there, Upstream upstream) {
        var repository = workspace.repository();
        repository.advance(Optional.of(here), there, "commons pull: fast-forward to " + upstream.shown());
        return repository.checkOut(Optional.of(here), there);
    }

    private Position position(CommitId here, CommitId there, Upstream upstream) {
        var repository = workspace.repository();
        if (here.equals(there)) {
            return Position.EQUAL;
        }
        if (repository.isAncestor(here, there)) {
            return Position.FORWARDED;
        }
        if (repository.isAncestor(there, here)) {
            return Position.AHEAD;
        }
        int ours = repository.log(Optional.of(there), here).size();
        int theirs = repository.log(Optional.of(here), there).size();
        var parted = precondition("the histories have parted: " + count(ours) + " here that " + upstream.shown()
                + " lacks, and " + count(theirs) + " there that " + (theirs == 1 ? "is" : "are") + " not here");
        if (OpenDraft.find(workspace, repository.tree(here)).isPresent()) {
            parted.hint("sign the open draft first, as a merge wants it: `commons sign`");
        }
        throw parted.hint("a maintainer puts them aside, and merges them into what is there: `" + aside(here, upstream)
                        + "`")
                .hint("a contributor offers them as they are: `commons propose`");
    }

    /** What is there was let in there, and is not judged once more; git moves no branch beside files that it would write over. */
    private static String aside(CommitId here, Upstream upstream) {
        String aside = "aside-" + here.abbreviated();
        return "git branch " + aside + " && git reset --keep " + ShellWord.of(upstream.shown()) + " && commons merge "
                + aside;
    }

    private static String count(int commits) {
        return commits == 1 ? "1 commit" : commits + " commits";
    }

    private void requireSameDataset(Version version) {
        var memory = new TrustMemory(workspace.repository().privateDirectory());
        var anchor = memory.anchor(version.datasetId(), Optional.empty());
        anchor.fault().ifPresent(fault -> {
            throw precondition(fault).hint("ask the maintainers what happened before you use it");
        });
    }

    /** The draft was made of the files as they are here; where they change, signing it would undo the change. */
    private void requireDraftApart(CommitId here, Version forward) {
        var repository = workspace.repository();
        var current = workspace.versions().open(repository, here);
        var draft = OpenDraft.find(workspace, current).filter(open -> !open.isEmpty());
        if (draft.isEmpty()) {
            return;
        }
        var both = new TreeSet<String>();
        new Change(current, Optional.of(current), forward, List.of()).forEachFile((path, file) -> both.add(path));
        both.removeIf(path -> !draft.get().touches(path));
        if (!both.isEmpty()) {
            throw precondition("the open draft has changes to " + both.first() + ", and so has what would come")
                    .hint("sign the draft and offer it: `commons sign`, then `commons propose`");
        }
    }
}
