package org.datasetcommons.cli;

import java.util.Locale;
import org.datasetcommons.CommonsException;

/** How the program ends: the one table of exit codes, from which help, docs and man pages are made. */
public enum ExitStatus {
    OK(0, "done; if it was a question, the answer is yes"),
    /** Also what the Java machine itself ends with when it fails, which is why no answer of ours is 1. */
    INTERNAL(1, "internal error (a bug)"),
    USAGE(2, "the command line is wrong"),
    REJECTED(3, "rejected: the work was done and the answer is no (findings, a bad signature, a conflict, a refusal)"),
    INVALID_INPUT(4, "invalid input: a manifest, signature file, archive, proof or recipe is malformed"),
    PRECONDITION(5, "precondition: no dataset here, an unsigned draft, no key, the tag exists"),
    ENVIRONMENT(6, "environment: disk, network, remote, a missing native library"),
    CANCELLED(130, "interrupted; run it again and it goes on");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** What the shell sees. */
    public int code() {
        return code;
    }

    /** One line for help pages. */
    public String meaning() {
        return meaning;
    }

    /** The word that stands as {@code kind} in an error object: {@code invalid-input}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The status for trouble of this kind. */
    public static ExitStatus of(CommonsException.Kind kind) {
        return switch (kind) {
            case INVALID_INPUT -> INVALID_INPUT;
            case PRECONDITION -> PRECONDITION;
            case REFUSED -> REJECTED;
            case ENVIRONMENT -> ENVIRONMENT;
        };
    }
}
