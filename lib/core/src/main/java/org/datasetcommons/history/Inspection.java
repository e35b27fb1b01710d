package org.datasetcommons.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.store.Pointer;

/**
 * Everything that git keeps in a repository, read byte by byte.
 *
 * @param malformed what is whole, and not as git would write it; nothing is lost by it, and nothing can repair it
 * @param objects how many objects refs, and what git remembers besides, lead to
 * @param contents the content that these name, each with a path that it has
 * @param unread indexes, below {@code .git}, that only git can read; what is staged there is not known
 * @param isComplete whether all could be followed that leads to what is needed, so that what was not met is needed by nothing
 */
public record Inspection(
        List<Fault> faults,
        List<Fault> malformed,
        long objects,
        Map<Pointer, String> contents,
        List<String> unread,
        boolean isComplete) {
    public Inspection {
        faults = List.copyOf(faults);
        malformed = List.copyOf(malformed);
        unread = List.copyOf(unread);
    }

    /**
     * Something of git's that is not as it was written.
     *
     * @param place a file below {@code .git}, or a ref
     * @param object git's name of what cannot be had by that, if it is one object
     * @param path what is in it for a person, where that is known
     * @param needed whether a ref leads to it, or something else that git has not given up
     */
    public record Fault(String place, Optional<String> object, String problem, Optional<String> path, boolean needed) {
        /** The place of what only git's index leads to, and is not here. */
        public static final String STAGED = "index";

        /** The file that is staged, and whose object is not here. */
        public Optional<String> staged() {
            return path.filter(file -> place.equals(STAGED));
        }
    }
}
