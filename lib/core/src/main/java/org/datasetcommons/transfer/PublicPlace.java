package org.datasetcommons.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.Pointer;

/** A source that others than the person at work can reach. */
interface PublicPlace extends ObjectSource {
    /** How one finds out whether these are there, without fetching them: nothing moves, and a fault says no. */
    Map<Digest, Move> looks(List<Pointer> expected) throws IOException, InterruptedException;
}
