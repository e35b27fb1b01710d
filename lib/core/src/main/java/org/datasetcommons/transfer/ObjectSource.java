package org.datasetcommons.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/** A place that objects come from. */
interface ObjectSource {
    /** What people call it; never with a password in it. */
    String name();

    /**
     * How those of these that it may have get into the store.
     *
     * @param wanted a batch
     */
    Map<Digest, Move> offers(List<Pointer> wanted, ObjectStore into) throws IOException, InterruptedException;
}
