package org.datasetcommons.transfer;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How often one thing is tried again, and how long is waited before. Waits double; a server may ask for longer ones. */
final class Patience {
    private static final int TRIES = 5;
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Pause pause;
    private final InstantSource clock;
    private int failures;

    Patience(Pause pause, InstantSource clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /** Waits after a connection failed or broke off, or gives up with that failure. */
    void afterFailure(IOException failure) throws IOException, InterruptedException {
        if (failure instanceof Unavailable || ++failures >= TRIES) {
            throw failure instanceof ConnectException ? new Unavailable("cannot be reached", failure) : failure;
        }
        pause.last(backoff());
    }

    /**
     * Waits after an answer that asks to come back later, or gives up.
     *
     * @param retryAfter the header of this name (RFC 9110, 10.2.3): seconds, or a date
     */
    void afterAnswer(int status, Optional<String> retryAfter) throws IOException, InterruptedException {
        var asked = retryAfter.flatMap(this::delay);
        if (asked.isPresent() && asked.get().compareTo(LONGEST) > 0) {
            throw new Unavailable("asks to come back in " + asked.get().toSeconds() + " seconds");
        }
        if (++failures >= TRIES) {
            String words = "still answers " + status + " after " + TRIES + " tries";
            throw status == 429 ? new Unavailable(words) : new IOException(words);
        }
        pause.last(asked.orElseGet(this::backoff));
    }

    /** Something came of it: the count begins anew. */
    void renew() {
        failures = 0;
    }

    private Duration backoff() {
        return FIRST.multipliedBy(1L << (failures - 1));
    }

    private Optional<Duration> delay(String header) {
        if (header.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
        }
        if (header.matches("[0-9]+")) {
            return Optional.of(Duration.ofDays(365));
        }
        try {
            Instant when = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            var delay = Duration.between(clock.instant(), when);
            return Optional.of(delay.isNegative() ? Duration.ZERO : delay);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
