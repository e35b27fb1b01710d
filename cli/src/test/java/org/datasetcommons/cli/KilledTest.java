package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that gives, signs, merges, releases, pulls and tidies without end, at moments that chance chooses, and looks
 * each time: what it had said was done is there, all is sound, and work goes on without anybody mending anything. With
 * {@code -Dkills=N} so many times, and with {@code -Dseed=N} at other moments.
 */
@Tag("faults")
@Timeout(7200)
class KilledTest {
    private static final int KILLS = Integer.getInteger("kills", 16);
    private static final long SEED = Long.getLong("seed", 20261122);

    /** How many kills one dataset takes; looking at it takes longer as it grows. */
    private static final int KILLS_OF_ONE = 50;

    /** How long after it has begun to work it is killed at the latest. */
    private static final int LATEST_MILLIS = 1500;

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private final Random chance = new Random(SEED);

    @Test
    void whatWasDoneIsThereWheneverTheProgramIsKilled() throws Exception {
        for (int done = 0; done < KILLS; done += KILLS_OF_ONE) {
            Path work = Files.createDirectory(temporary.toRealPath().resolve("work" + done));
            Script.parse("hub", """
                            given owls
                            commons add ../owl.txt --license CC-BY-4.0 --source notes --basis author
                            commons sign --yes -m 'An owl'
                            cd ..
                            as ben
                            commons clone owls bens
                            -- owl.txt --
                            An owl sat in an oak.
                            """).run(work, VerbCatalog.standard());
            new Round(work).kill(Math.min(KILLS - done, KILLS_OF_ONE));
        }
    }

    /** One dataset, and what was said to be done in it. */
    private final class Round {
        private final Path work;
        private final List<String> acknowledged = new ArrayList<>();
        private int number;
        private String where = "";

        Round(Path work) {
            this.work = work;
        }

        void kill(int times) throws Exception {
            for (int i = 0; i < times; i++) {
                killOnce(chance.nextInt(LATEST_MILLIS));
                look();
                goOn();
            }
            tidy();
        }

        private void killOnce(int millis) throws Exception {
            Path said = work.resolve("said");
            var program = new Program(work, Map.of(), said);
            var process = program.start(Labour.class, Integer.toString(number + 1));
            while (!program.said().startsWith("ready\n")) {
                assertTrue(process.isAlive(), program::said);
                Thread.sleep(5);
            }
            Thread.sleep(millis);
            assertTrue(process.isAlive(), () -> where + "it ended by itself: " + program.said());
            process.destroyForcibly().waitFor();
            String all = program.said();
            var lines =
                    all.substring(0, all.lastIndexOf('\n') + 1).lines().skip(1).toList();
            where = "killed after " + millis + " ms, seed " + SEED + ", which had said " + lines + "\n";
            for (String line : lines) {
                if (line.startsWith("doing ")) {
                    number = Integer.parseInt(line.substring("doing ".length()));
                } else {
                    acknowledged.add(line);
                }
            }
        }

        /** Nothing is missing, whatever the state in which it was killed. */
        private void look() throws IOException {
            for (String dataset : List.of("owls", "bens")) {
                for (String verb : List.of("verify", "fsck", "status")) {
                    require(commons("ana", dataset, verb));
                }
            }
            String log = require(commons("ana", "owls", "log")).out()
                    + require(commons("ben", "bens", "log")).out();
            for (String line : acknowledged) {
                if (line.startsWith("signed ")) {
                    assertTrue(
                            Pattern.compile(line.substring("signed ".length()) + "\\b")
                                    .matcher(log)
                                    .find(),
                            () -> where + line + " is not in\n" + log);
                } else if (line.startsWith("released ")) {
                    require(commons("ana", "owls", "verify", line.substring("released ".length())));
                }
            }
        }

        /** The next commands do their work, and what was added and not signed yet is in what they sign. */
        private void goOn() throws IOException {
            number++;
            new Labour(work, line -> {}).give("ana", "owls", number, this::require);
            new Labour(work, line -> {}).give("ben", "bens", number, this::require);
            for (String line : acknowledged) {
                if (line.startsWith("added ")) {
                    String[] words = line.split(" ");
                    require(commons(words[1], words[2], "show", "data/" + words[3] + ".txt"));
                }
            }
            acknowledged.removeIf(line -> line.startsWith("added ") || line.startsWith("released "));
        }

        /** Nothing stays that was begun and not ended, once it is old enough to be nobody's. */
        private void tidy() throws IOException {
            for (String dataset : List.of("owls", "bens")) {
                require(new Labour(work, line -> {}).gc(dataset));
                try (var files = Files.walk(work.resolve(dataset + "/.git"))) {
                    assertEquals(
                            List.of(),
                            files.filter(Files::isRegularFile)
                                    .map(file -> work.relativize(file).toString())
                                    .filter(file -> file.matches(
                                            ".*(tmp|\\.lock|\\.bundle)|.*/(tmp|noz|incoming)[^/]*|.*/commons/tmp/.*"))
                                    .toList(),
                            where);
                }
                require(commons("ana", dataset, "fsck"));
            }
        }

        private TestRun.Result commons(String name, String dataset, String... words) throws IOException {
            return new Labour(work, line -> {}).commons(name, dataset, words);
        }

        private TestRun.Result require(TestRun.Result result) {
            assertEquals(0, result.code(), () -> where + result);
            return result;
        }
    }
}
