package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.document.Documents;
import org.datasetcommons.draft.DraftFile;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.WriteLock;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.table.TableReader;
import org.datasetcommons.version.Version;
import org.datasetcommons.version.Versions;

/** A dataset that is open for work, with everything that use cases need to do it. */
public record Workspace(
        Repository repository,
        Documents documents,
        DraftFile draft,
        TableReader tableReader,
        SignatureVerifier verifier,
        InstantSource clock,
        SecureRandom random,
        Progress progress) {
    /** For how many seconds a command waits for others. */
    private static final String PATIENCE = "commons.lockTimeout";

    /** What is to be done where only the work tree, or what is remembered, was left behind. */
    static final String TIDIES_UP = "do not do it again: the next command tidies up, as `commons status`";

    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(10);

    /** The lock that this thread holds. */
    private static final ThreadLocal<Path> TURN = new ThreadLocal<>();

    public Versions versions() {
        return new Versions(documents, tableReader, verifier)
                .remembering(repository.privateDirectory().resolve("cache/lists"));
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

    /** As {@link #version}, for whoever vouches for all of it: nothing is asked of a cache. */
    public Version versionItself(Optional<String> revision) {
        return new Versions(documents, tableReader, verifier).open(repository, revision.orElseGet(() -> head().hex()));
    }

    /**
     * Does work that changes the draft, the branch or the work tree, while no other command does. What this thread has the
     * turn for may have several parts that would each take it.
     *
     * @param command who does it, as {@code commons add}
     */
    public <T> T alone(String command, Supplier<T> work) {
        if (lock().equals(TURN.get())) {
            return work.get();
        }
        requireOneStore();
        requireAllHere();
        var turn = WriteLock.take(lock(), command, patience(), progress);
        TURN.set(lock());
        try {
            goOnFrom(turn);
            return work.get();
        } finally {
            TURN.remove();
            turn.close();
        }
    }

    /** Complains where git-lfs keeps content in another place: each would miss what the other has. */
    void requireOneStore() {
        repository.findStoreElsewhere().ifPresent(place -> {
            throw precondition("git-lfs keeps content in " + place + " here, where it is not looked for")
                    .hint("have it kept where both look, in this repository: `git config lfs.storage lfs`, and"
                            + " `git lfs fetch`");
        });
    }

    private void requireAllHere() {
        if (repository.isSparse()) {
            throw precondition("this is a sparse checkout, and what is not checked out would be taken for removed")
                    .hint("have all files here: `git sparse-checkout disable`")
                    .hint("to have the content of a part only: `commons clone URL --only PATTERN`");
        }
        if (repository.isIndexSplit()) {
            var split = precondition("git's index is split into two files, which only git can read");
            if (repository.settings().find("core.splitIndex").isPresent()) {
                split.hint("have git keep it whole from now on: `git config core.splitIndex false`");
            }
            throw split.hint("make it one: `git update-index --no-split-index`");
        }
    }

    private void goOnFrom(WriteLock turn) {
        turn.cutOff().ifPresent(repository::removeAbandonedLocks);
        repository.finishCheckOut();
    }

    /**
     * Moves the branch, and does what is left to do then. Whatever fails once it has moved is told with what is done.
     *
     * @param done what is done as soon as the branch has moved, as {@code release 1.0.0 is signed}
     * @param next what is to be done then, should something fail
     */
    <T> T advance(CommitId from, CommitId to, String reason, String done, String next, Supplier<T> rest) {
        try {
            repository.advance(Optional.of(from), to, reason);
            return rest.get();
        } catch (RuntimeException | OutOfMemoryError e) {
            if (!repository.head().equals(Optional.of(to))) {
                throw e;
            }
            throw CommonsException.afterwards(done + " as commit " + to.abbreviated(), e)
                    .hint(next);
        }
    }

    /** Finishes what a command that was cut off had begun, unless it is not cut off but at work, or nothing can be written. */
    public void finishInterrupted() {
        if (repository.hasUnfinishedCheckOut()
                && !repository.isSparse()
                && !repository.isIndexSplit()
                && Files.isWritable(repository.sharedDirectory())) {
            WriteLock.tryTake(lock(), "commons").ifPresent(turn -> {
                try {
                    goOnFrom(turn);
                } finally {
                    turn.close();
                }
            });
        }
    }

    private Path lock() {
        return repository.sharedDirectory().resolve("lock");
    }

    private Duration patience() {
        return repository
                .settings()
                .find(PATIENCE)
                .filter(seconds -> seconds.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(USUAL_PATIENCE);
    }

    /** Now, in whole seconds, as every file has it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
