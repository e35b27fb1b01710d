package org.datasetcommons.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/** A place that objects go to. */
interface ObjectTarget {
    /** What people call it; never with a password in it. */
    String name();

    /**
     * How those of these that it lacks get there from the store.
     *
     * @param offered a batch
     */
    Map<Digest, Move> gaps(List<Pointer> offered, ObjectStore from) throws IOException, InterruptedException;

    /** Returns when all that was moved is on the disk there; who serves others sees to that without being asked. */
    default void sync() {}
}
