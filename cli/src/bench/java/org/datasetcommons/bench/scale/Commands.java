package org.datasetcommons.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs programs in a home of their own, and says how long they took and how much memory. */
final class Commands {
    /**
     * What a run took.
     *
     * @param seconds on the clock
     * @param processor seconds that processors worked, which others on the machine do not lengthen
     * @param megabytes of memory at most, as the system counts them; 0 if it does not
     */
    record Taken(int status, double seconds, double processor, long megabytes, String said) {}

    private final Path launcher;
    private final Path place;

    Commands(Path launcher, Path place) {
        this.launcher = launcher;
        this.place = place;
    }

    /** Now, in whole seconds. */
    String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Runs the program with a heap of this size. */
    Taken commons(Path folder, String heap, String... words) throws IOException, InterruptedException {
        Path said = place.resolve("said.txt");
        Path report = place.resolve("time.txt");
        var line = new ArrayList<String>();
        boolean measured = Files.isExecutable(Path.of("/usr/bin/time"));
        if (measured) {
            line.addAll(List.of("/usr/bin/time", "-q", "-f", "%M %U %S", "-o", report.toString()));
        }
        line.add(launcher.toString());
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
        environment(builder).put("COMMONS_JAVA_OPTS", "-Xmx" + heap);
        long start = System.nanoTime();
        var process = builder.directory(folder.toFile()).start();
        process.getOutputStream().close();
        int status = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        String[] numbers = measured ? Files.readString(report).strip().split(" ") : new String[] {"0", "0", "0"};
        return new Taken(
                status,
                seconds,
                Double.parseDouble(numbers[1]) + Double.parseDouble(numbers[2]),
                Long.parseLong(numbers[0]) >> 10,
                Files.readString(said));
    }

    /** Starts another program. */
    Process start(Path folder, ProcessBuilder builder) throws IOException {
        environment(builder);
        return builder.directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Map<String, String> environment(ProcessBuilder builder) {
        var environment = new TreeMap<String, String>();
        Path home = place.resolve("home");
        environment.put("HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.resolve(".config").toString());
        environment.put("XDG_CACHE_HOME", home.resolve(".cache").toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("PATH", System.getenv("PATH"));
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.environment();
    }
}
