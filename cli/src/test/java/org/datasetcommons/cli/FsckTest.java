package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flips bits in all that a repository keeps, one at a time and with the times of files as they were. */
class FsckTest {
    /** How many bytes of each file are tried. */
    private static final int PLACES = 5;

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private Path owls;
    private Map<String, String> variables;

    @BeforeEach
    void release() throws IOException {
        Path work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Script.parse("released", "given released\n").run(work, VerbCatalog.standard());
        owls = work.resolve("owls");
        variables = TestPeople.moveIn(work.resolve("people"), "ana");
        assertEquals(0, fsck().code());
    }

    private TestRun.Result fsck(String... options) {
        var words = new ArrayList<>(List.of("fsck"));
        words.addAll(List.of(options));
        return TestRun.in(owls).variables(variables).commons(words.toArray(String[]::new));
    }

    private void git(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", owls.toString()));
        command.addAll(List.of(words));
        var git = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("said").toFile());
        git.environment().putAll(variables);
        assertEquals(0, git.start().waitFor(), () -> command + " failed");
    }

    private static void damage(Path file, int place) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[place] ^= 4;
        file.toFile().setWritable(true);
        Files.write(file, bytes);
    }

    private void makeHub() throws IOException, InterruptedException {
        git("clone", "-q", "--bare", "--no-hardlinks", ".", "../hub.git");
        git("remote", "add", "origin", "../hub.git");
    }

    private void isWholeAgain(String what) throws IOException, InterruptedException {
        assertEquals(0, fsck().code(), what);
        assertEquals(0, TestRun.in(owls).variables(variables).commons("verify").code(), what);
        git("fsck", "--strict", "--full");
    }

    private List<Path> files(String below) throws IOException {
        try (var files = Files.walk(owls.resolve(below))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void flipEverywhere(Path file, String named) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        var time = Files.getLastModifiedTime(file);
        file.toFile().setWritable(true);
        var places = new TreeSet<Integer>();
        for (int i = 0; i < PLACES; i++) {
            places.add((int) ((long) i * (bytes.length - 1) / (PLACES - 1)));
        }
        for (int place : places) {
            byte[] changed = bytes.clone();
            changed[place] ^= 4;
            Files.write(file, changed);
            Files.setLastModifiedTime(file, time);

            var result = fsck();

            assertEquals(3, result.code(), file + ", byte " + place + ": " + result);
            assertTrue(result.out().contains(named), file + ", byte " + place + ": " + result);
        }
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void findsEachBitOfContent() throws IOException {
        var files = files(".git/lfs/objects");

        assertFalse(files.isEmpty());
        for (Path file : files) {
            flipEverywhere(file, ": digest differs (lfs/objects/");
        }
        assertEquals(0, fsck().code());
    }

    @Test
    void findsEachBitOfGitsObjects() throws IOException {
        var files = files(".git/objects");

        assertFalse(files.isEmpty());
        for (Path file : files) {
            flipEverywhere(file, "(objects/");
        }
        assertEquals(0, fsck().code());
    }

    @Test
    void findsEachBitOfAPackAndOfItsIndex() throws Exception {
        git("gc", "-q");

        for (Path file : files(".git/objects/pack")) {
            flipEverywhere(
                    file, file.toString().endsWith(".pack") || file.toString().endsWith(".idx") ? "objects" : "");
        }
        assertEquals(0, fsck().code());
    }

    @Test
    void namesWhatAMissingObjectWas() throws IOException {
        for (Path file : files(".git/objects")) {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);

            var result = fsck();

            assertEquals(3, result.code(), file + ": " + result);
            assertTrue(result.out().contains("object that is missing"), file + ": " + result);
            Files.write(file, bytes);
        }
    }

    @Test
    void mendsEachOfGitsObjectsFromTheRemote() throws Exception {
        makeHub();
        for (Path file : files(".git/objects")) {
            damage(file, (int) Files.size(file) / 2);
            byte[] damaged = Files.readAllBytes(file);

            var result = fsck("--repair");

            assertEquals(0, result.code(), file + ": " + result);
            assertTrue(result.out().contains("repaired: another place"), file + ": " + result);
            assertArrayEquals(damaged, Files.readAllBytes(aside(file)));
        }
        isWholeAgain("every object");
    }

    private Path aside(Path file) {
        return owls.resolve(".git/commons/aside").resolve(owls.resolve(".git").relativize(file));
    }

    @Test
    void mendsAllThatIsMissingFromTheRemote() throws Exception {
        makeHub();
        for (Path file : files(".git/objects")) {
            Files.delete(file);
        }

        var result = fsck("--repair");

        assertEquals(0, result.code(), result.toString());
        isWholeAgain("nothing was left");
    }

    @Test
    void mendsAPackWhateverIsDamagedInIt() throws Exception {
        makeHub();
        git("gc", "-q");
        for (int round = 0; round < PLACES; round++) {
            for (Path file : files(".git/objects/pack")) {
                if (!Files.exists(file)) {
                    continue; // It was mended together with the other.
                }
                damage(file, (int) ((Files.size(file) - 1) * round / (PLACES - 1)));

                var result = fsck("--repair");

                assertEquals(0, result.code(), file + ": " + result);
                isWholeAgain(file.toString());
            }
        }
    }

    @Test
    void keepsWhatCanBeReadOfAPackThatNobodyElseHas() throws Exception {
        git("gc", "-q");
        Path pack = files(".git/objects/pack").stream()
                .filter(file -> file.toString().endsWith(".pack"))
                .findFirst()
                .orElseThrow();
        long before = readable();
        damage(pack, (int) Files.size(pack) / 2);

        var result = fsck("--repair");

        assertEquals(3, result.code(), result.toString());
        assertTrue(Files.exists(aside(pack)));
        assertFalse(Files.exists(pack));
        long left = readable();
        assertTrue(left > before * 3 / 4, left + " of " + before + ": " + result.toString());

        // When somebody has it after all, the next repair goes on.
        Files.createDirectories(temporary.resolve("other"));
        var work = temporary.resolve("other");
        Script.parse("released", "given released\n").run(work, VerbCatalog.standard());
        git("remote", "add", "origin", work.resolve("owls").toString());
        assertEquals(0, fsck("--repair").code());
        isWholeAgain("from a person who had it, too");
    }

    private long readable() throws IOException, InterruptedException {
        git("cat-file", "--batch-all-objects", "--batch-check");
        try (var lines = Files.lines(temporary.resolve("said"))) {
            return lines.count();
        }
    }

    @Test
    void makesAnIndexAnewFromItsPack() throws Exception {
        git("gc", "-q");
        for (Path file : files(".git/objects/pack")) {
            if (file.toString().endsWith(".idx")) {
                damage(file, (int) Files.size(file) / 2);
            }
        }

        var result = fsck("--repair");

        assertEquals(0, result.code(), result.toString());
        assertTrue(result.out().contains("made anew from what can be read"), result.toString());
        isWholeAgain("an index");
    }

    @Test
    void aRepairThatFindsNobodyThereHasLostNothing() throws Exception {
        makeHub();
        git("remote", "set-url", "origin", "../nowhere.git");
        Path file = files(".git/objects").get(0);
        damage(file, 3);

        assertEquals(6, fsck("--repair").code());

        assertTrue(Files.exists(aside(file)));
        git("remote", "set-url", "origin", "../hub.git");
        assertEquals(0, fsck("--repair").code());
        isWholeAgain("the first object");
    }
}
