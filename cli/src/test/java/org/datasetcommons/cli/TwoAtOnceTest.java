package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.datasetcommons.Progress;
import org.datasetcommons.history.WriteLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several commands at the same time in one dataset: threads of one process, and processes of their own. */
@Timeout(120)
class TwoAtOnceTest {
    private static final String[] TERMS = {"--license", "CC-BY-4.0", "--source", "notes", "--basis", "author"};

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private Path owls;
    private Path lock;
    private Map<String, String> variables;

    @BeforeEach
    void begin() throws IOException {
        Path work = temporary.toRealPath().resolve("work");
        Script.parse("owls", "given owls\n").run(Files.createDirectory(work), VerbCatalog.standard());
        owls = work.resolve("owls");
        lock = owls.resolve(".git/commons/lock");
        variables = TestPeople.moveIn(work.resolve("people"), "ana");
    }

    private TestRun.Result commons(String... words) {
        return commonsIn(owls, words);
    }

    private TestRun.Result commonsIn(Path directory, String... words) {
        return TestRun.in(directory)
                .variables(variables)
                .random(TestRun.seeded(String.join(" ", words)))
                .commons(words);
    }

    private static String[] words(String verb, String path) {
        var words = new ArrayList<>(List.of(verb, path));
        words.addAll(List.of(TERMS));
        return words.toArray(String[]::new);
    }

    private Path note(int number) {
        try {
            return Files.writeString(temporary.resolve(number + ".txt"), "Note " + number + ".\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void whatSeveralAddAtOnceIsInTheDraftOfAll() throws Exception {
        var programs = new ArrayList<Process>();
        for (int i = 0; i < 3; i++) {
            programs.add(new Program(owls, variables, temporary.resolve("said" + i))
                    .start(words("add", note(i).toString())));
        }
        for (var program : programs) {
            assertTrue(program.waitFor(100, TimeUnit.SECONDS));
            assertEquals(0, program.exitValue());
        }

        assertTrue(commons("status", "--json").out().contains("\"records\":3,"));
    }

    @Test
    void whatIsAddedAndSignedAtOnceIsSignedOrStillInTheDraft() {
        int rounds = 24;

        IntStream.range(0, rounds).parallel().forEach(i -> {
            var added = commons(words("add", note(i).toString()));
            assertEquals(0, added.code(), added.err());
            // Another one may have signed it, or added more than was shown.
            var signed = commons("sign", "--yes");
            assertTrue(signed.code() == 0 || signed.code() == 5, signed.err());
        });
        commons("sign", "--yes");

        var verified = commons("verify", "--json");
        assertEquals(0, verified.code(), verified.out());
        for (int i = 0; i < rounds; i++) {
            assertTrue(Files.exists(owls.resolve("data/" + i + ".txt")), "note " + i);
        }
        assertTrue(verified.out().contains("\"records\":" + rounds + ","), verified.out());
    }

    /** Each signs its own, and nobody another's. */
    @Test
    void whoAddsAndSignsWithOneCommandIsNotInterrupted() throws IOException {
        int rounds = 12;

        IntStream.range(0, rounds).parallel().forEach(i -> {
            var words = new ArrayList<>(List.of(words("add", note(i).toString())));
            words.addAll(List.of("--sign", "--yes", "--json"));
            var signed = commons(words.toArray(String[]::new));
            assertEquals(0, signed.code(), signed.err());
            assertTrue(signed.out().contains("\"records\":1,"), signed.out());
        });

        var verified = commons("verify", "--json");
        assertTrue(verified.out().contains("\"records\":" + rounds + ","), verified.out());
        try (var contributions = Files.list(owls.resolve("contributions"))) {
            assertEquals(rounds, contributions.count());
        }
    }

    @Test
    void lockOfAKilledCommandIsFreeAtOnce() throws Exception {
        var holder = new Program(owls, variables, temporary.resolve("said")).start(Holder.class, lock.toString());
        await(() -> read(lock).contains("process " + holder.pid() + "\n"));
        assertTrue(WriteLock.tryTake(lock, "commons add").isEmpty());

        holder.destroyForcibly().waitFor();

        assertEquals(0, commons(words("add", note(1).toString())).code());
    }

    @Test
    void aCommandThatHasWaitedLongEnoughSaysForWhom() throws Exception {
        Files.writeString(
                owls.resolve(".git/config"), read(owls.resolve(".git/config")) + "[commons]\n\tlockTimeout = 0\n");
        var held = WriteLock.tryTake(lock, "commons merge").orElseThrow();
        var refused = commons(words("add", note(1).toString()));
        held.close();

        assertEquals(6, refused.code());
        assertTrue(
                refused.err()
                        .contains("another command is at work in this dataset: commons merge, process "
                                + ProcessHandle.current().pid() + ", since 20"),
                refused.err());
        assertEquals(0, commons(words("add", note(1).toString())).code());
    }

    @Test
    void mergingWaitsForItsTurnHoweverManyOffersThereAre() throws Exception {
        commons(words("add", note(0).toString()));
        assertEquals(0, commons("sign", "--yes").code());
        for (int i = 1; i <= 2; i++) {
            Path clone = temporary.resolve("clone" + i);
            assertEquals(
                    0,
                    commonsIn(temporary, "clone", owls.toString(), clone.toString())
                            .code());
            assertEquals(0, commonsIn(clone, words("add", note(i).toString())).code());
            assertEquals(0, commonsIn(clone, "sign", "--yes").code());
            assertEquals(
                    0,
                    commonsIn(clone, "propose", "--bundle", "../" + i + ".bundle")
                            .code());
        }
        String one = temporary.resolve("1.bundle").toString();
        String two = temporary.resolve("2.bundle").toString();
        Files.writeString(
                owls.resolve(".git/config"), read(owls.resolve(".git/config")) + "[commons]\n\tlockTimeout = 0\n");

        String before = read(owls.resolve(".git/refs/heads/main"));

        try (var held = WriteLock.tryTake(lock, "commons gc").orElseThrow()) {
            assertEquals(6, commons("merge", one).code());
            assertEquals(6, commons("merge", one, two).code());
            assertEquals(before, read(owls.resolve(".git/refs/heads/main")));
            assertEquals(0, commons("merge", one, two, "--dry-run").code());
            assertTrue(held.cutOff().isEmpty());
        }

        assertTrue(commons("merge", one, two).out().contains("merged 2 contributions"));
    }

    @Test
    void whoOnlyLooksWaitsForNobody() throws Exception {
        var held = WriteLock.tryTake(lock, "commons merge").orElseThrow();
        try {
            for (String verb : List.of("status", "verify", "check", "log")) {
                assertEquals(0, commons(verb).code(), verb);
            }
            var words = new ArrayList<>(List.of(words("add", note(1).toString())));
            words.add("--dry-run");
            assertEquals(0, commons(words.toArray(String[]::new)).code());
        } finally {
            held.close();
        }
    }

    /** Takes the lock and keeps it. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] words) throws InterruptedException {
            WriteLock.take(Path.of(words[0]), "commons add", java.time.Duration.ZERO, Progress.NONE);
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
