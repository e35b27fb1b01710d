package org.datasetcommons.transfer;

import java.time.Duration;

/** How waiting is done; tests do not wait. */
@FunctionalInterface
public interface Pause {
    void last(Duration duration) throws InterruptedException;
}
