package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that are years ahead or behind, or jump between two commands: what came first, and what is right, stays so. */
class WrongClockTest {
    private static final Instant RIGHT = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant TEN_YEARS_AHEAD = Instant.parse("2036-11-22T10:00:00Z");
    private static final Instant TEN_YEARS_BEHIND = Instant.parse("2016-11-22T10:00:00Z");

    /** The last second that fits into 31 bits, and the first that does not. */
    private static final Instant LAST_OF_31_BITS = Instant.parse("2038-01-19T03:14:07Z");

    private static final Instant FIRST_OF_32_BITS = Instant.parse("2038-01-19T03:14:08Z");
    private static final Instant BEYOND_32_BITS = Instant.parse("2106-02-07T06:28:17Z");

    private static final List<Instant> TIMES = List.of(
            RIGHT, TEN_YEARS_AHEAD, TEN_YEARS_BEHIND, LAST_OF_31_BITS, FIRST_OF_32_BITS, BEYOND_32_BITS, Instant.EPOCH);

    private static final List<List<String>> LOOKING = List.of(
            List.of("verify"),
            List.of("verify", "1.0.0"),
            List.of("check"),
            List.of("fsck"),
            List.of("log"),
            List.of("status"),
            List.of("show", "data/1.txt"),
            List.of("diff", "v1.0.0", "HEAD"),
            List.of("key", "list"),
            List.of("license", "report"));

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private Path work;
    private Path owls;
    private int notes;

    @BeforeEach
    void begin() throws IOException {
        work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Script.parse("owls", "given owls\n").run(work, VerbCatalog.standard());
        owls = work.resolve("owls");
    }

    private TestRun.Result at(Instant now, String name, Path folder, String... words) throws IOException {
        return TestRun.in(folder)
                .variables(TestPeople.moveIn(work.resolve("people"), name))
                .clock(InstantSource.fixed(now))
                .random(TestRun.seeded(now + String.join(" ", words)))
                .commons(words);
    }

    private void done(Instant now, String name, Path folder, String... words) throws IOException {
        var result = at(now, name, folder, words);
        assertEquals(0, result.code(), () -> now + " " + String.join(" ", words) + ": " + result);
    }

    /** Somebody gives a file. */
    private void give(Instant now, String name, Path folder) throws IOException {
        String file = ++notes + ".txt";
        Files.writeString(work.resolve(file), "Note " + notes + ".\n");
        done(
                now,
                name,
                folder,
                "add",
                "../" + file,
                "--as",
                name,
                "--license",
                "CC-BY-4.0",
                "--source",
                "notes",
                "--basis",
                "author");
        done(now, name, folder, "sign", "--yes", "-m", "Note " + notes);
    }

    /** Ben clones, offers a file, and ana takes it in. */
    private void offer(Instant cloned, Instant given, Instant merged) throws IOException {
        Path clone = work.resolve("clone" + ++notes);
        done(cloned, "ben", work, "clone", "owls", clone.getFileName().toString());
        give(given, "ben", clone);
        done(given, "ben", clone, "propose", "--bundle", "../offer.bundle");
        done(merged, "ana", owls, "merge", "../offer.bundle");
        Files.delete(work.resolve("offer.bundle"));
    }

    @Test
    void whatIsRightAndWhatCameFirstDoNotHangOnTheClock() throws IOException {
        give(TEN_YEARS_AHEAD, "ana", owls);
        give(RIGHT.plusSeconds(60), "ana", owls);
        offer(TEN_YEARS_BEHIND, TEN_YEARS_AHEAD, LAST_OF_31_BITS);
        give(FIRST_OF_32_BITS, "ana", owls);
        done(RIGHT.plusSeconds(120), "ana", owls, "release", "1.0.0");
        offer(RIGHT, TEN_YEARS_AHEAD, RIGHT.plusSeconds(180));
        give(BEYOND_32_BITS, "ana", owls);
        give(RIGHT.plusSeconds(240), "ana", owls);

        for (var verb : LOOKING) {
            for (var words : List.of(verb, with(verb, "--json"))) {
                String[] all = words.toArray(String[]::new);
                var expected = at(RIGHT, "ana", owls, all);
                assertEquals(0, expected.code(), () -> words + ": " + expected);
                for (Instant now : TIMES) {
                    assertEquals(expected, at(now, "ana", owls, all), () -> words + " on " + now);
                }
            }
        }
        var order = new ArrayList<String>();
        var note = Pattern.compile("Note (\\d+)")
                .matcher(at(RIGHT, "ana", owls, "log").out());
        while (note.find()) {
            order.add(note.group(1));
        }
        Collections.reverse(order);
        assertEquals(List.of("1", "2", "4", "5", "7", "8", "9"), order);
    }

    private static List<String> with(List<String> words, String more) {
        var all = new ArrayList<>(words);
        all.add(more);
        return all;
    }

    @Test
    void whoseClockIsFromBeforeTheirKeyIsToldSo() throws IOException {
        give(RIGHT.plusSeconds(60), "ana", owls);
        var before = Snapshot.of(owls);

        var refused = at(TEN_YEARS_BEHIND, "ana", owls, "release", "1.0.0");

        assertEquals(5, refused.code());
        assertTrue(
                refused.err()
                        .matches(
                                "(?s)commons: error: SHA256:\\S+ is a key of ana from 2026-11-22T10:00:0\\dZ on, and this "
                                        + "machine says it is 2016-11-22T10:00:00Z\ncommons: hint: set the clock.*"),
                refused.err());
        assertEquals(List.of(), before.changesTo(Snapshot.of(owls)));
        done(RIGHT.plusSeconds(60), "ana", owls, "release", "1.0.0");
    }
}
