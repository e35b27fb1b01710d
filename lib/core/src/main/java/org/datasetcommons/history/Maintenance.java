package org.datasetcommons.history;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.digest.Digest;

/**
 * What keeps a git repository whole: finding and mending what is damaged in its database, and telling what is needed from
 * what is left over.
 */
public interface Maintenance {
    /** Reads all that git keeps here, and follows every ref. */
    Inspection inspect(Progress progress);

    /** Whether git's objects are here in part, and git fetches others when it needs them ({@code git clone --filter}). */
    boolean isPartial();

    /** Whether the history begins later here than it did ({@code git clone --depth}). */
    boolean isShallow();

    /** Whether an object of git's is here, and is what its name says. */
    boolean canRead(String object);

    /**
     * Mends what an inspection found in git's database with what is here: damaged files are moved to {@code aside} below the
     * shared directory, and what can be read of them stays.
     *
     * @return the objects that the work tree had
     */
    Set<String> repair(Inspection found);

    /**
     * Brings objects that are missing from another repository.
     *
     * @param remote by name or address
     */
    Brought bring(Inspection found, String remote);

    /**
     * Objects of git's that came from another repository.
     *
     * @param trouble why nothing could be fetched from there
     */
    record Brought(Set<String> objects, Optional<CommonsException> trouble) {}

    /**
     * All content that anything leads to: a ref, what a ref was before, what is staged in any work tree.
     *
     * @throws org.datasetcommons.CommonsException if that cannot be told for sure
     */
    Set<Digest> neededContents(Progress progress);

    /** {@code commons} in the git directory of each work tree of this repository. */
    List<Path> privateDirectories();

    /** Files among git's objects and packs that were begun, and are none yet: those of commands that are at work or were killed. */
    List<Path> begunObjects();

    /** Files by which git commands keep others from writing, as far as any are there now. */
    List<Path> locks();
}
