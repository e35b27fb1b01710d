package org.datasetcommons.cli;

import static org.datasetcommons.CommonsException.precondition;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.datasetcommons.Progress;
import org.datasetcommons.ShellWord;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.Screen;
import org.datasetcommons.cli.render.Style;
import org.datasetcommons.cli.render.TerminalProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code commons} itself: the options of every verb, before or after it, and what follows from them. */
@Command(
        name = "commons",
        description = {
            "makes datasets the way free software is made",
            "A dataset is an ordinary git repository. People contribute records on stated terms and sign what they "
                    + "give; maintainers check, merge and release; anybody can verify a release, and train on exactly what "
                    + "consent and licences allow."
        })
@Example(line = "commons help completion", does = "tells all about one verb")
@Example(line = "commons -C ~/owls version --json", does = "runs a verb in another directory and answers in JSON")
public final class CommonsCommand {
    /** When something that can be on, off, or left to the terminal is on. */
    public enum When {
        AUTO,
        ALWAYS,
        NEVER;

        boolean isNow(boolean auto) {
            return switch (this) {
                case AUTO -> auto;
                case ALWAYS -> true;
                case NEVER -> false;
            };
        }

        /** As it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Environment process;
    private final VerbCatalog catalog;
    private TerminalProgress shownProgress;

    @Option(
            names = "-C",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "run as if started in this directory")
    private Path directory;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            arity = "0",
            description = "answer with one JSON object")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            description = "colour the answer: auto, always or never")
    private When color = When.AUTO;

    @Option(
            names = "--progress",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            description = "show how far long work is: auto, always or never")
    private When progress = When.AUTO;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            arity = "0",
            description = "say nothing but the answer and errors")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            arity = "0",
            description = "say more about what is done")
    private boolean verbose;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            arity = "0",
            description = "show where in the program an error arose")
    private boolean stackTrace;

    @Option(
            names = "--version",
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "print the version and end")
    private boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "print this help and end")
    private boolean help;

    CommonsCommand(Environment process, VerbCatalog catalog) {
        this.process = process;
        this.catalog = catalog;
    }

    /** The environment of the verb, in the directory that {@code -C} names. */
    public Environment environment() {
        if (directory == null) {
            return process;
        }
        Environment elsewhere = process.in(directory);
        if (!Files.isDirectory(elsewhere.directory())) {
            throw precondition("no such directory: " + directory)
                    .hint("create it: `mkdir -p " + ShellWord.of(directory) + "`, or correct -C");
        }
        return elsewhere;
    }

    /** Every command, apart from the one that is running. */
    public CommandTree tree() {
        return new CommandTree(catalog, new CommonsCommand(process, catalog));
    }

    /** Whether the answer is to be JSON. */
    public boolean json() {
        return json;
    }

    /** How much a person wants to be told beside the answer. */
    public Verbosity verbosity() {
        // Beside an answer for a program there is nobody to tell more to, unless they ask for it.
        if (quiet || json && !verbose) {
            return Verbosity.QUIET;
        }
        return verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
    }

    boolean contradictsItself() {
        return quiet && verbose;
    }

    boolean stackTrace() {
        return stackTrace;
    }

    /** The screen for the answer. */
    public Screen screen() {
        return new Screen(process.out(), color.isNow(process.outIsTerminal() && colourIsWelcome()), process.columns());
    }

    /** A screen on standard error. */
    public Screen messages() {
        return new Screen(process.err(), coloursMessages(), process.columns());
    }

    /** Whether messages on standard error are coloured. */
    boolean coloursMessages() {
        return color.isNow(process.errIsTerminal() && colourIsWelcome());
    }

    /** Progress for long work: on a terminal, unless quiet, or wherever it was asked for. */
    public Progress progress() {
        return shownProgress().map(Progress.class::cast).orElse(Progress.NONE);
    }

    /** Writes a message line to standard error; a bar that stands there makes room. */
    public void tell(String line) {
        shownProgress().ifPresent(TerminalProgress::clear);
        process.err().print(line + "\n");
        process.err().flush();
    }

    /** A message with its first word in colour where there is colour. */
    public void tell(Style style, String word, String text) {
        tell("commons: " + (coloursMessages() ? style.dress(word) : word) + " " + text);
    }

    /** Asks the person at the terminal. */
    public Prompt prompt() {
        return new Prompt(process);
    }

    private Optional<TerminalProgress> shownProgress() {
        if (shownProgress == null && progress.isNow(process.errIsTerminal() && !quiet && !json)) {
            shownProgress = new TerminalProgress(process.err(), process.columns(), System::nanoTime);
        }
        return Optional.ofNullable(shownProgress);
    }

    /** The convention of no-color.org, and terminals that say they are dumb. */
    private boolean colourIsWelcome() {
        return process.variable("NO_COLOR").isEmpty()
                && process.variable("TERM").filter("dumb"::equals).isEmpty();
    }
}
