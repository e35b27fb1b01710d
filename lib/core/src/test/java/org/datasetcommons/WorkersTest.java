package org.datasetcommons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 64, 10_000})
    void doesEachThingOnce(int size) {
        var done = new AtomicIntegerArray(size);

        Workers.forEach(size, done::incrementAndGet);

        for (int i = 0; i < size; i++) {
            assertEquals(1, done.get(i), "number " + i);
        }
    }

    @Test
    void tellsTheFirstFailureInOrderHoweverTheThreadsRun() {
        var error = assertThrows(
                IllegalStateException.class,
                () -> Workers.forEach(10_000, i -> {
                    if (i >= 4_321) {
                        throw new IllegalStateException("failed at " + i);
                    }
                }));

        assertEquals("failed at 4321", error.getMessage());
    }

    @Test
    void finishesWhatComesBeforeAFailure() {
        var done = new AtomicIntegerArray(10_000);

        assertThrows(
                IllegalStateException.class,
                () -> Workers.forEach(10_000, i -> {
                    if (i == 5_000) {
                        throw new IllegalStateException();
                    }
                    done.incrementAndGet(i);
                }));

        for (int i = 0; i < 5_000; i++) {
            assertTrue(done.get(i) == 1, "number " + i);
        }
    }
}
