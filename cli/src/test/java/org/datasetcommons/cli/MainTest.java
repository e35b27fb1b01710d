package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.cli.command.ProbeCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

class MainTest {
    @TempDir
    Path directory;

    private TestRun.Result commons(String... words) {
        return TestRun.in(directory).commons(words);
    }

    @Test
    void yesIsZeroAndNoIsThree() {
        assertEquals(new TestRun.Result(0, "✓ done\n", ""), commons("probe", "yes"));
        assertEquals(new TestRun.Result(3, "✓ done\n", ""), commons("probe", "no"));
        assertEquals(
                new TestRun.Result(3, "{\"command\":\"probe\",\"ok\":false,\"text\":\"done\"}\n", ""),
                commons("probe", "no", "--json"));
    }

    @Test
    void everyKindOfTroubleHasItsCode() {
        assertEquals(4, commons("probe", "invalid").code());
        assertEquals(5, commons("probe", "precondition").code());
        assertEquals(3, commons("probe", "refused").code());
        assertEquals(6, commons("probe", "environment").code());
        assertEquals(1, commons("probe", "bug").code());
        assertEquals(5, commons("probe", "missing_file").code());
        assertEquals(6, commons("probe", "io").code());
        assertEquals(2, commons("probe", "broken_twice").code());
        for (var kind : CommonsException.Kind.values()) {
            assertTrue(ExitStatus.of(kind).code() >= 3);
        }
    }

    @Test
    void failureSaysProblemCauseAndHints() {
        assertEquals("""
                commons: error: no key
                commons: caused by: the reason below
                commons: hint: first `commons probe yes`
                commons: hint: then again
                """, commons("probe", "precondition", "-t", "no key").err());
    }

    @Test
    void causeThatSaysNothingNewIsLeftOut() {
        assertEquals(
                "commons: error: done: disk on fire\n",
                commons("probe", "environment").err());
    }

    @Test
    void failureIsOneJsonObjectOnStandardError() {
        assertEquals(
                new TestRun.Result(
                        5,
                        "",
                        "{\"code\":5,\"kind\":\"precondition\",\"problem\":\"no key\","
                                + "\"causes\":[\"the reason below\"],"
                                + "\"hints\":[\"first `commons probe yes`\",\"then again\"]}\n"),
                commons("--json", "probe", "precondition", "-t", "no key"));
    }

    @Test
    void bugSaysThatItIsOneAndShowsItsTraceOnlyWhenAsked() {
        assertEquals("""
                commons: error: internal error, this is a bug: java.lang.IllegalStateException: done
                commons: hint: run it again with --stacktrace and report what it prints
                """, commons("probe", "bug").err());
        assertTrue(commons("probe", "bug", "--stacktrace")
                .err()
                .contains("    at org.datasetcommons.cli.command.ProbeCommand"));
        assertTrue(commons("--stacktrace", "probe", "bug").err().contains("    at org.datasetcommons"));
    }

    @Test
    void foreignTextCannotReachTheTerminal() {
        String evil = "a\u001b[31mb\nc\u202ed\u009be";

        assertEquals(
                "commons: error: a\\x1b[31mb\\nc\\u202ed\\u009be\n",
                commons("probe", "invalid", "-t", evil).err());
        assertEquals(
                "✓ a\\x1b[31mb\\nc\\u202ed\\u009be\n",
                commons("probe", "yes", "-t", evil).out());
        assertEquals(
                "{\"command\":\"probe\",\"ok\":true,\"text\":\"a\\u001b[31mb\\nc\\u202ed\\u009be\"}\n",
                commons("probe", "yes", "-t", evil, "--json").out());
    }

    @Test
    void directoryAppliesBeforeAndAfterTheVerb() throws IOException {
        Path below = Files.createDirectory(directory.resolve("below"));

        assertEquals(below + "\n", commons("-C", "below", "probe", "deep").out());
        assertEquals(below + "\n", commons("probe", "-C", "below", "deep").out());
        assertEquals(below + "\n", commons("probe", "deep", "-C", "below").out());
        assertEquals(
                "{\"command\":\"probe deep\",\"ok\":true,\"directory\":\"" + below + "\"}\n",
                commons("-C", "below", "probe", "--json", "deep").out());
        assertEquals(5, commons("-C", "nowhere", "probe", "deep").code());
    }

    @Test
    void quietSaysLessAndVerboseMore() {
        assertEquals(
                "saying\ncommons: warning: warning\n", commons("probe", "deep").err());
        assertEquals("", commons("probe", "deep", "-q").err());
        assertEquals(
                "saying\ndetailing\ncommons: warning: warning\n",
                commons("-v", "probe", "deep").err());
        assertEquals(2, commons("-q", "-v", "probe").code());
        assertEquals(2, commons("-q", "probe", "-v").code());
    }

    @Test
    void coloursOnlyOnATerminalThatWantsThem() {
        assertEquals(
                "\u001b[32m✓\u001b[0m done\n",
                TestRun.in(directory).outOnTerminal().commons("probe").out());
        assertEquals("✓ done\n", commons("probe").out());
        assertEquals(
                "\u001b[32m✓\u001b[0m done\n",
                commons("probe", "--color=always").out());
        assertEquals(
                "✓ done\n",
                TestRun.in(directory)
                        .outOnTerminal()
                        .commons("--color", "never", "probe")
                        .out());
        assertEquals(
                "✓ done\n",
                TestRun.in(directory)
                        .outOnTerminal()
                        .variable("NO_COLOR", "1")
                        .commons("probe")
                        .out());
        assertEquals(
                "\u001b[32m✓\u001b[0m done\n",
                TestRun.in(directory)
                        .outOnTerminal()
                        .variable("NO_COLOR", "")
                        .commons("probe")
                        .out());
        assertEquals(
                "✓ done\n",
                TestRun.in(directory)
                        .outOnTerminal()
                        .variable("TERM", "dumb")
                        .commons("probe")
                        .out());
        assertEquals(2, commons("probe", "--color=pink").code());
    }

    @Test
    void endOfOptionsAndDashAndAtSignAreOrdinaryWords() {
        assertEquals("✓ @here\n", commons("probe", "-t", "@here").out());
        assertEquals("✓ -\n", commons("probe", "-t", "-").out());
        assertEquals(
                "commons: error: ENDING is one of YES, NO, INVALID, PRECONDITION, REFUSED, ENVIRONMENT, BUG, "
                        + "MISSING_FILE, IO, ASK, BROKEN_TWICE, not --json\ncommons: hint: see `commons help probe`\n",
                commons("probe", "--", "--json").err());
    }

    @Test
    void verbIsFoundBehindOptionsThatTakeAWord() {
        assertEquals(Optional.of("probe"), CommandTree.verbOf("-C", "sign", "--color", "never", "-q", "probe", "yes"));
        assertEquals(Optional.of("probe"), CommandTree.verbOf("-Csign", "--color=never", "probe"));
        assertEquals(Optional.empty(), CommandTree.verbOf("--json"));
    }

    /** A verb that only has verbs below it. */
    @Command(name = "family", description = "has verbs below it", subcommands = ProbeCommand.DeepCommand.class)
    static final class FamilyCommand {}

    @Test
    void verbWithVerbsBelowItWantsOne() {
        var catalog = TestRun.withProbe().plus("Other", "family", FamilyCommand.class);

        assertEquals(
                new TestRun.Result(
                        2,
                        "",
                        "commons: error: missing verb: commons family deep\n"
                                + "commons: hint: see `commons help family`\n"),
                TestRun.in(directory).catalog(catalog).commons("family"));
        assertEquals(
                "commons: error: unknown verb: family depe\ncommons: hint: did you mean `deep`?\n",
                TestRun.in(directory).catalog(catalog).commons("family", "depe").err());
        assertEquals(
                0,
                TestRun.in(directory)
                        .catalog(catalog)
                        .commons("family", "deep", "-q")
                        .code());
        assertTrue(TestRun.in(directory)
                .catalog(catalog)
                .commons("help", "family")
                .out()
                .contains("says where it runs"));
        assertTrue(TestRun.in(directory)
                .catalog(catalog)
                .commons("help", "family", "deep")
                .out()
                .startsWith("commons family deep: says where it runs"));
    }

    @Test
    void wrongOptionNamesTheRightOne() {
        assertEquals(
                "commons: error: unknown option: --texd\ncommons: hint: did you mean `--text`?\n",
                commons("probe", "--texd=x").err());
        assertEquals(
                "commons: error: unknown verb: prob\ncommons: hint: did you mean `probe`?\n",
                commons("prob").err());
        assertEquals(
                "commons: error: missing SHELL\ncommons: hint: see `commons help completion`\n",
                commons("completion").err());
        assertTrue(commons("probe", "--text").err().startsWith("commons: error: missing"));
    }

    @Test
    void asksOnlyWhereSomebodyCanAnswer() {
        assertEquals(
                new TestRun.Result(
                        5,
                        "",
                        "commons: error: cannot ask without a terminal: Really?\n"
                                + "commons: hint: answer yes beforehand with --yes\n"),
                commons("probe", "ask"));
        assertEquals(0, commons("probe", "ask", "--yes").code());
        assertEquals(
                "Really? [y/N] ",
                TestRun.in(directory).typing("y\n").commons("probe", "ask").err());
        assertEquals(
                130, TestRun.in(directory).typing("\n").commons("probe", "ask").code());
        assertEquals(
                130, TestRun.in(directory).typing("").commons("probe", "ask").code());
        assertEquals(
                "Really? [y/N] please answer y or n\nReally? [y/N] ",
                TestRun.in(directory)
                        .typing("what\nYes\n")
                        .commons("probe", "ask")
                        .err());
    }

    @Test
    void answerThatCannotBeWrittenIsTroubleOfTheEnvironment() {
        assertEquals(6, commonsInto("No space left on device"));
    }

    @Test
    void readerThatHasReadEnoughIsNoTrouble() {
        assertEquals(0, commonsInto("Broken pipe"));
    }

    private int commonsInto(String trouble) {
        Environment plain = TestRun.in(directory).environment();
        var out = WatchedOutput.to(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(trouble);
            }
        });
        var failing = new Environment(
                Map.of(),
                directory,
                new ByteArrayInputStream(new byte[0]),
                out,
                plain.err(),
                false,
                false,
                false,
                80,
                plain.clock(),
                plain.random());
        return Main.run(failing, "version");
    }

    @Test
    void widthComesFromTheLauncherThenFromTheShell() {
        var process = Environment.ofProcess();

        assertTrue(process.directory().isAbsolute());
        assertEquals(120, Environment.columns("120", "90"));
        assertEquals(90, Environment.columns("", "90"));
        assertEquals(80, Environment.columns("nonsense", "-3"));
    }

    @Test
    void emptyVariableCountsAsUnset() {
        Environment environment =
                TestRun.in(directory).variable("A", "").variable("B", "b").environment();

        assertEquals(Optional.empty(), environment.variable("A"));
        assertEquals(Optional.of("b"), environment.variable("B"));
        assertEquals(Optional.empty(), environment.variable("C"));
    }

    @Test
    void passphraseComesFromTheEnvironmentOrNotAtAll() {
        var given = new Prompt(TestRun.in(directory)
                .variable(Prompt.PASSPHRASE_VARIABLE, "secret")
                .environment());

        assertEquals("secret", new String(given.passphrase("Passphrase:")));
        var error = org.junit.jupiter.api.Assertions.assertThrows(
                CommonsException.class,
                () -> new Prompt(TestRun.in(directory).environment()).passphrase("Passphrase:"));
        assertEquals("cannot ask for a passphrase without a terminal: Passphrase:", error.getMessage());
        assertFalse(error.hints().isEmpty());
    }

    @Test
    void questionTakesTheSuggestionOnEnter() {
        assertEquals("owls", new Prompt(TestRun.in(directory).typing("\n").environment()).ask("Name?", "owls"));
        assertEquals("größe", new Prompt(TestRun.in(directory).typing("größe\n").environment()).ask("Name?", "owls"));
    }
}
