package org.datasetcommons.io.git;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.store.FileStamp;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** The paths that a check-out has changed, in the order of git's index. */
final class ChangedPaths implements Iterable<ChangedPaths.Changed> {
    private static final Comparator<Changed> IN_ORDER = Comparator.comparing(Changed::path, Arrays::compareUnsigned);

    /**
     * A path that has changed.
     *
     * @param path its bytes
     * @param id the blob that is there now; empty if none is
     * @param stamp of the file, if it is known to hold what it should
     */
    record Changed(byte[] path, FileMode mode, Optional<ObjectId> id, Optional<FileStamp> stamp) {}

    private final List<Changed> changed;

    /** @param changed in any order; best in that of the index */
    ChangedPaths(List<Changed> changed) {
        this.changed = new ArrayList<>(changed);
        this.changed.sort(IN_ORDER);
    }

    /** What was changed at this path. */
    Optional<Changed> find(byte[] path) {
        int at = Collections.binarySearch(
                changed, new Changed(path, FileMode.MISSING, Optional.empty(), Optional.empty()), IN_ORDER);
        return at < 0 ? Optional.empty() : Optional.of(changed.get(at));
    }

    @Override
    public Iterator<Changed> iterator() {
        return changed.iterator();
    }
}
