package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;
import static org.datasetcommons.CommonsException.refused;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.datasetcommons.CommonsException;
import org.datasetcommons.ShellWord;
import org.datasetcommons.check.Change;
import org.datasetcommons.check.Finding;
import org.datasetcommons.check.Report;
import org.datasetcommons.check.Rules;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.version.Version;
import org.datasetcommons.version.Versions;

/** Runs every rule over a version, or over what a branch would change. */
public final class CheckChange {
    /**
     * What to check.
     *
     * @param base judged by its rules, keys and roles; empty: the whole version, by its own
     * @param head empty: the current branch
     */
    public record Request(Optional<String> base, Optional<String> head) {}

    private final Workspace workspace;

    public CheckChange(Workspace workspace) {
        this.workspace = workspace;
    }

    public Report run(Request request) {
        if (request.base().isEmpty()) {
            return rules().check(Change.whole(workspace.version(request.head())));
        }
        String branch = request.base().filter(base -> !base.equals("HEAD")).orElseGet(this::branch);
        var offered = request.head()
                .map(revision -> Versions.commit(workspace.repository(), revision))
                .orElseGet(workspace::head);
        return check(workspace.version(request.base()), offered, branch, rules()::check);
    }

    /** What a commit that is here would change, were it merged into the current branch. */
    public Report run(CommitId offered) {
        return check(workspace.headVersion(), offered, branch(), rules()::check);
    }

    /** The same before its content is here. */
    public Report runWithoutContent(CommitId offered) {
        return check(workspace.headVersion(), offered, branch(), rules()::checkWithoutContent);
    }

    private Report check(Version onto, CommitId offered, String branch, Function<Change, Report> rules) {
        requireHistory();
        var bases = workspace.repository().mergeBases(onto.commit(), offered);
        if (bases.size() > 1) {
            var subject = Finding.Subject.commit(offered);
            String advice = "; merge that branch into it once more, and there is one: `" + mergeOf(branch) + "`";
            return new Report(List.of(Finding.error("history", subject, partedOften(bases) + advice)));
        }
        return findUnreadable(onto, offered).orElseGet(() -> rules.apply(change(onto, open(offered))));
    }

    /** The pages of contributors that nobody can read, where an offer brings such: whose the rest is cannot be told then. */
    Optional<Report> findUnreadable(Version onto, CommitId offered) {
        var here = Set.copyOf(onto.tree().list(Contributor.FOLDER));
        var faults = onto.tree().at(offered).list(Contributor.FOLDER).stream()
                .filter(entry -> entry.isFile() && !here.contains(entry))
                .flatMap(entry -> Contributor.handleOf(entry.path()).stream())
                .flatMap(handle -> onto.pageFaultAt(offered, handle).stream()
                        .map(fault -> Finding.error(
                                "protected",
                                Finding.Subject.file(Contributor.file(handle)),
                                "cannot be read as the page of a contributor: " + fault)))
                .toList();
        return faults.isEmpty() ? Optional.empty() : Optional.of(new Report(faults));
    }

    private Rules rules() {
        return new Rules(workspace.verifier());
    }

    private Version open(CommitId commit) {
        return workspace.versions().open(workspace.repository(), commit);
    }

    /** The change that an offer makes since it parted from the branch; the branch as it is now judges it. */
    Change change(Version onto, Version offered) {
        var commits = workspace.repository().log(Optional.of(onto.commit()), offered.commit());
        var parted = parted(onto.commit(), offered.commit(), branch());
        var base = parted.equals(onto.commit()) ? onto : open(parted);
        return new Change(onto, Optional.of(base), offered, commits, copies(commits, onto.commit()));
    }

    /** The same bytes have the same parents, which the branch has; so only what begins the offer can be a copy. */
    Map<CommitId, CommitId> copies(List<Commit> commits, CommitId onto) {
        var offered = commits.stream().map(Commit::id).collect(Collectors.toSet());
        var copies = new HashMap<CommitId, CommitId>();
        commits.stream()
                .filter(commit -> commit.signature().isPresent()
                        && commit.parents().stream().noneMatch(offered::contains))
                .forEach(commit -> workspace
                        .repository()
                        .findCopied(commit, onto)
                        .ifPresent(original -> copies.put(commit.id(), original)));
        return copies;
    }

    /**
     * Where an offer parted from the branch it is for. From one of several merge bases, of which a date picks the first, what
     * the branch undid since another is no change, and a merge that goes by all of them brings it back.
     */
    CommitId parted(CommitId onto, CommitId offered, String branch) {
        requireHistory();
        var bases = workspace.repository().mergeBases(onto, offered);
        if (bases.isEmpty()) {
            throw nothingInCommon(offered, onto);
        }
        if (bases.size() > 1) {
            throw refused(offered.abbreviated() + " " + partedOften(bases))
                    .hint("merge that branch into it once more, and there is one: `" + mergeOf(branch) + "`");
        }
        return bases.get(0);
    }

    /** What was merged, undone or taken out before the history begins here would be judged as if it had never been. */
    private void requireHistory() {
        if (workspace.repository().maintenance().isShallow()) {
            throw precondition(
                            "this is a shallow clone, and what an offer changes is judged by the history of its branch")
                    .hint("have all of it: `git fetch --unshallow`, or `fetch-depth: 0` where a pipeline checks out");
        }
    }

    private static String partedOften(List<CommitId> bases) {
        return "has " + bases.size() + " merge bases with the branch that it is for, "
                + bases.stream().map(CommitId::abbreviated).collect(Collectors.joining(" and "))
                + ", so that it cannot be told what it changes";
    }

    private static String mergeOf(String branch) {
        return "git merge -S " + ShellWord.of(branch);
    }

    /** The branch that offers are for, as a person calls it. */
    String branch() {
        return workspace
                .repository()
                .branch()
                .map(branch -> branch.replaceFirst("^refs/heads/", ""))
                .orElseGet(() -> workspace.head().hex());
    }

    private static CommonsException nothingInCommon(CommitId offered, CommitId onto) {
        return precondition(offered.abbreviated() + " has no history in common with " + onto.abbreviated())
                .hint("an offer builds on this dataset: `commons clone` it, then add, sign and propose");
    }
}
