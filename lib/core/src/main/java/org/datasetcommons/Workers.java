package org.datasetcommons;

import static org.datasetcommons.CommonsException.environment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Does the same to many things on all cores. Neighbours go to one thread, a few at a time, so that the files of a folder are
 * met together. If something fails, what comes before it is finished, so that it is always the same failure that is told.
 */
public final class Workers {
    /** How many things a thread takes at once: enough to keep out of each other's way, few enough to end together. */
    private static final int HANDFUL = 32;

    private static final int SHARES = 8;

    private final IntConsumer work;
    private final int size;
    private final int handful;
    private final AtomicInteger next = new AtomicInteger();
    private volatile int failedAt = Integer.MAX_VALUE;
    private Throwable failure;

    private Workers(int size, int threads, IntConsumer work) {
        this.work = work;
        this.size = size;
        this.handful = Math.max(1, Math.min(HANDFUL, size / (threads * SHARES)));
    }

    /** How many threads there are to work with. */
    public static int count() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Runs the work for each number from 0 to one less than {@code size}, in no promised order. */
    public static void forEach(int size, IntConsumer work) {
        int threads = Math.min(count(), size);
        if (threads <= 1) {
            for (int i = 0; i < size; i++) {
                work.accept(i);
            }
            return;
        }
        new Workers(size, threads, work).run(threads);
    }

    /** Does two different things at once. If both fail, the first one's failure is told. */
    public static void both(Runnable first, Runnable second) {
        forEach(2, i -> (i == 0 ? first : second).run());
    }

    /** What the work makes of each thing, in the order of the things. */
    public static <T, R> List<R> map(List<T> things, Function<? super T, ? extends R> work) {
        var results = new ArrayList<R>(Collections.nCopies(things.size(), null));
        forEach(things.size(), i -> results.set(i, work.apply(things.get(i))));
        return results;
    }

    private void run(int threads) {
        var others = new CountDownLatch(threads - 1);
        for (int i = 1; i < threads; i++) {
            var thread = new Thread(
                    () -> {
                        takeHandfuls();
                        others.countDown();
                    },
                    "commons-worker-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        takeHandfuls();
        try {
            others.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw environment("interrupted", e);
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void takeHandfuls() {
        for (int from = next.getAndAdd(handful); from < size && from >= 0; from = next.getAndAdd(handful)) {
            for (int i = from; i < Math.min(from + handful, size) && i < failedAt; i++) {
                try {
                    work.accept(i);
                } catch (RuntimeException | Error e) {
                    fail(i, e);
                }
            }
        }
    }

    private synchronized void fail(int i, Throwable cause) {
        if (i < failedAt) {
            failedAt = i;
            failure = cause;
        }
    }
}
