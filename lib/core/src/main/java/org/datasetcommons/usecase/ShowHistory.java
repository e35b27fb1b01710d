package org.datasetcommons.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datasetcommons.check.Signatures;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.version.SignedContribution;
import org.datasetcommons.version.Version;

/** Who gave what, when, on what terms: the history as contributions, merges and releases. */
public final class ShowHistory {
    private static final Pattern TRAILER = Pattern.compile("^Contribution: (\\S+)$", Pattern.MULTILINE);

    /**
     * A step of the history.
     *
     * @param by the contributor whose key signed the commit, where that is known
     * @param contribution what it brought, if it brought one
     * @param tags that point at it
     */
    public record Step(
            CommitId commit,
            Instant when,
            String subject,
            Optional<Handle> by,
            Optional<SignedContribution> contribution,
            List<String> tags,
            boolean merge) {}

    private final Workspace workspace;

    public ShowHistory(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The steps up to a revision, newest first. */
    public List<Step> run(Optional<String> revision) {
        var version = workspace.version(revision);
        var signatures = new Signatures(workspace.verifier());
        var tags = workspace.repository().tags();
        var steps = new ArrayList<Step>();
        for (Commit commit : workspace.repository().log(Optional.empty(), version.commit())) {
            steps.add(new Step(
                    commit.id(),
                    commit.committed(),
                    commit.subject(),
                    signatures.signer(commit).flatMap(version::findOwner).map(c -> c.handle()),
                    commit.parents().size() > 1 ? Optional.empty() : contribution(commit, version),
                    tags.entrySet().stream()
                            .filter(tag -> tag.getValue().equals(commit.id()))
                            .map(java.util.Map.Entry::getKey)
                            .toList(),
                    commit.parents().size() > 1));
        }
        return steps;
    }

    private static Optional<SignedContribution> contribution(Commit commit, Version version) {
        // What the contributor wrote themselves comes first.
        return TRAILER.matcher(commit.message())
                .results()
                .map(trailer -> trailer.group(1))
                .reduce((earlier, last) -> last)
                .flatMap(id -> version.contributions().values().stream()
                        .filter(signed -> signed.contribution().id().text().equals(id))
                        .findFirst());
    }
}
