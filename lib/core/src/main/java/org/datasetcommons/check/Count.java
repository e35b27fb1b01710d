package org.datasetcommons.check;

import java.util.Optional;

/** How many things a rule found that are told in one line, and the first of them. */
final class Count<T> {
    private Optional<T> first = Optional.empty();
    private long more;

    void add(T found) {
        if (first.isEmpty()) {
            first = Optional.of(found);
        } else {
            more++;
        }
    }

    Optional<T> first() {
        return first;
    }

    /** How many there are beside the first. */
    long more() {
        return more;
    }
}
