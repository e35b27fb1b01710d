package org.datasetcommons.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the runs of one step by one program took. */
final class Series {
    private final List<Shell.Taken> runs = new ArrayList<>();

    void add(Shell.Taken taken) {
        runs.add(taken);
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    double wall() {
        return median(Shell.Taken::wall);
    }

    double processor() {
        return median(Shell.Taken::processor);
    }

    private double median(ToDoubleFunction<Shell.Taken> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The median, and between what the runs lie. */
    @Override
    public String toString() {
        var wall = runs.stream().mapToDouble(Shell.Taken::wall).summaryStatistics();
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", wall(), wall.getMin(), wall.getMax());
    }
}
