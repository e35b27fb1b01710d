package org.datasetcommons.cli.render;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.datasetcommons.Progress;

/**
 * Progress as one line of a terminal, redrawn in place: label, bar, amount, rate, time left. Short work is never shown,
 * and the line is gone when the work is over. The thread that advances draws, so nothing runs beside the work.
 */
public final class TerminalProgress implements Progress {
    private static final long SECOND = 1_000_000_000L;
    private static final long QUIET = SECOND;
    private static final long BETWEEN = SECOND / 10;
    private static final int BAR = 24;

    private final PrintStream err;
    private final int columns;
    private final LongSupplier nanoTime;
    private final ReentrantLock drawing = new ReentrantLock();
    private final AtomicLong nextDraw = new AtomicLong();
    private volatile int drawn;

    /**
     * @param columns width of the terminal; the line is cut to fit
     * @param nanoTime a clock that only goes forward, {@code System::nanoTime}
     */
    public TerminalProgress(PrintStream err, int columns, LongSupplier nanoTime) {
        this.err = err;
        this.columns = columns;
        this.nanoTime = nanoTime;
    }

    @Override
    public Task start(String label, long total, Unit unit) {
        return new Line(label, total, unit, nanoTime.getAsLong());
    }

    /** Takes the line away, so that something else can be written; the next redraw brings it back. */
    public void clear() {
        drawing.lock();
        try {
            if (drawn > 0) {
                err.print("\r" + " ".repeat(drawn) + "\r");
                err.flush();
                drawn = 0;
            }
        } finally {
            drawing.unlock();
        }
    }

    private void draw(String line) {
        String fitted = DisplayWidth.cut(line, columns - 1);
        int width = DisplayWidth.of(fitted);
        err.print("\r" + fitted + " ".repeat(Math.max(0, drawn - width)));
        err.flush();
        drawn = width;
    }

    private final class Line implements Task {
        private final String label;
        private final long total;
        private final Unit unit;
        private final long started;
        private final AtomicLong done = new AtomicLong();

        Line(String label, long total, Unit unit, long started) {
            this.label = Printable.text(label);
            this.total = total;
            this.unit = unit;
            this.started = started;
        }

        @Override
        public void advance(long units) {
            long now = done.addAndGet(units);
            long time = nanoTime.getAsLong();
            if (time - started < QUIET || (drawn > 0 && time - nextDraw.get() < 0) || !drawing.tryLock()) {
                return;
            }
            try {
                nextDraw.set(time + BETWEEN);
                draw(line(now, time - started));
            } finally {
                drawing.unlock();
            }
        }

        @Override
        public void close() {
            clear();
        }

        private String line(long now, long nanos) {
            double rate = now / (nanos / (double) SECOND);
            var line = new StringBuilder(label);
            if (total > 0) {
                double part = Math.min(1, now / (double) total);
                int full = (int) (part * BAR);
                line.append(" [")
                        .append("#".repeat(full))
                        .append(" ".repeat(BAR - full))
                        .append("] ");
                line.append((int) (part * 100)).append("%");
            }
            line.append("  ").append(total > 0 ? number(now) + " of " + amount(total) : amount(now));
            line.append("  ").append(number(Math.round(rate))).append("/s");
            if (total > 0 && rate > 0) {
                line.append("  ")
                        .append(Quantity.seconds(Math.round(Math.max(0, total - now) / rate)))
                        .append(" left");
            }
            return line.toString();
        }

        private String number(long units) {
            return unit == Unit.BYTES ? Quantity.bytes(units) : Quantity.count(units);
        }

        private String amount(long units) {
            return switch (unit) {
                case BYTES -> Quantity.bytes(units);
                case RECORDS -> Quantity.count(units, "record", "records");
                case FILES -> Quantity.count(units, "file", "files");
                case COMMITS -> Quantity.count(units, "commit", "commits");
                case STEPS -> Quantity.count(units, "step", "steps");
            };
        }
    }
}
