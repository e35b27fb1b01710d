package org.datasetcommons.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where the figures come from. */
final class Machine {
    private Machine() {}

    static List<String> describe(Path place, Shell shell) throws IOException {
        return List.of(
                "processor: " + line("/proc/cpuinfo", "model name") + ", "
                        + Runtime.getRuntime().availableProcessors() + " cores",
                "memory: " + line("/proc/meminfo", "MemTotal"),
                "system: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "file system: " + Files.getFileStore(place).type(),
                "Java: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                "load: "
                        + String.format(
                                Locale.ROOT,
                                "%.1f when it began",
                                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                                        .getSystemLoadAverage()));
    }

    private static String line(String file, String field) throws IOException {
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            return "unknown";
        }
        return Files.readAllLines(path).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.replaceFirst("[^:]*:\\s*", "").strip())
                .findFirst()
                .orElse("unknown");
    }
}
