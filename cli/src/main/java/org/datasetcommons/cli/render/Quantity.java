package org.datasetcommons.cli.render;

import java.util.Locale;

/** Numbers as people read them: the one place that decides on separators and units. */
public final class Quantity {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Quantity() {}

    /** A count with separators: {@code 12,345}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A count and what is counted: {@code 1 record}, {@code 12,345 records}. */
    public static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /** A size in decimal units, as disks and networks are sold: {@code 999 B}, {@code 1.2 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        // Rounded first, so that 999,950 bytes are 1.0 MB and never 1000.0 kB.
        int unit = 0;
        double value = bytes / 1e3;
        while (Math.round(value * 10) >= 10_000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** A length of time, to the two units that matter: {@code 8 s}, {@code 2 min 05 s}, {@code 3 h 20 min}. */
    public static String seconds(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }
}
