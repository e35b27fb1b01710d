package org.datasetcommons.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A program that is not ours, to compare with. A test that needs one is skipped, and says so, where it is missing. It sees a
 * home that is empty and nothing of the environment but the path.
 */
public final class Tool {
    private final Path program;
    private final Path directory;
    private final Map<String, String> variables = new TreeMap<>();

    private Tool(Path program, Path directory) {
        this.program = program;
        this.directory = directory;
        variables.put("PATH", System.getenv("PATH"));
        variables.put("HOME", directory.resolve("no-home").toString());
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("TZ", "UTC");
    }

    /** The program of this name, to run in this directory; the test is skipped if there is none. */
    public static Tool in(Path directory, String name) {
        var program = find(name);
        assumeTrue(program.isPresent(), name + " is not installed");
        return new Tool(program.get(), directory);
    }

    private static Optional<Path> find(String name) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            Path program = Path.of(folder).resolve(name);
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** With one more variable in its environment. */
    public Tool with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** What came of a run; standard error is within the output. */
    public record Result(int status, byte[] bytes) {
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    public Result run(byte[] input, String... arguments) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Path given = Files.createTempFile("input", null);
            Path said = Files.createTempFile("output", null);
            try {
                Files.write(given, input);
                var builder = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(given.toFile())
                        .redirectOutput(said.toFile());
                builder.environment().clear();
                builder.environment().putAll(variables);
                var process = builder.start();
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(String.join(" ", command) + " does not end");
                }
                return new Result(process.exitValue(), Files.readAllBytes(said));
            } finally {
                Files.delete(given);
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Result run(String... arguments) {
        return run(new byte[0], arguments);
    }

    /** Runs it, holds that it succeeds, and returns what it said. */
    public String succeed(String... arguments) {
        return succeed(new byte[0], arguments);
    }

    public String succeed(byte[] input, String... arguments) {
        var result = run(input, arguments);
        assertEquals(0, result.status(), () -> String.join(" ", arguments) + ": " + result.text());
        return result.text();
    }
}
