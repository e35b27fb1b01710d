package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Has one flush of a command fail, or one write, each in turn: the command says so and ends as for trouble of the environment,
 * the dataset is whole, nothing that is not is left behind, and the same command once more does all. With
 * {@code -Dfaults=all} that is done to each call, else to some of each name.
 */
@Tag("faults")
@Timeout(600)
class FailingDiskTest {
    private static final String[] FLUSHES = {"fsync", "fdatasync"};
    private static final String[] WRITES = {"write", "pwrite64"};

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private void given(String script) throws IOException {
        assumeTrue(TestRun.isInstalled("strace"), "strace is not installed");
        Path work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Script.parse("given", script).run(work, VerbCatalog.standard());
    }

    private void failEach(String error, String[] calls, String... words) throws Exception {
        Path work = temporary.toRealPath().resolve("work");
        Path told = temporary.toRealPath().resolve("told-" + error);
        var program = new Program(work, TestPeople.moveIn(work.resolve("people"), "ana"), temporary.resolve("said"))
                .under(FailingCalls.strace(told, error, calls))
                // Each thread's calls are counted by themselves, so that one thread must do all the work.
                .with("-Dfaults=" + System.getProperty("faults", ""), "-XX:ActiveProcessorCount=1");
        var all = new ArrayList<>(List.of(told.toString()));
        all.addAll(List.of(words));

        int code = program.start(Trials.class, all.toArray(String[]::new)).waitFor();

        if (System.getProperty("show") != null) {
            System.out.println(program.said());
        }
        assertEquals(0, code, program::said);
    }

    private void failEachOfAdding(String error, String[] calls) throws Exception {
        given("""
                given released
                -- night/bat.txt --
                A bat flew to the moon.
                -- night/tales.csv --
                id,title,words
                0001,The owl,120
                """);

        failEach(
                error,
                calls,
                "-C",
                "owls",
                "add",
                "../night",
                "--key",
                "id",
                "--license",
                "CC-BY-4.0",
                "--source",
                "notes",
                "--basis",
                "author");
    }

    @Test
    void add() throws Exception {
        failEachOfAdding("EIO", FLUSHES);
    }

    @Test
    void addWhereTheDiskIsFull() throws Exception {
        failEachOfAdding("ENOSPC", WRITES);
    }

    private void failEachOfSigning(String error, String[] calls) throws Exception {
        given("given drafted");

        failEach(error, calls, "-C", "owls", "sign", "--yes", "-m", "More");
    }

    @Test
    void sign() throws Exception {
        failEachOfSigning("EIO", FLUSHES);
    }

    @Test
    void signWhereTheDiskIsFull() throws Exception {
        failEachOfSigning("ENOSPC", WRITES);
    }

    private void failEachOfMerging(String error, String[] calls) throws Exception {
        given("given offered");

        failEach(error, calls, "-C", "owls", "merge", "../new.bundle");
    }

    @Test
    void merge() throws Exception {
        failEachOfMerging("EIO", FLUSHES);
    }

    @Test
    void mergeWhereTheDiskIsFull() throws Exception {
        failEachOfMerging("ENOSPC", WRITES);
    }

    private void failEachOfReleasing(String error, String[] calls) throws Exception {
        given("given released");

        failEach(error, calls, "-C", "owls", "release", "1.1.0");
    }

    @Test
    void release() throws Exception {
        failEachOfReleasing("EIO", FLUSHES);
    }

    @Test
    void releaseWhereTheDiskIsFull() throws Exception {
        failEachOfReleasing("ENOSPC", WRITES);
    }

    private void failEachOfBeginning(String error, String[] calls) throws Exception {
        given("as ana");

        failEach(error, calls, "init", "owls", "--name", "owls", "--license", "CC-BY-4.0");
    }

    @Test
    void init() throws Exception {
        failEachOfBeginning("EIO", FLUSHES);
    }

    @Test
    void initWhereTheDiskIsFull() throws Exception {
        failEachOfBeginning("ENOSPC", WRITES);
    }

    @Test
    void proposeWhereTheDiskIsFull() throws Exception {
        given("given drafted\ngit checkout -q -b more\ncommons sign --yes -m More");

        failEach("ENOSPC", WRITES, "-C", "owls", "propose", "--bundle", "more.bundle", "--onto", "main");
    }

    private void failEachOfPulling(String error, String[] calls) throws Exception {
        given("given behind");

        failEach(error, calls, "-C", "owls", "pull");
    }

    @Test
    void pull() throws Exception {
        failEachOfPulling("EIO", FLUSHES);
    }

    @Test
    void pullWhereTheDiskIsFull() throws Exception {
        failEachOfPulling("ENOSPC", WRITES);
    }

    private void failEachOfCloning(String error, String[] calls) throws Exception {
        given("given hub\nmv owls theirs");
        Path work = temporary.toRealPath().resolve("work");

        failEach(
                error,
                calls,
                "clone",
                work.resolve("hub.git").toString(),
                work.resolve("owls").toString());
    }

    @Test
    void cloning() throws Exception {
        failEachOfCloning("EIO", FLUSHES);
    }

    @Test
    void cloningWhereTheDiskIsFull() throws Exception {
        failEachOfCloning("ENOSPC", WRITES);
    }

    @Test
    void gcWhereTheDiskIsFull() throws Exception {
        given("""
                given released
                commons add ../bat.txt --license CC-BY-4.0 --source 'my own notes' --basis author
                rm data/bat.txt
                rm .git/commons/draft.jsonl
                -- bat.txt --
                A bat flew to the moon.
                """);

        failEach("ENOSPC", WRITES, "-C", "owls", "gc", "--grace", "0", "--yes");
    }

    /** The program of the other process: runs one command again and again, each time with another call that fails. */
    static final class Trials {
        private static final boolean ALL = "all".equals(System.getProperty("faults"));
        /** Of calls of one name. */
        private static final int SOME = 3;

        /** What a command says that was done already, up to something that failed. */
        private static final String DONE = "nothing to sign|exists|here already|has signed|up-to-date";

        private final Path work = Path.of("").toAbsolutePath();
        private final Path owls = work.resolve("owls");
        private final Map<String, String> variables = TestPeople.moveIn(work.resolve("people"), "ana");
        private final List<String> complaints = new ArrayList<>();
        private final FailingCalls system;
        private final String[] words;
        private final Disk before = Disk.read(owls);

        private Trials(Path told, String... words) throws IOException {
            this.system = new FailingCalls(told, work.resolve("pace"));
            this.words = words;
        }

        /** @param words where strace tells what it sees, and the command */
        public static void main(String[] words) throws IOException {
            System.exit(new Trials(
                            Path.of(words[0]),
                            List.of(words).subList(1, words.length).toArray(String[]::new))
                    .run());
        }

        private TestRun.Result commons(String... words) {
            return TestRun.in(work).variables(variables).commons(words);
        }

        /** Puts the disk into the state before. */
        private void restore() {
            system.undisturbed(() -> {
                try {
                    before.restore(Disk.Loss.NOTHING);
                    return before;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        private Disk now() {
            return system.undisturbed(() -> {
                        try {
                            return Disk.read(owls);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .result();
        }

        private int run() throws IOException {
            // Once for the classes to be loaded, once to see what it does.
            system.undisturbed(() -> commons(words));
            restore();
            var done = system.undisturbed(() -> commons(words));
            var after = now();
            require(done.result().code() == 0, "undisturbed", done.result());
            var ways = new TreeMap<String, List<FailingCalls.Call>>();
            for (var call : done.calls()) {
                if (call.changes() && call.words().contains(work.toString())) {
                    ways.computeIfAbsent(call.name(), name -> new ArrayList<>()).add(call);
                }
            }
            restore();
            int trials = 0;
            for (var calls : ways.values()) {
                for (var call : ALL ? calls : spread(calls)) {
                    trials++;
                    restore();
                    fail(call, after);
                }
            }
            restore();
            System.out.println(trials + " trials of " + done.calls().size() + " calls");
            complaints.forEach(System.out::println);
            return complaints.isEmpty() ? 0 : 1;
        }

        private static List<FailingCalls.Call> spread(List<FailingCalls.Call> calls) {
            var some = new ArrayList<FailingCalls.Call>();
            for (int i = 0; i < Math.min(SOME, calls.size()); i++) {
                some.add(calls.get(i * calls.size() / Math.min(SOME, calls.size())));
            }
            return some;
        }

        private void fail(FailingCalls.Call call, Disk after) throws IOException {
            var done = system.failing(call, () -> commons(words));
            String where = done.failed().map(Object::toString).orElse("nothing failed where this should: " + call);
            var said = done.result();
            require(done.failed().isPresent(), where, said);
            // Who holds the lock is written for people, and what was read of files is remembered to be quick.
            if (said.code() != 0 || !call.words().matches(".*/commons/(lock>|cache[/>]).*")) {
                require(said.code() == 6, where, said);
                require(said.err().contains("commons: error: ") && said.err().contains("commons: hint: "), where, said);
                require(!said.err().contains("is that the address"), where, said);
            }
            var leftovers = leftovers();
            require(leftovers.isEmpty(), where + "\nleft behind: " + leftovers, said);
            // A clone that is not done has no branch yet.
            check(where, "fsck", words[0].equals("clone") ? List.of(0, 3, 5) : List.of(0, 5));
            check(where, "status", List.of(0, 5));

            var again = system.undisturbed(() -> commons(words)).result();

            require(
                    again.code() == 0 || again.code() == 5 && again.err().matches("(?s).*(" + DONE + ").*"),
                    where + "\n" + said,
                    again);
            check(where, "fsck", List.of(0));
            check(where, "verify", List.of(0));
            require(after.texts("data").equals(now().texts("data")), where, again);
        }

        private void check(String where, String verb, List<Integer> codes) {
            var result = system.undisturbed(() -> commons("-C", owls.toString(), verb))
                    .result();
            require(codes.contains(result.code()), where, result);
        }

        /** What is not whole, or locks something, and was not there before. */
        private List<Path> leftovers() {
            return system.undisturbed(() -> {
                        try (var files = Files.exists(owls) ? Files.walk(owls) : Stream.<Path>empty()) {
                            return files.filter(file -> file.toString().matches(".*(tmp|lock|\\.git/commons/tmp/.*)"))
                                    .filter(file -> Files.isRegularFile(file) && !file.endsWith("commons/lock"))
                                    .toList();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .result();
        }

        private void require(boolean holds, String where, TestRun.Result result) {
            if (!holds) {
                complaints.add(where + "\n    " + result.toString().replace("\n", "\n    "));
            }
        }
    }
}
