package org.datasetcommons.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.datasetcommons.cli.command.ProbeCommand;

/** Sets up an environment, runs the program in it, and keeps what came out. */
final class TestRun {
    /** What a run left behind. */
    record Result(int code, String out, String err) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> variables = new HashMap<>();
    private Path directory;
    private InstantSource clock = new SteppingClock();
    private SecureRandom random = seeded("test");
    private byte[] input = {};
    private boolean inIsTerminal;
    private boolean outIsTerminal;
    private boolean errIsTerminal;
    private boolean mixed;
    private VerbCatalog catalog = withProbe();

    private TestRun(Path directory) {
        this.directory = directory;
    }

    static TestRun in(Path directory) {
        return new TestRun(directory);
    }

    /** The verbs of the program, and one that only tests have. */
    static VerbCatalog withProbe() {
        return VerbCatalog.standard().plus("Other", "probe", ProbeCommand.class);
    }

    /** Chance that is the same in every run. */
    static SecureRandom seeded(String seed) {
        try {
            var random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed.getBytes(StandardCharsets.UTF_8));
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether there is such a program on the path. */
    static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    TestRun variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    TestRun variables(Map<String, String> all) {
        variables.putAll(all);
        return this;
    }

    TestRun input(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    TestRun catalog(VerbCatalog verbs) {
        catalog = verbs;
        return this;
    }

    TestRun clock(InstantSource source) {
        clock = source;
        return this;
    }

    TestRun random(SecureRandom source) {
        random = source;
        return this;
    }

    /** Somebody sits at the terminal and types this. */
    TestRun typing(String text) {
        inIsTerminal = true;
        errIsTerminal = true;
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Messages and answers come out in the order in which a terminal shows them. */
    TestRun mixed() {
        mixed = true;
        return this;
    }

    TestRun outOnTerminal() {
        outIsTerminal = true;
        return this;
    }

    Environment environment() {
        return new Environment(
                variables,
                directory,
                new ByteArrayInputStream(input),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(mixed ? out : err, false, StandardCharsets.UTF_8),
                inIsTerminal,
                outIsTerminal,
                errIsTerminal,
                80,
                clock,
                random);
    }

    Result commons(String... words) {
        int code = Main.run(catalog, environment(), words);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
