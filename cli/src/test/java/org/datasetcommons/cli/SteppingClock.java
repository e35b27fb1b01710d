package org.datasetcommons.cli;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes on by one second each time it is read, from a fixed moment. */
final class SteppingClock implements InstantSource {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private Instant now = START;

    @Override
    public synchronized Instant instant() {
        Instant read = now;
        now = now.plusSeconds(1);
        return read;
    }
}
