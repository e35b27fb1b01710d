package org.datasetcommons.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Runs the lines of a shell script, and says how long that took. */
final class Shell {
    /** What a run took; processor time is that of all processes together. */
    record Taken(double wall, double processor) {}

    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

    private final Path scratch;
    private final Map<String, String> environment;

    /**
     * @param scratch for what the processes say
     * @param environment in which they run, and nothing else
     */
    Shell(Path scratch, Map<String, String> environment) {
        this.scratch = scratch;
        this.environment = Map.copyOf(environment);
    }

    /** Runs a script in a folder; it must succeed. */
    Taken run(Path folder, String script) throws IOException, InterruptedException {
        Path said = scratch.resolve("said.txt");
        Path times = scratch.resolve("times.txt");
        // The shell's own report counts all processes that it waited for.
        var builder = new ProcessBuilder("sh", "-ec", script + "\ntimes > '" + times + "'\n")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        int status = builder.start().waitFor();
        double wall = (System.nanoTime() - start) / 1e9;
        if (status != 0) {
            throw new IOException("exit status " + status + " from:\n" + script + "\nin " + folder + "\nwhich said:\n"
                    + tail(Files.readString(said)));
        }
        return new Taken(wall, processorTime(Files.readString(times)));
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 2_000));
    }

    private static double processorTime(String times) {
        return TIME.matcher(times)
                .results()
                .mapToDouble(time -> 60 * Double.parseDouble(time.group(1)) + Double.parseDouble(time.group(2)))
                .sum();
    }

    /** The first line that a command prints; nothing if there is no such program. */
    Optional<String> firstLine(String... command) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            var process = builder.start();
            var lines =
                    new ArrayList<>(List.of(new String(process.getInputStream().readAllBytes()).split("\n")));
            return process.waitFor() == 0 ? Optional.of(lines.get(0).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
