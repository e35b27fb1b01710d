package org.datasetcommons.io.git;

import java.io.IOException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * Opens git's objects, one reader for each thread: JGit asks a whole chain of configuration files for every reader that is
 * made, and there may be as many objects as records.
 */
final class ThreadReaders {
    /** Otherwise what has less than 50 MB would be in memory whole. */
    private static final int STREAMED = 1 << 20;

    private final ThreadLocal<ObjectReader> readers;

    ThreadReaders(Repository git) {
        this.readers = ThreadLocal.withInitial(git::newObjectReader);
    }

    /** An object of this type; what is large is not read yet. */
    ObjectLoader open(AnyObjectId id, int type) throws IOException {
        // One that was released can be used again.
        try (var reader = readers.get()) {
            reader.setStreamFileThreshold(STREAMED);
            return reader.open(id, type);
        }
    }

    /** The bytes of a folder, which are in memory whole however many files are in it; not to be written to. */
    byte[] readTree(AnyObjectId id) throws IOException {
        return open(id, Constants.OBJ_TREE).getCachedBytes(Integer.MAX_VALUE);
    }
}
