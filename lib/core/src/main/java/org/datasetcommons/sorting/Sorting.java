package org.datasetcommons.sorting;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Sorts texts of bytes, as numbers without a sign compare. What is more than a small part of memory goes to temporary files,
 * each of them sorted, which are merged as they are read; so a million items and a thousand million take the same memory.
 * Those of one value stand beside each other; whether they are to be there is for the reader to say. Safe to be added to by
 * several threads; once it was read, nothing can be added.
 */
public final class Sorting implements Iterable<byte[]> {
    private static final int LEAST = 1 << 16;
    private static final int MOST = 1 << 25;
    /** Of the memory that there is at most; several of these are at work at once. */
    private static final int SHARE = 24;
    /** The most files that are read at once; so many of them become one. */
    private static final int FILES = 64;

    private final Path scratch;
    private final int capacity;
    private final List<List<Run>> levels = new ArrayList<>();
    private Batch batch = new Batch(LEAST);
    private boolean read;
    private long size;

    /** @param scratch the folder for temporary files; not looked at before it is needed */
    public Sorting(Path scratch) {
        this(scratch, (int) Math.max(LEAST, Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE)));
    }

    /** @param capacity how many bytes are held in memory at most, for tests that want files */
    Sorting(Path scratch, int capacity) {
        this.scratch = scratch;
        this.capacity = capacity;
    }

    /** Adds an item. */
    public synchronized void add(byte[] item) {
        if (read) {
            throw new IllegalStateException("was read already");
        }
        if (!batch.isEmpty() && batch.bytes() + item.length > capacity) {
            spill();
        }
        batch.add(item);
        size++;
    }

    /** How many items there are. */
    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    private void spill() {
        try {
            batch.sort();
            keep(Run.of(scratch, batch.iterator()), 0);
            batch = new Batch(LEAST);
        } catch (IOException e) {
            throw environment("cannot write to " + scratch, e);
        }
    }

    /** Runs of one level are merged into one of the next, so that each item is written few times and few files are open. */
    private void keep(Run run, int level) throws IOException {
        if (levels.size() == level) {
            levels.add(new ArrayList<>());
        }
        var runs = levels.get(level);
        runs.add(run);
        if (runs.size() == FILES) {
            var merged =
                    Run.of(scratch, new Merging(runs.stream().map(Run::iterator).toList()));
            for (var old : runs) {
                old.close();
            }
            runs.clear();
            keep(merged, level + 1);
        }
    }

    /** From the first on; may be asked for more than once, and at once. */
    @Override
    public synchronized Iterator<byte[]> iterator() {
        if (!read) {
            read = true;
            batch.sort();
        }
        var parts = new ArrayList<Iterator<byte[]>>();
        levels.forEach(runs -> runs.forEach(run -> parts.add(run.iterator())));
        parts.add(batch.iterator());
        return parts.size() == 1 ? parts.get(0) : new Merging(parts);
    }

    /** What the items are read as, in order; may be gone through more than once. */
    public <T> Iterable<T> readAs(Function<byte[], T> reading) {
        return () -> {
            var items = iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return items.hasNext();
                }

                @Override
                public T next() {
                    return reading.apply(items.next());
                }
            };
        };
    }

    /** Several sorted sequences as one. */
    private static final class Merging implements Iterator<byte[]> {
        private static final class Head implements Comparable<Head> {
            private final Iterator<byte[]> rest;
            private byte[] item;

            Head(Iterator<byte[]> rest) {
                this.rest = rest;
                this.item = rest.next();
            }

            @Override
            public int compareTo(Head other) {
                return Arrays.compareUnsigned(item, other.item);
            }
        }

        private final PriorityQueue<Head> others = new PriorityQueue<>();
        private Head first;

        Merging(List<Iterator<byte[]>> parts) {
            parts.stream().filter(Iterator::hasNext).map(Head::new).forEach(others::add);
            first = others.poll();
        }

        @Override
        public boolean hasNext() {
            return first != null;
        }

        @Override
        public byte[] next() {
            if (first == null) {
                throw new NoSuchElementException();
            }
            byte[] item = first.item;
            if (!first.rest.hasNext()) {
                first = others.poll();
                return item;
            }
            first.item = first.rest.next();
            // What was added in order comes from one part for long.
            if (!others.isEmpty() && first.compareTo(others.peek()) > 0) {
                others.add(first);
                first = others.poll();
            }
            return item;
        }
    }
}
