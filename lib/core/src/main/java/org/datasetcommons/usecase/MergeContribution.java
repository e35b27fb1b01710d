package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.datasetcommons.check.Change;
import org.datasetcommons.check.Report;
import org.datasetcommons.check.Rules;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.merge.Conflict;
import org.datasetcommons.merge.MergeResult;
import org.datasetcommons.merge.Settlement;
import org.datasetcommons.merge.TreeMerge;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.store.Address;
import org.datasetcommons.transfer.ObjectPlaces;
import org.datasetcommons.transfer.ObjectsTrailer;
import org.datasetcommons.transfer.Transfers;
import org.datasetcommons.version.Version;

/** Takes in what others offer: checked by the rules as they are here, merged by record, with one signed merge commit. */
public final class MergeContribution {
    /**
     * What to merge.
     *
     * @param offered a commit that is here
     * @param name how the person called it
     * @param settlement how to settle a conflict; asked once about each
     * @param remote from where content that is not here may be fetched
     * @param places where else content may be
     * @param arriving takes in the content that came with the offer itself
     */
    public record Request(
            CommitId offered,
            String name,
            Function<Conflict, Settlement> settlement,
            Optional<String> remote,
            List<Address> places,
            Runnable arriving,
            boolean dryRun) {
        public Request {
            places = List.copyOf(places);
        }
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** The word for it in JSON. */
        String word();

        /**
         * It is merged, or in a dry run would be.
         *
         * @param records how many its contributions list
         * @param left files of the work tree that somebody had changed, and that stay as they are
         */
        record Merged(
                Optional<CommitId> commit,
                List<ContributionId> contributions,
                long records,
                List<Conflict.Settled> settled,
                Report report,
                List<String> left)
                implements Outcome {
            @Override
            public String word() {
                return "merged";
            }
        }

        /** Both sides changed these. */
        record Conflicted(List<Conflict> conflicts) implements Outcome {
            @Override
            public String word() {
                return "conflicted";
            }
        }

        /** A rule forbids it. */
        record Refused(Report report) implements Outcome {
            @Override
            public String word() {
                return "refused";
            }
        }

        /**
         * It was merged already.
         *
         * @param report what of it was taken out since
         */
        record UpToDate(Report report) implements Outcome {
            @Override
            public String word() {
                return "up-to-date";
            }
        }
    }

    private final Workspace workspace;
    private final SigningKeys keys;
    private final Transfers transfers;

    public MergeContribution(Workspace workspace, SigningKeys keys, Transfers transfers) {
        this.workspace = workspace;
        this.keys = keys;
        this.transfers = transfers;
    }

    /** The commit of a revision that is here, or of a branch that the remote has. */
    public CommitId find(String revision, String remote) {
        var repository = workspace.repository();
        return repository
                .resolve(revision)
                .or(() -> branchOf(revision, remote))
                .orElseThrow(() -> precondition(
                                "no revision '" + revision + "' here, and no branch of that name at " + remote)
                        .hint("`git branch -a` shows what there is; `git fetch` brings what is new"));
    }

    private Optional<CommitId> branchOf(String branch, String remote) {
        var repository = workspace.repository();
        String name = branch.startsWith(remote + "/") ? branch.substring(remote.length() + 1) : branch;
        var url = repository.settings().fetchUrl(remote);
        if (url.equals(remote)) {
            return Optional.empty();
        }
        return repository.fetch(url, "refs/heads/" + name);
    }

    /** Fetches a pull request by its number, as the large forges offer them. */
    public CommitId fetchPullRequest(String remote, int number) {
        var repository = workspace.repository();
        String url = repository.settings().fetchUrl(remote);
        if (url.equals(remote)) {
            throw precondition("there is no remote " + remote + ", where pull request " + number + " could be")
                    .hint("say where it is: `git remote add " + remote + " URL`");
        }
        return repository
                .fetch(url, "refs/pull/" + number + "/head")
                .or(() -> repository.fetch(url, "refs/merge-requests/" + number + "/head"))
                .orElseThrow(() -> precondition("no pull request " + number + " at " + remote)
                        .hint("if " + number + " is a branch, write refs/heads/" + number));
    }

    public Outcome run(Request request) {
        return request.dryRun() ? merge(request) : workspace.alone("commons merge", () -> merge(request));
    }

    private Outcome merge(Request request) {
        var repository = workspace.repository();
        var ours = workspace.headVersion();
        if (repository.isAncestor(request.offered(), ours.commit())) {
            return new Outcome.UpToDate(Rules.takenOutSince(ours, repository.tree(request.offered()), giver -> true));
        }
        requireNothingDrafted(ours);
        if (!request.dryRun()) {
            repository.requireIndexUnlocked();
        }
        var identity = maintainer(ours);
        var unreadable = new CheckChange(workspace).findUnreadable(ours, request.offered());
        if (unreadable.isPresent()) {
            return new Outcome.Refused(unreadable.get());
        }
        var change = new CheckChange(workspace).change(ours, open(request.offered()));
        // What is refused without its content never gets that far that its content is brought here.
        if (lacksContent(change)) {
            var report = new Rules(workspace.verifier()).checkWithoutContent(change);
            if (!report.passes()) {
                return new Outcome.Refused(report.errors());
            }
            request.arriving().run();
            request.remote()
                    .ifPresent(remote ->
                            fetchContent(remote, request.places(), change, "commons merge " + request.name()));
            return run(request, identity, new CheckChange(workspace).change(ours, open(request.offered())));
        }
        return run(request, identity, change);
    }

    void requireNothingDrafted(Version ours) {
        if (OpenDraft.find(workspace, ours).filter(draft -> !draft.isEmpty()).isPresent()) {
            throw precondition("the open draft is not signed").hint("sign it first: `commons sign`");
        }
    }

    private Version open(CommitId commit) {
        return workspace.versions().open(workspace.repository(), commit);
    }

    static boolean lacksContent(Change change) {
        return VersionContent.since(change.base().orElseThrow(), change.head()).pointers().stream()
                .anyMatch(pointer -> !change.head().store().has(pointer.oid()));
    }

    private Outcome run(Request request, Identity identity, Change change) {
        var report = new Rules(workspace.verifier()).check(change);
        if (!report.passes()) {
            return new Outcome.Refused(report);
        }
        var repository = workspace.repository();
        var ours = change.judge();
        var theirs = change.head();
        var base = change.base().orElseThrow();
        var result = new TreeMerge(base, ours, theirs, request.settlement()).run();
        if (result instanceof MergeResult.Conflicted conflicted) {
            return new Outcome.Conflicted(conflicted.conflicts());
        }
        var merged = (MergeResult.Merged) result;
        var contributions = change.newContributions().stream()
                .map(signed -> signed.contribution().id())
                .toList();
        long records = change.newContributions().stream()
                .mapToLong(signed -> signed.contribution().records().count())
                .sum();
        if (request.dryRun()) {
            return new Outcome.Merged(Optional.empty(), contributions, records, merged.settled(), report, List.of());
        }
        var commit = repository.write(
                new CommitRequest(
                        Optional.of(ours.commit()),
                        merged.edit(),
                        List.of(ours.commit(), request.offered()),
                        identity.person(),
                        workspace.now(),
                        message(subject(request), contributions, merged.settled(), identity)),
                identity.signer());
        // The result is judged before any ref moves: two changes that are right alone may not be together.
        var together = together(ours, open(commit));
        if (!together.passes()) {
            return new Outcome.Refused(together);
        }
        var left = advance(ours.commit(), commit, "commons merge " + request.name());
        return new Outcome.Merged(Optional.of(commit), contributions, records, merged.settled(), report, left);
    }

    /** Moves the branch to what was merged, and brings the work tree along. */
    List<String> advance(CommitId from, CommitId to, String reason) {
        return workspace.advance(
                from,
                to,
                reason,
                "it is merged",
                Workspace.TIDIES_UP,
                () -> workspace.repository().checkOut(Optional.of(from), to));
    }

    /** What was right before is right as long as nothing that decides about it was merged. */
    private Report together(Version ours, Version merged) {
        var rules = new Rules(workspace.verifier());
        return merged.readsAlike(ours)
                ? rules.check(new Change(
                        ours,
                        Optional.of(ours),
                        merged,
                        workspace.repository().log(Optional.of(ours.commit()), merged.commit())))
                : rules.checkMerged(ours, merged);
    }

    Identity maintainer(Version ours) {
        return Identity.find(workspace.repository(), ours, keys, Optional.empty(), workspace.now())
                .require(Role.MAINTAIN, ours, "merge into this dataset");
    }

    /**
     * Brings the content of what is offered, from where this version says, or where the offer itself says. What is larger
     * than this version allows stays where it is.
     */
    void fetchContent(String remote, List<Address> from, Change change, String again) {
        var ours = change.judge();
        var places = ObjectPlaces.of(workspace.repository(), remote)
                .first(from)
                .ofVersion(ours.charter(), ours.tree())
                .hinted(ObjectsTrailer.places(change.commits()));
        VersionContent.since(change.base().orElseThrow(), change.head())
                .upTo(ours.charter().largestFile())
                .bring(transfers, places)
                .requireAnswers(again);
    }

    private static String subject(Request request) {
        return (request.name().matches("[1-9][0-9]*") ? "pull request " : "") + request.name();
    }

    /** @param subject what is merged */
    static String message(
            String subject, List<ContributionId> contributions, List<Conflict.Settled> settled, Identity identity) {
        var message = new StringBuilder("Merge ").append(subject).append("\n\n");
        settled.forEach(conflict -> message.append("Settled ")
                .append(conflict.how())
                .append(": ")
                .append(conflict.conflict().subject())
                .append('\n'));
        contributions.forEach(id -> message.append("Contribution: ").append(id).append('\n'));
        return message.append("Signed-off-by: ")
                .append(identity.person())
                .append('\n')
                .toString();
    }
}
