package org.datasetcommons;

import java.util.ArrayList;
import java.util.List;

/**
 * "I cannot tell": the one exception of this library, for work that has no answer. A "no" (a finding, a bad signature, a
 * conflict) is a value, never an exception.
 *
 * <p>The message is lower case, names the thing, and has no full stop; each hint is a next step, with a command that works
 * in back-quotes.
 */
public final class CommonsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What sort of trouble it is. The command line maps kinds to exit codes; the library knows no exit codes. */
    public enum Kind {
        /** A manifest, signature file, archive, proof or recipe is malformed. */
        INVALID_INPUT,
        /** Something must be there first: a dataset, a key, a signed draft. */
        PRECONDITION,
        /** The answer is known and it is no, before any work was done: a licence that is not accepted. */
        REFUSED,
        /** Disk, network, remote, a missing native library. */
        ENVIRONMENT
    }

    private final Kind kind;
    private final boolean isAfterwards;
    private final List<String> hints = new ArrayList<>();

    private CommonsException(Kind kind, String problem, Throwable cause) {
        this(kind, problem, cause, false);
    }

    private CommonsException(Kind kind, String problem, Throwable cause, boolean isAfterwards) {
        super(problem, cause);
        this.kind = kind;
        this.isAfterwards = isAfterwards;
    }

    public static CommonsException invalid(String problem) {
        return new CommonsException(Kind.INVALID_INPUT, problem, null);
    }

    public static CommonsException invalid(String problem, Throwable cause) {
        return new CommonsException(Kind.INVALID_INPUT, problem, cause);
    }

    public static CommonsException precondition(String problem) {
        return new CommonsException(Kind.PRECONDITION, problem, null);
    }

    public static CommonsException precondition(String problem, Throwable cause) {
        return new CommonsException(Kind.PRECONDITION, problem, cause);
    }

    public static CommonsException refused(String problem) {
        return new CommonsException(Kind.REFUSED, problem, null);
    }

    public static CommonsException environment(String problem) {
        return new CommonsException(Kind.ENVIRONMENT, problem, null);
    }

    public static CommonsException environment(String problem, Throwable cause) {
        return new CommonsException(Kind.ENVIRONMENT, problem, cause);
    }

    /**
     * What failed once the work itself was done, so that nobody does it twice.
     *
     * @param done what is done, as {@code the dataset is signed}
     * @param cause what failed then
     */
    public static CommonsException afterwards(String done, Throwable cause) {
        var kind = cause instanceof CommonsException known ? known.kind : Kind.ENVIRONMENT;
        return new CommonsException(kind, done + "; what comes after that failed", cause, true);
    }

    /** Adds a next step and returns this exception, so that it can be thrown in the same breath. */
    public CommonsException hint(String hint) {
        hints.add(hint);
        return this;
    }

    /** The same, said with where it was found in front. */
    public CommonsException at(String place) {
        var placed = new CommonsException(kind, place + getMessage(), this, isAfterwards);
        placed.hints.addAll(hints);
        return placed;
    }

    /** Whether what was to be done is done, and it is told by the cause what failed then. */
    public boolean isAfterwards() {
        return isAfterwards;
    }

    public Kind kind() {
        return kind;
    }

    public List<String> hints() {
        return List.copyOf(hints);
    }
}
