package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a command once and notes each of its system calls; then puts the disk into the state between any two of them, as it
 * is when the command is killed there, and goes on: what was there before is there, and running the command again does the
 * rest. With {@code -Dcrashes=all} that is done between any two calls, else where names change and at some other places.
 */
@Tag("faults")
@Timeout(600)
class CrashTest {
    private static final boolean ALL = "all".equals(System.getProperty("crashes"));
    /** How many places among those where only bytes are written. */
    private static final int SOME = 2;

    /** How many places among those where names change. */
    private static final int MANY = 12;

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private Path work;
    private Path owls;
    private Map<String, String> variables;

    private void given(String script) throws IOException {
        assumeTrue(TestRun.isInstalled("strace"), "strace is not installed");
        work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Script.parse("given", script).run(work, VerbCatalog.standard());
        owls = work.resolve("owls");
        variables = TestPeople.moveIn(work.resolve("people"), "ana");
    }

    private TestRun.Result commons(String... words) {
        return TestRun.in(work).variables(variables).commons(words);
    }

    /** Runs the command in a process of its own, and returns what it did to the disk. */
    private List<SystemCalls.Call> record(Disk before, String... words) throws Exception {
        Path told = temporary.resolve("told");
        var program = new Program(work, variables, temporary.resolve("said"))
                .under(SystemCalls.strace(told))
                .with("-XX:-UsePerfData", "-Djdk.lang.Process.launchMechanism=FORK");
        assertEquals(0, program.start(words).waitFor(), program::said);
        var calls = SystemCalls.read(told, before);
        var replayed = before.copy();
        calls.forEach(call -> call.effect().accept(replayed));
        assertEquals(Disk.read(owls).texts(), replayed.texts(), "the calls are not all that happened");
        return calls;
    }

    private static TreeSet<Integer> places(List<SystemCalls.Call> calls) {
        var names = new ArrayList<Integer>();
        var others = new ArrayList<Integer>();
        for (int i = 0; i < calls.size(); i++) {
            (calls.get(i).changesNames() ? names : others).add(i);
        }
        var places = new TreeSet<Integer>();
        places.addAll(spread(names, ALL ? names.size() : MANY));
        places.addAll(spread(others, ALL ? others.size() : SOME));
        return places;
    }

    private static List<Integer> spread(List<Integer> all, int count) {
        var some = new ArrayList<Integer>();
        for (int i = 0; i < Math.min(count, all.size()); i++) {
            some.add(all.get((int) ((long) i * all.size() / Math.min(count, all.size()))));
        }
        return some;
    }

    /** What a command says that was there: it was done already, just before the kill. */
    static final String DONE = "nothing to sign|exists|here already|has signed|up-to-date|is a key of ana";

    private void killEverywhere(String... words) throws Exception {
        int verdict = commons("-C", "owls", "verify").code();
        var before = Disk.read(owls);
        var calls = record(before, words);
        var after = Disk.read(owls);
        int endsAs = commons("-C", "owls", "verify").code();
        var places = places(calls);
        for (int place : places) {
            var disk = before.copy();
            calls.subList(0, place).forEach(call -> call.effect().accept(disk));
            disk.restore(Disk.Loss.NOTHING);
            Supplier<String> where =
                    () -> "killed before call " + place + " of " + calls.size() + ": " + calls.get(place) + "\n";
            requireSound(where, "at once", List.of(0, 5, verdict));

            var again = commons(words);

            assertTrue(
                    again.code() == 0 || again.code() == 5 && again.err().matches("(?s).*(" + DONE + ").*"),
                    () -> where.get() + again);
            requireSound(where, "in the end", List.of(0, endsAs));
            assertEquals(after.texts("data"), Disk.read(owls).texts("data"), where);
            if (again.code() != 0) {
                assertEquals(
                        0, commons("-C", "owls", "gc", "--yes").code(), where); // The next one that has work to do.
            }
            assertEquals(List.of(), locks(), where);
        }
    }

    private void requireSound(Supplier<String> where, String when, List<Integer> codes) {
        var verified = commons("-C", "owls", "verify");
        assertTrue(
                codes.contains(verified.code())
                        && (verified.code() != 5
                                || verified.err().matches("(?s).*(no commits|no dataset here|no such).*")),
                () -> where.get() + when + " " + verified);
        var status = commons("-C", "owls", "status", "--json");
        assertTrue(
                Set.of(0, 5).contains(status.code()) && !status.out().contains("tmp"),
                () -> where.get() + when + " " + status);
    }

    /**
     * Takes away what was not flushed, at the same places and when the command has ended: no ref ever leads to what is not
     * whole, and what the command said it did is there.
     *
     * @param acknowledged what a command then says
     */
    private void cutThePowerEverywhere(String acknowledged, String[] asks, String... words) throws Exception {
        var before = Disk.read(owls);
        var calls = record(before, words);
        var places = places(calls);
        places.add(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).changesNames() && calls.get(i).path().contains("/.git/refs/")) {
                places.add(i + 1);
            }
        }
        for (int place : places) {
            for (var loss : List.of(Disk.Loss.BYTES, Disk.Loss.ALL)) {
                var disk = before.copy();
                calls.subList(0, place).forEach(call -> call.effect().accept(disk));
                disk.restore(loss);
                Supplier<String> where = () -> "power lost (" + loss + ") after " + place + " of " + calls.size()
                        + " calls, " + (place == 0 ? "none" : calls.get(place - 1)) + "\n";

                var sound = commons("-C", "owls", "fsck", "--json");

                assertTrue(
                        List.of(0, 3).contains(sound.code()) && !sound.out().contains("\"needed\":true"),
                        () -> where.get() + sound);
                if (place == calls.size()) {
                    var asked = commons(asks);
                    assertTrue(asked.out().contains(acknowledged), () -> where.get() + asked);
                }
                var next = commons(
                        "-C",
                        "owls",
                        "add",
                        "../next.txt",
                        "--license",
                        "CC0-1.0",
                        "--source",
                        "notes",
                        "--basis",
                        "author");
                assertEquals(0, next.code(), () -> where.get() + next);
            }
        }
    }

    private static String[] ask(String... words) {
        return words;
    }

    /** Locks of git's that nobody holds. */
    private List<Path> locks() throws IOException {
        try (var files = Files.walk(owls)) {
            return files.filter(file -> file.toString().endsWith(".lock")).toList();
        }
    }

    @Test
    void addWhenThePowerFails() throws Exception {
        given("""
                given released
                -- night/bat.txt --
                A bat flew to the moon.
                -- next.txt --
                What is next.
                """);

        cutThePowerEverywhere(
                "\"records\":1,",
                ask("-C", "owls", "status", "--json"),
                "-C",
                "owls",
                "add",
                "../night",
                "--license",
                "CC-BY-4.0",
                "--source",
                "notes",
                "--basis",
                "author");
    }

    @Test
    void signWhenThePowerFails() throws Exception {
        given("""
                given released
                commons add ../night --license CC-BY-4.0 --source 'my own notes' --basis author
                -- night/bat.txt --
                A bat flew to the moon.
                -- next.txt --
                What is next.
                """);

        cutThePowerEverywhere(
                "A bat came", ask("-C", "owls", "log"), "-C", "owls", "sign", "--yes", "-m", "A bat came");
    }

    @Test
    void releaseWhenThePowerFails() throws Exception {
        given("given released\n-- next.txt --\nWhat is next.\n");

        cutThePowerEverywhere(
                "\"release\":\"1.1.0\"",
                ask("-C", "owls", "verify", "1.1.0", "--json"),
                "-C",
                "owls",
                "release",
                "1.1.0");
    }

    @Test
    void init() throws Exception {
        given("as ana\n");

        killEverywhere("init", "owls", "--name", "owls", "--license", "CC-BY-4.0");
    }

    @Test
    void add() throws Exception {
        given("""
                given owls
                commons add ../owl.txt --license CC-BY-4.0 --source 'my own notes' --basis author
                -- owl.txt --
                An owl sat in an oak.
                -- night/moth.txt --
                A moth flew to the moon.
                -- night/tales.csv --
                id,title,words
                0001,The owl,120
                """);

        killEverywhere("-C", "owls", "add", "../night", "--key", "id");

        assertTrue(
                commons("-C", "owls", "status", "--json").out().contains("\"records\":3,"),
                commons("-C", "owls", "status", "--json")::out);
    }

    @Test
    void sign() throws Exception {
        given("given drafted");

        killEverywhere("-C", "owls", "sign", "--yes", "-m", "More");
    }

    @Test
    void signOfADraftThatOnlyRemoves() throws Exception {
        given("""
                given released
                rm data/owl.txt
                commons add data --license CC-BY-4.0 --source 'my own notes' --basis author
                """);

        killEverywhere("-C", "owls", "sign", "--yes");
    }

    @Test
    void merge() throws Exception {
        given("given offered");

        killEverywhere("-C", "owls", "merge", "../new.bundle");
    }

    @Test
    void release() throws Exception {
        given("given released");

        killEverywhere("-C", "owls", "release", "1.1.0");
    }

    @Test
    void key() throws Exception {
        given("given released\ncommons key new ../second");

        killEverywhere("-C", "owls", "key", "add", "../second.pub");
    }

    @Test
    void pull() throws Exception {
        given("given behind");

        killEverywhere("-C", "owls", "pull");
    }

    @Test
    void cloning() throws Exception {
        given("given hub\nmv owls theirs");

        killEverywhere(
                "clone",
                work.resolve("hub.git").toString(),
                work.resolve("owls").toString());
    }

    @Test
    void repair() throws Exception {
        given("given damaged");
        String[] words = {"-C", "owls", "fsck", "--repair"};
        var before = Disk.read(owls);
        var calls = record(before, words);
        Path aside = pack(owls.resolve(".git/commons/aside/objects/pack"));
        byte[] damaged = Files.readAllBytes(aside);
        for (int place : places(calls)) {
            var disk = before.copy();
            calls.subList(0, place).forEach(call -> call.effect().accept(disk));
            disk.restore(Disk.Loss.NOTHING);
            Supplier<String> where = () -> "killed before call " + place + ": " + calls.get(place) + "\n";

            var again = commons(words);

            assertEquals(0, again.code(), () -> where.get() + again);
            requireSound(where, "in the end", List.of(0));
            assertArrayEquals(damaged, Files.readAllBytes(aside), where);
            assertEquals(List.of(), locks(), where);
        }
    }

    private static Path pack(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pack"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
