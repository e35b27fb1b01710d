package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.opentest4j.TestAbortedException;

/** Runs every script, and holds the runner itself to what it promises. */
class ScriptTest {
    private static final Path SCRIPTS = Path.of("src", "test", "scripts");

    /** Scripts write many small files: in memory, where the machine has a place for that. */
    static final class InMemory implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
                throws IOException {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "scripts")
                    : Files.createTempDirectory("scripts");
        }
    }

    @TempDir(factory = InMemory.class)
    Path temporary;

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        try (var paths = Files.list(SCRIPTS)) {
            List<Path> sorted = paths.filter(
                            path -> path.toString().matches(".*(?:" + System.getProperty("script", "") + ").*\\.txt"))
                    .sorted()
                    .toList();
            return sorted.stream()
                    .map(path -> dynamicTest(path.getFileName().toString(), path.toUri(), () -> {
                        Path work = Files.createTempDirectory(temporary, "script");
                        Script.read(path).run(work, VerbCatalog.standard());
                    }));
        }
    }

    private void run(String text) throws IOException {
        Script.parse("test.txt", text).run(Files.createTempDirectory(temporary, "script"), TestRun.withProbe());
    }

    private String failure(String text) {
        return assertThrows(AssertionError.class, () -> run(text)).getMessage();
    }

    @Test
    void runsEveryKindOfStep() throws IOException {
        run("""
                # a comment
                commons probe yes -t 'a  b'
                stdout '^✓ a  b$'
                ! stdout 'c$'
                exit 0
                save stdout said.txt
                grep 'a  b' said.txt
                ! grep 'zebra' said.txt
                ! commons probe no
                exit 3
                cmp one.txt sub/two.txt
                ! cmp one.txt three.txt
                cp sub copied
                exists copied/two.txt copied
                mv copied/two.txt copied/other.txt
                ! exists copied/two.txt
                append one.txt "more $HOME"
                ! cmp one.txt sub/two.txt
                mkdir empty/deep
                rm empty
                ! exists empty
                env COLOUR=blue
                exec printenv COLOUR
                stdout '^blue$'
                commons probe -t "$COLOUR\\"s"
                stdout 'blue"s'
                cd sub
                commons probe deep
                stdout '/sub$'
                stdin two.txt
                exec cat
                stdout '^same$'
                answer y
                commons probe ask
                stderr 'Really'
                answer n
                ! commons probe ask
                exit 130
                -- one.txt --
                same
                -- sub/two.txt --
                same
                -- three.txt --
                other
                """);
    }

    @Test
    void peopleHaveHomesIdentitiesAndKeysOfTheirOwn() throws IOException {
        run("""
                as ana
                git init -q -b main repo
                cd repo
                append a.txt text
                git add a.txt
                git commit -q -S -m first
                git log -1 "--format=%an %ae %cI"
                stdout '^Ana Example ana@example.org 2026-11-22T10:00:0[0-9]'
                as ben
                git commit -q --allow-empty -S -m second
                git log -1 --format=%an
                stdout 'Ben Example'
                exec ssh-keygen -y -f $HOME/.ssh/id_ed25519
                stdout '^ssh-ed25519 '
                ! cmp $HOME/.ssh/id_ed25519.pub $WORK/people/ana/.ssh/id_ed25519.pub
                """);
    }

    @Test
    void keyOfAPersonIsTheSameInEveryRun() throws IOException {
        TestPeople.writeKey(temporary.resolve("one"), "ana");
        TestPeople.writeKey(temporary.resolve("two"), "ana");

        assertEquals(-1, Files.mismatch(temporary.resolve("one"), temporary.resolve("two")));
    }

    @Test
    void failureNamesLineAndShowsWhatCameOut() {
        String message = failure("# first\ncommons probe -t said\nstdout 'unsaid'\n");

        assertTrue(message.startsWith("test.txt:3: stdout 'unsaid'\nstandard output does not have it\n"), message);
        assertTrue(message.contains("✓ said"), message);
    }

    @Test
    void noticesWhatDoesNotHold() {
        assertTrue(failure("commons probe no").contains("it failed"));
        assertTrue(failure("! commons probe yes").contains("it should have failed"));
        assertTrue(failure("! commons probe no\nexit 4").contains("it ended otherwise"));
        assertTrue(failure("commons probe\n! stdout done").contains("has what it should not have"));
        assertTrue(failure("exists nothing").contains("is missing: nothing"));
        assertTrue(failure("! exists here\n-- here --\n").contains("is there: here"));
        assertTrue(failure("cmp a b\n-- a --\n1\n-- b --\n2\n").contains("the files differ"));
        assertTrue(failure("commons probe 'open").contains("a quote is not closed"));
        assertTrue(failure("commons probe $NOTHING").contains("no such variable: $NOTHING"));
        assertTrue(failure("rm ../elsewhere").contains("leaves the directory of the script"));
        assertTrue(failure("dance").contains("no such step: dance"));
    }

    @Test
    void noticesAHintThatNamesAVerbThatDoesNotExist() {
        assertTrue(failure("! commons probe invalid -t 'see `commons nowhere`'")
                .contains("a hint names a verb that does not exist: nowhere"));
    }

    @Test
    void skipsWhereAProgramIsMissing() {
        assertThrows(TestAbortedException.class, () -> run("exec no-such-program-anywhere"));
    }
}
