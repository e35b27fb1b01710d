package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that cannot be written, of each verb that looks: to a disk that is full, and to a reader that is gone. */
class FullOutputTest {
    private static final List<List<String>> LOOKING = List.of(
            List.of("status"),
            List.of("log"),
            List.of("show", "data/owl.txt"),
            List.of("diff", "HEAD~1", "HEAD"),
            List.of("check"),
            List.of("verify"),
            List.of("fsck"),
            List.of("gc", "--dry-run"),
            List.of("doctor"),
            List.of("key", "list"),
            List.of("license", "report"),
            List.of("version"),
            List.of("help"));

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
    }

    private TestRun.Result commonsInto(OutputStream target, List<String> words) {
        var here = TestRun.in(owls).variables(variables).environment();
        var err = new ByteArrayOutputStream();
        var environment = new Environment(
                here.variables(),
                here.directory(),
                here.in(),
                WatchedOutput.to(target),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false,
                here.columns(),
                here.clock(),
                here.random());
        int code = Main.run(environment, words.toArray(String[]::new));
        return new TestRun.Result(code, "", err.toString(StandardCharsets.UTF_8));
    }

    private static List<List<String>> asTextAndAsJson(List<String> words) {
        var json = new ArrayList<>(words);
        json.add("--json");
        return words.equals(List.of("help")) ? List.of(words) : List.of(words, json);
    }

    @Test
    void anAnswerThatDoesNotFitOnTheDiskIsNoAnswer() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
        for (var verb : LOOKING) {
            for (var words : asTextAndAsJson(verb)) {
                try (var full = new FileOutputStream("/dev/full")) {
                    var result = commonsInto(full, words);

                    assertEquals(6, result.code(), words + ": " + result);
                    assertTrue(result.err().contains("cannot write standard output"), words + ": " + result);
                    assertTrue(result.err().contains("see whether the disk is full"), words + ": " + result);
                }
            }
        }
    }

    @Test
    void aReaderThatHasReadEnoughIsNoTrouble() throws Exception {
        for (var verb : LOOKING) {
            for (var words : asTextAndAsJson(verb)) {
                // It closes its end, says so, and stays, since with it Java would close the other end.
                var gone = new ProcessBuilder("sh", "-c", "exec <&-; echo; exec sleep 60").start();
                gone.getInputStream().read();

                var result = commonsInto(gone.getOutputStream(), words);

                gone.destroyForcibly();
                assertEquals(new TestRun.Result(0, "", ""), result, words::toString);
            }
        }
    }
}
