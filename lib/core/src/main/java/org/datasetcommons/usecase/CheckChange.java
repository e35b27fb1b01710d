package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.check.Change;
import org.datasetcommons.check.Report;
import org.datasetcommons.check.Rules;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.version.Version;

/** Runs every rule over a version, or over what a branch would change. */
public final class CheckChange {
    /**
     * What to check.
     *
     * @param base judged by its rules, keys and roles; empty: the whole version, by its own
     * @param head empty: the current branch
     */
    public record Request(Optional<String> base, Optional<String> head) {}

    /** What was found, in which change. */
    public record Outcome(Change change, Report report) {}

    private final Workspace workspace;

    public CheckChange(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome run(Request request) {
        var head = workspace.version(request.head());
        if (request.base().isEmpty()) {
            return check(Change.whole(head));
        }
        return check(change(workspace.version(request.base()), head));
    }

    /** What a commit that is here would change, were it merged into the current branch. */
    public Outcome run(CommitId offered) {
        return check(change(offered));
    }

    /** The same before its content is here. */
    public Outcome runWithoutContent(CommitId offered) {
        var change = change(offered);
        return new Outcome(change, new Rules(workspace.verifier()).checkWithoutContent(change));
    }

    private Change change(CommitId offered) {
        return change(workspace.headVersion(), workspace.versions().open(workspace.repository(), offered));
    }

    private Outcome check(Change change) {
        return new Outcome(change, new Rules(workspace.verifier()).check(change));
    }

    /** The change that an offer makes since it parted from the branch; the branch as it is now judges it. */
    Change change(Version onto, Version offered) {
        var repository = workspace.repository();
        var commits = repository.log(Optional.of(onto.commit()), offered.commit());
        var parted = repository.mergeBase(onto.commit(), offered.commit());
        if (parted.isEmpty()) {
            throw nothingInCommon(offered.commit(), onto.commit());
        }
        if (parted.get().equals(onto.commit())) {
            return new Change(onto, Optional.of(onto), offered, commits);
        }
        return new Change(onto, Optional.of(workspace.versions().open(repository, parted.get())), offered, commits);
    }

    static CommonsException nothingInCommon(CommitId offered, CommitId onto) {
        return precondition(offered.abbreviated() + " has no history in common with " + onto.abbreviated())
                .hint("an offer builds on this dataset: `commons clone` it, then add, sign and propose");
    }
}
