package org.datasetcommons;

import static org.datasetcommons.CommonsException.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Does the same to many things on all cores. Neighbours go to the same thread, a few at a time, so that files of one folder
 * are met together; what was begun when one of them fails is finished, and the failure is thrown.
 */
public final class Workers {
    /** How many things a thread takes at once: enough to keep out of each other's way, few enough to end together. */
    private static final int HANDFUL = 32;

    private Workers() {}

    /** How many threads there are to work with. */
    public static int count() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Runs the work for each number from 0 to one less than {@code size}, in no promised order. */
    public static void forEach(int size, IntConsumer work) {
        forEach(size, HANDFUL, work);
    }

    /** As {@link #forEach(int, IntConsumer)}, for work that is worth a thread's while one by one. */
    public static void forEachAlone(int size, IntConsumer work) {
        forEach(size, 1, work);
    }

    private static void forEach(int size, int handful, IntConsumer work) {
        int threads = Math.min(count(), (size + handful - 1) / handful);
        if (threads <= 1) {
            for (int i = 0; i < size; i++) {
                work.accept(i);
            }
            return;
        }
        var next = new AtomicInteger();
        var stopped = new AtomicBoolean();
        Callable<Void> worker = () -> {
            try {
                for (int from = next.getAndAdd(handful); from < size && !stopped.get(); from = next.getAndAdd(handful)) {
                    for (int i = from; i < Math.min(from + handful, size); i++) {
                        work.accept(i);
                    }
                }
                return null;
            } catch (RuntimeException | Error e) {
                stopped.set(true);
                throw e;
            }
        };
        var workers = new ArrayList<Callable<Void>>();
        for (int i = 0; i < threads; i++) {
            workers.add(worker);
        }
        run(workers);
    }

    /** Runs these at the same time and waits for all; the first failure in their order is thrown. */
    private static void run(List<Callable<Void>> workers) {
        var pool = Executors.newFixedThreadPool(workers.size(), runnable -> {
            var thread = new Thread(runnable, "commons-worker");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (var ended : pool.invokeAll(workers)) {
                ended.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw environment("interrupted", e);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static RuntimeException thrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}
