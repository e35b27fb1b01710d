package org.datasetcommons.transfer;

import java.io.Serializable;
import org.datasetcommons.digest.Digest;

/**
 * Why a place did not move an object.
 *
 * @param words what follows the place's name in a sentence: {@code does not have it}
 */
public record Fault(Kind kind, String words) implements Serializable {
    /** What sort of no it is. */
    public enum Kind {
        /** The place answered that it does not have it. */
        ABSENT,
        /** The place had it, and was told to give it up. */
        GONE,
        /** The place sent other bytes. */
        WRONG,
        /** The place did not answer the question; it may another time. */
        FAILED
    }

    static final Fault ABSENT = new Fault(Kind.ABSENT, "does not have it");
    static final Fault GONE = new Fault(Kind.GONE, "had it and gave it up");
    static final Fault NO_SERVER = new Fault(Kind.ABSENT, "is no Git LFS server, or has no such repository");
    static final Fault WRONG = new Fault(Kind.WRONG, "sent other bytes than it should");

    static Fault nowhere(Digest content) {
        return new Fault(Kind.ABSENT, "lacks content " + content + ", and it is not here either");
    }

    static Fault failed(String words) {
        return new Fault(Kind.FAILED, words);
    }

    /** Whether asking again may help. */
    public boolean mayPass() {
        return switch (kind) {
            case ABSENT, GONE -> false;
            case WRONG, FAILED -> true;
        };
    }
}
