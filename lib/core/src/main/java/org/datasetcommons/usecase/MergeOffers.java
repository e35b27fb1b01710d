package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datasetcommons.CommonsException;
import org.datasetcommons.ShellWord;
import org.datasetcommons.check.Change;
import org.datasetcommons.check.Finding;
import org.datasetcommons.check.Report;
import org.datasetcommons.check.Rules;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.Tree;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.merge.Conflict;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.store.Address;
import org.datasetcommons.usecase.MergeContribution.Outcome;
import org.datasetcommons.version.Version;

/**
 * Takes in many offers that only add: contributions, and the content that they are of. What all of them add is checked once
 * and merged with one signed commit, or none of it is.
 */
public final class MergeOffers {
    private static final List<String> ADDED =
            List.of(DatasetPath.DATA, ContributionId.FOLDER + "/", Contributor.FOLDER + "/");

    /**
     * One of them.
     *
     * @param name how the person called it
     */
    public record Offer(CommitId commit, String name) {}

    /**
     * What to merge.
     *
     * @param remote from where content that is not here may be fetched
     * @param places where else content may be
     * @param arriving takes in the content that came with the offers themselves
     */
    public record Request(
            List<Offer> offers, Optional<String> remote, List<Address> places, Runnable arriving, boolean dryRun) {
        public Request {
            offers = List.copyOf(offers);
            places = List.copyOf(places);
        }
    }

    /** What an offer adds to where it parted from the branch, by path; and the commits that do. */
    private record Addition(Offer offer, CommitId parted, SortedMap<String, Tree.Entry> files, List<Commit> commits) {
        /** Whether it brings the file that a finding is about, or a contribution that it names. */
        boolean brings(Finding finding) {
            String subject = finding.subject().name();
            int row = subject.indexOf('#');
            return files.containsKey(row < 0 ? subject : subject.substring(0, row))
                    || contributions(List.of(this)).stream()
                            .anyMatch(id -> finding.message().contains(id.text()));
        }

        boolean bringsSomebody() {
            return files.keySet().stream().anyMatch(path -> path.startsWith(Contributor.FOLDER + "/"));
        }

        /** The contributor whose page this is. */
        Optional<Contributor> findContributor(Version ours, String path) {
            return Contributor.handleOf(path).flatMap(handle -> ours.findContributorAt(offer.commit(), handle));
        }
    }

    private final Workspace workspace;
    private final MergeContribution merging;

    /** @param merging merges one of them */
    public MergeOffers(Workspace workspace, MergeContribution merging) {
        this.workspace = workspace;
        this.merging = merging;
    }

    public Outcome run(Request request) {
        return request.dryRun() ? merge(request) : workspace.alone("commons merge", () -> merge(request));
    }

    private Outcome merge(Request request) {
        var repository = workspace.repository();
        var ours = workspace.headVersion();
        var additions = request.offers().stream()
                .filter(offer -> !repository.isAncestor(offer.commit(), ours.commit()))
                .map(offer -> addition(ours, offer))
                .toList();
        var takenOut = takenOut(ours, request.offers(), additions);
        if (additions.isEmpty()) {
            return new Outcome.UpToDate(takenOut);
        }
        merging.requireNothingDrafted(ours);
        if (!request.dryRun()) {
            repository.requireIndexUnlocked();
        }
        var identity = merging.maintainer(ours);
        // Whether a key is its owner's is a question to the commits that bring it, and not to those of others.
        for (var addition : additions) {
            if (addition.bringsSomebody()) {
                var check = new CheckChange(workspace);
                var offered = addition.offer().commit();
                var report = check.findUnreadable(ours, offered)
                        .orElseGet(() ->
                                new Rules(workspace.verifier()).checkWithoutContent(check.change(ours, open(offered))));
                if (!report.passes()) {
                    return new Outcome.Refused(report);
                }
            }
        }
        var edit = new TreeEdit();
        var conflicts = join(ours, additions, edit);
        if (!conflicts.isEmpty()) {
            return new Outcome.Conflicted(conflicts);
        }
        var commits = new LinkedHashSet<Commit>();
        additions.forEach(addition -> commits.addAll(addition.commits()));
        var commit = repository.write(
                new CommitRequest(
                        Optional.of(ours.commit()),
                        edit,
                        Stream.concat(
                                        Stream.of(ours.commit()),
                                        additions.stream()
                                                .map(addition ->
                                                        addition.offer().commit()))
                                .distinct()
                                .toList(),
                        identity.person(),
                        workspace.now(),
                        MergeContribution.message(
                                additions.size() + " offers", contributions(additions), List.of(), identity)),
                identity.signer());
        var outcome = judge(
                request,
                ours,
                commit,
                Stream.concat(Stream.of(repository.commit(commit)), commits.stream())
                        .toList());
        if (outcome instanceof Outcome.Refused refused) {
            return new Outcome.Refused(named(refused.report(), additions));
        }
        return outcome instanceof Outcome.Merged merged
                ? new Outcome.Merged(
                        merged.commit(),
                        merged.contributions(),
                        merged.records(),
                        merged.settled(),
                        new Report(Stream.of(takenOut, merged.report())
                                .flatMap(report -> report.findings().stream())
                                .toList()),
                        merged.left())
                : outcome;
    }

    /** What of the offers was merged before and taken out since. */
    private Report takenOut(Version ours, List<Offer> offers, List<Addition> additions) {
        var repository = workspace.repository();
        var merged = offers.stream()
                .filter(offer -> additions.stream()
                        .noneMatch(addition -> addition.offer().equals(offer)))
                .flatMap(offer ->
                        Rules.takenOutSince(ours, repository.tree(offer.commit()), giver -> true).findings().stream());
        var givers = new TreeMap<CommitId, Set<Handle>>(Comparator.comparing(CommitId::hex));
        additions.forEach(addition -> contributions(List.of(addition))
                .forEach(id -> givers.computeIfAbsent(addition.parted(), commit -> new HashSet<>())
                        .add(id.contributor())));
        var parted = givers.entrySet().stream()
                .flatMap(
                        entry -> Rules.takenOutSince(ours, repository.tree(entry.getKey()), entry.getValue()::contains)
                                .findings()
                                .stream());
        return new Report(Stream.concat(merged, parted).distinct().toList());
    }

    /** With the names of the offers that bring what is told of, since there is more than one. */
    private static Report named(Report report, List<Addition> additions) {
        return new Report(report.findings().stream()
                .map(finding -> {
                    String offers = additions.stream()
                            .filter(addition -> addition.brings(finding))
                            .map(addition -> addition.offer().name())
                            .collect(Collectors.joining(" and "));
                    return offers.isEmpty()
                            ? finding
                            : finding.with(finding.message() + " (offered by " + offers + ")");
                })
                .toList());
    }

    private Outcome judge(Request request, Version ours, CommitId commit, List<Commit> commits) {
        var change = change(ours, commit, commits);
        // What is refused without its content never gets that far that its content is brought here.
        if (MergeContribution.lacksContent(change)) {
            var before = new Rules(workspace.verifier()).checkWithoutContent(change);
            if (!before.passes()) {
                return new Outcome.Refused(before);
            }
            request.arriving().run();
            if (request.remote().isPresent()) {
                merging.fetchContent(request.remote().get(), request.places(), change, again(request));
            }
            change = change(ours, commit, commits);
        }
        var report = check(change);
        if (!report.passes()) {
            return new Outcome.Refused(report);
        }
        // What was right before is right as long as nothing that decides about it was merged.
        if (!change.head().readsAlike(ours)) {
            var whole = check(Change.whole(change.head()));
            if (!whole.passes()) {
                return new Outcome.Refused(whole);
            }
        }
        return advance(request, ours, change, report);
    }

    private Outcome advance(Request request, Version ours, Change change, Report report) {
        var contributions = change.newContributions().stream()
                .map(signed -> signed.contribution().id())
                .toList();
        long records = change.newContributions().stream()
                .mapToLong(signed -> signed.contribution().records().count())
                .sum();
        if (request.dryRun()) {
            return new Outcome.Merged(Optional.empty(), contributions, records, List.of(), report, List.of());
        }
        var commit = change.head().commit();
        var left = merging.advance(
                ours.commit(), commit, "commons merge of " + request.offers().size() + " offers");
        return new Outcome.Merged(Optional.of(commit), contributions, records, List.of(), report, left);
    }

    private Addition addition(Version ours, Offer offer) {
        var repository = workspace.repository();
        var check = new CheckChange(workspace);
        var parted = check.parted(ours.commit(), offer.commit(), check.branch());
        var files = new TreeMap<String, Tree.Entry>();
        repository.tree(offer.commit()).forEachDifference(repository.tree(parted), (path, change) -> {
            if (change.before().isPresent() || ADDED.stream().noneMatch(path::startsWith)) {
                throw alone(offer, path);
            }
            files.put(path, change.after().orElseThrow());
        });
        return new Addition(offer, parted, files, repository.log(Optional.of(ours.commit()), offer.commit()));
    }

    private static CommonsException alone(Offer offer, String path) {
        return precondition(offer.name() + " does more than add contributions: it changes " + path)
                .hint("merge it by itself: `commons merge " + ShellWord.of(offer.name()) + "`, then the others");
    }

    /** Puts into the edit what is not here yet; what is here otherwise, or is added twice and not alike, is a conflict. */
    private static List<Conflict> join(Version ours, List<Addition> additions, TreeEdit edit) {
        var conflicts = new ArrayList<Conflict>();
        var joined = new HashMap<String, Addition>();
        for (var addition : additions) {
            addition.files().forEach((path, entry) -> {
                var earlier = Optional.ofNullable(joined.putIfAbsent(path, addition));
                var there = earlier.map(one -> one.files().get(path))
                        .or(() -> ours.tree().find(path));
                if (there.isEmpty() || earlier.isPresent() && says(addition, earlier.get(), path, ours)) {
                    edit.put(path, entry);
                    joined.put(path, addition);
                } else if (!there.get().equals(entry) && !isSaid(path, addition, earlier, ours)) {
                    conflicts.add(new Conflict(
                            path,
                            "was added with other content before "
                                    + addition.offer().name() + " adds it",
                            List.of()));
                }
            });
        }
        edit.clashes(ours.tree()).forEach(path -> conflicts.add(Conflict.ofFileAndFolder(path)));
        return conflicts;
    }

    /** Whether one offer says of a contributor all that another does; somebody new brings their page with each. */
    private static boolean says(Addition one, Addition other, String path, Version ours) {
        return one.findContributor(ours, path)
                .flatMap(mine -> other.findContributor(ours, path).filter(mine::says))
                .isPresent();
    }

    private static boolean isSaid(String path, Addition addition, Optional<Addition> earlier, Version ours) {
        return earlier.isPresent()
                ? says(earlier.get(), addition, path, ours)
                : addition.findContributor(ours, path)
                        .filter(other -> Optional.ofNullable(ours.contributors().get(other.handle()))
                                .filter(mine -> mine.says(other))
                                .isPresent())
                        .isPresent();
    }

    private static List<ContributionId> contributions(List<Addition> additions) {
        return additions.stream()
                .flatMap(addition -> addition.files().keySet().stream())
                .filter(path -> path.endsWith("/contribution.json"))
                .map(path -> path.substring(
                        ContributionId.FOLDER.length() + 1, path.length() - "/contribution.json".length()))
                .distinct()
                .map(ContributionId::new)
                .toList();
    }

    private static String again(Request request) {
        return request.offers().stream()
                .map(offer -> ShellWord.of(offer.name()))
                .collect(Collectors.joining(" ", "commons merge ", ""));
    }

    private Change change(Version ours, CommitId merged, List<Commit> commits) {
        var copies = new CheckChange(workspace).copies(commits, ours.commit());
        return new Change(ours, Optional.of(ours), open(merged), commits, copies);
    }

    private Version open(CommitId commit) {
        return workspace.versions().open(workspace.repository(), commit);
    }

    private Report check(Change change) {
        return new Rules(workspace.verifier()).check(change);
    }
}
