package org.datasetcommons.transfer;

import java.io.IOException;
import java.util.Optional;

/** One object about to be moved. */
@FunctionalInterface
interface Move {
    /**
     * Moves it; several moves run at once.
     *
     * @return what kept it from being moved
     * @throws IOException if that cannot be told
     */
    Optional<Fault> run(Meter meter) throws IOException, InterruptedException;
}
