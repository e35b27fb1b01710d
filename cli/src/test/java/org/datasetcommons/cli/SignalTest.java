package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Interrupts a command, ends it, and closes its terminal, at moments that chance chooses: it stops, says by its exit code
 * what stopped it, and the same command once more does the rest.
 */
@Timeout(600)
class SignalTest {
    /** By the exit codes they lead to: 128 and the signal's number, as shells have it. */
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 129, "INT", 130, "TERM", 143);

    /** After so long a command that was told to stop counts as one that does not. */
    private static final int PATIENCE_SECONDS = 60;

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private final Random chance = new Random(20261122);
    private Path work;
    private Path owls;
    private Map<String, String> variables;

    private void given(String script) throws Exception {
        // Whoever runs the tests may have told all that they start to ignore signals, as nohup does.
        assumeTrue(
                TestRun.isInstalled("env")
                        && new ProcessBuilder("env", "--default-signal=HUP", "true")
                                        .start()
                                        .waitFor()
                                == 0,
                "there is no env that gives signals their usual effect");
        work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Script.parse("given", script).run(work, VerbCatalog.standard());
        owls = work.resolve("owls");
        variables = TestPeople.moveIn(work.resolve("people"), "ana");
    }

    private TestRun.Result commons(String... words) {
        return TestRun.in(work).variables(variables).commons(words);
    }

    private Program program() {
        return new Program(work, variables, temporary.resolve("said"))
                .under(List.of("env", "--default-signal=HUP,INT,TERM"));
    }

    private void stopAtAnyMoment(String... words) throws Exception {
        // A draft that removes a file leaves a work tree that is not the version.
        int verdict = commons("-C", "owls", "verify").code();
        var before = Disk.read(owls);
        long begun = System.nanoTime();
        var whole = program();
        assertEquals(0, whole.start(words).waitFor(), whole::said);
        int millis = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        var after = Disk.read(owls);
        for (String signal : List.of("HUP", "INT", "TERM")) {
            before.restore(Disk.Loss.NOTHING);
            int moment = chance.nextInt(millis);
            String where = "SIG" + signal + " after " + moment + " of " + millis + " ms\n";
            var program = program();
            var process = program.start(words);
            Thread.sleep(moment);
            send(signal, process);

            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> where + "it does not stop");
            int code = process.exitValue();
            assertTrue(code == SIGNALS.get(signal) || code == 0, () -> where + code + ": " + program.said());
            int now = commons("-C", "owls", "verify").code();
            assertTrue(now == 0 || now == verdict, where);
            assertEquals(0, commons("-C", "owls", "status").code(), where);
            if (code == 0) {
                assertEquals(after.texts("data"), Disk.read(owls).texts("data"), where);
            }

            var again = commons(words);

            assertTrue(
                    again.code() == 0 || again.code() == 5 && again.err().matches("(?s).*(" + CrashTest.DONE + ").*"),
                    () -> where + again);
            assertEquals(after.texts("data"), Disk.read(owls).texts("data"), where);
            assertEquals(0, commons("-C", "owls", "fsck").code(), where);
        }
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + process.pid())
                .redirectErrorStream(true)
                .start()
                .waitFor();
    }

    @Test
    void add() throws Exception {
        given("given owls\n-- night/moth.txt --\nA moth.\n-- night/owl.txt --\nAn owl.\n");

        stopAtAnyMoment(
                "-C", "owls", "add", "../night", "--license", "CC-BY-4.0", "--source", "notes", "--basis", "author");
    }

    @Test
    void sign() throws Exception {
        given("given drafted");

        stopAtAnyMoment("-C", "owls", "sign", "--yes", "-m", "More");
    }

    @Test
    void merge() throws Exception {
        given("given offered");

        stopAtAnyMoment("-C", "owls", "merge", "../new.bundle");
    }

    @Test
    void pull() throws Exception {
        given("given behind");

        stopAtAnyMoment("-C", "owls", "pull");
    }

    @Test
    void gc() throws Exception {
        given("given drafted\nrm .git/commons/draft.jsonl");

        stopAtAnyMoment("-C", "owls", "gc", "--grace", "0", "--yes");
    }
}
