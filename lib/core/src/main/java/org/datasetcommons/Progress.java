package org.datasetcommons;

/**
 * Told by long work how far it is. Work says what it does and how much; whoever started it decides whether anybody sees
 * it. Safe to be told by several threads.
 */
public interface Progress {
    /** Told, and shown to nobody. */
    Progress NONE = (label, total, unit) -> Task.UNSEEN;

    /** What is being counted. */
    enum Unit {
        BYTES,
        RECORDS,
        FILES,
        COMMITS,
        STEPS
    }

    /** The total of work whose end is not known. */
    long UNKNOWN = -1;

    /**
     * Starts one stretch of work.
     *
     * @param label what is being done, as the beginning of a line: {@code hashing}
     * @param total how many units there are, or {@link #UNKNOWN}
     */
    Task start(String label, long total, Unit unit);

    /** One stretch of work; closing it says that it is over, done or not. */
    interface Task extends AutoCloseable {
        /** Advances and closes without a trace. */
        Task UNSEEN = new Task() {
            @Override
            public void advance(long units) {}

            @Override
            public void close() {}
        };

        /** So many more units are done. */
        void advance(long units);

        @Override
        void close();
    }
}
