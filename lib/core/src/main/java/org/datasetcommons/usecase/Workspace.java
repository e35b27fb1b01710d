package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.datasetcommons.Progress;
import org.datasetcommons.document.Documents;
import org.datasetcommons.draft.DraftFile;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.table.TableReader;
import org.datasetcommons.version.Version;
import org.datasetcommons.version.Versions;

/** A dataset that is open for work, with everything that use cases need to do it. */
public record Workspace(
        Repository repository,
        Documents documents,
        TableReader tableReader,
        SignatureVerifier verifier,
        InstantSource clock,
        SecureRandom random,
        Progress progress) {
    public Versions versions() {
        return new Versions(documents, tableReader);
    }

    public DraftFile draft() {
        return new DraftFile(repository.privateDirectory(), documents);
    }

    /** The commit of the current branch, which must exist. */
    public CommitId head() {
        return repository
                .head()
                .orElseThrow(() -> precondition("this repository has no commits")
                        .hint("make a dataset with `commons init --name NAME --license CC-BY-4.0`"));
    }

    /** The version of the current branch. */
    public Version headVersion() {
        return versions().open(repository, head());
    }

    /** The version of a revision, or of the current branch. */
    public Version version(Optional<String> revision) {
        return revision.map(rev -> versions().open(repository, rev)).orElseGet(this::headVersion);
    }

    /** Now, in whole seconds, as every file has it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
