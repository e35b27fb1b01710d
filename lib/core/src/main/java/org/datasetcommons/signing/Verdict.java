package org.datasetcommons.signing;

import java.util.List;

/** What a verification came to. */
public sealed interface Verdict {
    /** It holds. */
    record Verified() implements Verdict {}

    /** It does not, for these reasons: each names the thing. */
    record Rejected(List<String> reasons) implements Verdict {
        public Rejected {
            reasons = List.copyOf(reasons);
        }
    }

    /** Verified if there are no reasons against it. */
    static Verdict of(List<String> reasons) {
        return reasons.isEmpty() ? new Verified() : new Rejected(reasons);
    }

    /** The reasons against it. */
    default List<String> reasonsAgainst() {
        return this instanceof Rejected rejected ? rejected.reasons() : List.of();
    }
}
