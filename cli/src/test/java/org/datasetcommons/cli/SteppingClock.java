package org.datasetcommons.cli;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes on by one second each time it is read, from a fixed moment. */
final class SteppingClock implements InstantSource {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private Instant now = START;
    private int readings;
    private Runnable deed = () -> {};

    /** Does something when the clock is read for the nth time from now on: what others do while a command runs. */
    synchronized void atReading(int nth, Runnable something) {
        readings = nth;
        deed = something;
    }

    /** Whether something is still to be done. */
    synchronized boolean isExpected() {
        return readings > 0;
    }

    @Override
    public synchronized Instant instant() {
        if (readings > 0 && --readings == 0) {
            deed.run();
        }
        Instant read = now;
        now = now.plusSeconds(1);
        return read;
    }
}
