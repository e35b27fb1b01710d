package org.datasetcommons.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.datasetcommons.Progress;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.Pointer;

/**
 * Moves objects side by side. A place is asked for a batch at a time while earlier batches are under way, so that no more
 * than a few batches are planned ahead however many objects there are.
 */
final class Lanes implements AutoCloseable {
    /** As many as git-lfs asks for at once. */
    private static final int BATCH = 100;

    private static final int AHEAD = 2 * BATCH;
    /** A place that failed so often, without moving anything in between, is not asked any more. */
    private static final int FAILURES = 10;

    /** How those of a batch that a place has to do with are moved. */
    @FunctionalInterface
    interface Plan {
        Map<Digest, Move> of(List<Pointer> batch) throws IOException, InterruptedException;
    }

    /**
     * What became of all objects.
     *
     * @param left those that the plan said nothing of
     */
    record Outcome(List<Pointer> moved, List<Pointer> left, SortedMap<Digest, Fault> faults) {
        Optional<Fault> fault(Digest oid) {
            return Optional.ofNullable(faults.get(oid));
        }
    }

    private final ExecutorService threads;

    Lanes(int count) {
        this.threads = Executors.newFixedThreadPool(count, work -> {
            var thread = new Thread(work, "transfer");
            thread.setDaemon(true);
            return thread;
        });
    }

    Outcome run(Collection<Pointer> objects, Plan plan, Progress.Task task) throws InterruptedException {
        return new Pass(plan, task).run(List.copyOf(objects));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** One place, all objects. */
    private final class Pass {
        private final Plan plan;
        private final Progress.Task task;
        private final Semaphore room = new Semaphore(AHEAD);
        private final List<Pointer> moved = Collections.synchronizedList(new ArrayList<>());
        private final List<Pointer> left = new ArrayList<>();
        private final SortedMap<Digest, Fault> faults = Collections.synchronizedSortedMap(new TreeMap<>());
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicReference<Fault> closed = new AtomicReference<>();
        private final AtomicReference<RuntimeException> trouble = new AtomicReference<>();

        Pass(Plan plan, Progress.Task task) {
            this.plan = plan;
            this.task = task;
        }

        Outcome run(List<Pointer> objects) throws InterruptedException {
            for (int i = 0; i < objects.size(); i += BATCH) {
                var batch = objects.subList(i, Math.min(i + BATCH, objects.size()));
                var moves = plan(batch);
                for (var pointer : batch) {
                    if (closed.get() != null) {
                        faults.put(pointer.oid(), closed.get());
                    } else if (moves.containsKey(pointer.oid())) {
                        start(pointer, moves.get(pointer.oid()));
                    } else {
                        left.add(pointer);
                    }
                }
            }
            room.acquire(AHEAD);
            requireNoTrouble();
            return new Outcome(List.copyOf(moved), List.copyOf(left), new TreeMap<>(faults));
        }

        private Map<Digest, Move> plan(List<Pointer> batch) throws InterruptedException {
            if (closed.get() != null) {
                return Map.of();
            }
            try {
                return plan.of(batch);
            } catch (IOException e) {
                closed.compareAndSet(null, fault(e));
                return Map.of();
            }
        }

        private void start(Pointer pointer, Move move) throws InterruptedException {
            room.acquire();
            requireNoTrouble();
            threads.execute(() -> {
                try {
                    move(pointer, move);
                } finally {
                    room.release();
                }
            });
        }

        private void requireNoTrouble() {
            if (trouble.get() != null) {
                throw trouble.get();
            }
        }

        private void move(Pointer pointer, Move move) {
            if (closed.get() != null || trouble.get() != null) {
                Optional.ofNullable(closed.get()).ifPresent(fault -> faults.put(pointer.oid(), fault));
                return;
            }
            try {
                var fault = move.run(new Meter(task));
                if (fault.isEmpty()) {
                    moved.add(pointer);
                    failures.set(0);
                } else {
                    failed(pointer, fault.get());
                }
            } catch (Unavailable e) {
                closed.compareAndSet(null, fault(e));
                faults.put(pointer.oid(), fault(e));
            } catch (IOException e) {
                failed(pointer, fault(e));
            } catch (RuntimeException e) {
                trouble.compareAndSet(null, e); // Of this machine, or ours: nothing will go better elsewhere.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void failed(Pointer pointer, Fault fault) {
            faults.put(pointer.oid(), fault);
            if (fault.kind() == Fault.Kind.FAILED && failures.incrementAndGet() >= FAILURES) {
                closed.compareAndSet(null, fault);
            }
        }

        private static Fault fault(IOException e) {
            if (e instanceof Unavailable unavailable) {
                return unavailable.fault();
            }
            return Fault.failed(
                    "fails: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }
}
