package org.datasetcommons.sorting;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Items in memory: one array of all their bytes, and where each begins. */
final class Batch implements Iterable<byte[]> {
    private static final int FIRST_ITEMS = 1 << 10;

    private byte[] bytes;
    private int end;
    /** Where items begin; the last number is where all of them end. */
    private int[] starts = new int[FIRST_ITEMS];

    private int size;
    private int[] order = new int[0];

    Batch(int bytes) {
        this.bytes = new byte[bytes];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** How much memory the items take. */
    long bytes() {
        return end + 3L * Integer.BYTES * size;
    }

    void add(byte[] item) {
        if (bytes.length - end < item.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + item.length));
        }
        if (starts.length < size + 2) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        System.arraycopy(item, 0, bytes, end, item.length);
        end += item.length;
        starts[++size] = end;
    }

    /** By merging halves, as what is in order already, or nearly, is sorted by that in one pass. */
    void sort() {
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        sort(order, order.clone(), 0, size);
    }

    /** Sorts what is in both arrays alike from one into the other. */
    private void sort(int[] into, int[] from, int low, int high) {
        if (high - low < 2) {
            return;
        }
        int middle = (low + high) >>> 1;
        sort(from, into, low, middle);
        sort(from, into, middle, high);
        if (compare(from[middle - 1], from[middle]) <= 0) {
            System.arraycopy(from, low, into, low, high - low);
            return;
        }
        int left = low;
        int right = middle;
        for (int i = low; i < high; i++) {
            boolean takeLeft = left < middle && (right == high || compare(from[left], from[right]) <= 0);
            into[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private int compare(int a, int b) {
        return Arrays.compareUnsigned(bytes, starts[a], starts[a + 1], bytes, starts[b], starts[b + 1]);
    }

    /** In order, once it was sorted. */
    @Override
    public Iterator<byte[]> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.length;
            }

            @Override
            public byte[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int item = order[next++];
                return Arrays.copyOfRange(bytes, starts[item], starts[item + 1]);
            }
        };
    }
}
