package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private TestRun.Result fsck() {
        return TestRun.in(owls).variables(variables).commons("fsck");
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
        var git = new ProcessBuilder("git", "-C", owls.toString(), "gc", "-q")
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("said").toFile());
        git.environment().putAll(variables);
        assertEquals(0, git.start().waitFor(), () -> "git gc failed");

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
}
