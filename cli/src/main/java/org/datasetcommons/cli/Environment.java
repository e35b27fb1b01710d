package org.datasetcommons.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the program takes from the process it runs in, so that a test can hand in another. Nothing in the command
 * line asks {@code System} for any of this.
 *
 * @param variables the environment variables
 * @param directory where the command runs; {@code -C} changes it
 * @param out results, as UTF-8 whatever the locale
 * @param err everything else, as UTF-8 whatever the locale
 * @param columns width of the terminal
 */
public record Environment(
        Map<String, String> variables,
        Path directory,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal,
        int columns,
        InstantSource clock,
        SecureRandom random) {
    private static final int DEFAULT_COLUMNS = 80;

    public Environment {
        variables = Map.copyOf(variables);
        directory = directory.toAbsolutePath().normalize();
    }

    /**
     * The process itself. Java 17 can only tell whether input and output are terminals both, so the launcher says more
     * with {@code -Dcommons.stdin.tty}, {@code -Dcommons.stdout.tty}, {@code -Dcommons.stderr.tty} ({@code true} or
     * {@code false}) and {@code -Dcommons.columns}; what it leaves unsaid is guessed from {@link System#console()}.
     */
    public static Environment ofProcess() {
        boolean console = System.console() != null;
        return new Environment(
                System.getenv(),
                Path.of(""),
                new FileInputStream(FileDescriptor.in),
                WatchedOutput.to(new FileOutputStream(FileDescriptor.out)),
                WatchedOutput.lineByLineTo(new FileOutputStream(FileDescriptor.err)),
                told("commons.stdin.tty", console),
                told("commons.stdout.tty", console),
                told("commons.stderr.tty", console),
                columns(
                        System.getProperty("commons.columns", ""),
                        System.getenv().getOrDefault("COLUMNS", "")),
                InstantSource.system(),
                new SecureRandom());
    }

    private static boolean told(String property, boolean otherwise) {
        return Optional.ofNullable(System.getProperty(property))
                .map(Boolean::parseBoolean)
                .orElse(otherwise);
    }

    static int columns(String... told) {
        for (String word : told) {
            if (word.matches("[1-9][0-9]{1,3}")) {
                return Integer.parseInt(word);
            }
        }
        return DEFAULT_COLUMNS;
    }

    /** The variable, unless it is unset or empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** A path as a person wrote it, seen from {@link #directory()}. */
    public Path resolve(Path path) {
        return directory.resolve(path).normalize();
    }

    /** The same, but what is printed goes there. */
    public Environment printingTo(PrintStream elsewhere) {
        return new Environment(
                variables,
                directory,
                in,
                elsewhere,
                err,
                inIsTerminal,
                outIsTerminal,
                errIsTerminal,
                columns,
                clock,
                random);
    }

    /** The same, somewhere else. */
    public Environment in(Path elsewhere) {
        return new Environment(
                variables,
                resolve(elsewhere),
                in,
                out,
                err,
                inIsTerminal,
                outIsTerminal,
                errIsTerminal,
                columns,
                clock,
                random);
    }
}
