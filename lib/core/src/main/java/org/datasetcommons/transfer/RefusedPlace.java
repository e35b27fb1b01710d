package org.datasetcommons.transfer;

import java.util.List;
import java.util.Map;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/** A place that somebody named who may not name such a place. It is never asked, and says so. */
record RefusedPlace(String name, String reason) implements ObjectSource, ObjectTarget {
    @Override
    public Map<Digest, Move> offers(List<Pointer> wanted, ObjectStore into) throws Unavailable {
        throw new Unavailable("is not asked: " + reason);
    }

    @Override
    public Map<Digest, Move> gaps(List<Pointer> offered, ObjectStore from) throws Unavailable {
        throw new Unavailable("is not used: " + reason);
    }
}
