package org.datasetcommons.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.cli.CommandTree;
import org.datasetcommons.cli.CommonsCommand;
import org.datasetcommons.cli.Environment;
import org.datasetcommons.cli.ExitStatus;
import org.datasetcommons.cli.Prompt;
import org.datasetcommons.cli.Verbosity;
import org.datasetcommons.cli.Wiring;
import org.datasetcommons.cli.render.Printable;
import org.datasetcommons.cli.render.Screen;
import org.datasetcommons.cli.render.Style;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A verb: its fields are the words of the command line, {@link #run} makes values of them, calls one use case, and
 * returns the outcome as a view, which is then shown as text or as JSON.
 */
public abstract class Verb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /**
     * Does the work. "No" is a view whose {@link View#isYes} is false; what cannot be told is a
     * {@link org.datasetcommons.CommonsException}. An {@code IOException} is trouble of the environment.
     */
    protected abstract View run() throws IOException;

    /** Runs, shows the outcome, and returns the exit code. */
    @Override
    public final Integer call() throws IOException {
        View view = run();
        if (globals().json()) {
            var object = Node.fields().put("command", name()).put("ok", view.isYes());
            view.json().build().values().forEach(object::put);
            environment().out().print(Printable.json(Json.line(object.build())) + "\n");
        } else {
            view.text(globals().screen());
        }
        return (view.isYes() ? ExitStatus.OK : ExitStatus.REJECTED).code();
    }

    /** The name without the program's: {@code key new}. */
    protected final String name() {
        return spec.qualifiedName().substring(spec.root().name().length()).strip();
    }

    /** Variables, directory, streams, time and chance; {@code -C} is taken account of. */
    protected final Environment environment() {
        return globals().environment();
    }

    /** A path as a person wrote it, seen from the directory of the environment. */
    protected final Path resolve(Path written) {
        return environment().resolve(written);
    }

    /** The file or folder that a word names; empty where it can only be something else, like a revision. */
    protected final Optional<Path> findFile(String word) {
        try {
            return Optional.of(resolve(Path.of(word))).filter(path -> !word.isBlank() && Files.exists(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** To hand to long work. */
    protected final Progress progress() {
        return globals().progress();
    }

    /** What the subjects need of the outside world. */
    protected final Wiring wiring() {
        return new Wiring(environment(), progress(), prompt());
    }

    /** Whether the answer is to be JSON. */
    protected final boolean json() {
        return globals().json();
    }

    /** The screen for the answer, for a verb that shows it while it works. */
    protected final Screen screen() {
        return globals().screen();
    }

    /** A screen on standard error, for what a person should see beside the answer. */
    protected final Screen messages() {
        return globals().messages();
    }

    /** How much a person wants to be told beside the answer. */
    protected final Verbosity verbosity() {
        return globals().verbosity();
    }

    /** Asks the person at the terminal. */
    protected final Prompt prompt() {
        return globals().prompt();
    }

    /** A line on standard error, unless quiet. */
    protected final void say(String line) {
        if (verbosity() != Verbosity.QUIET) {
            globals().tell(Printable.text(line));
        }
    }

    /** A line on standard error, if more was asked for. */
    protected final void detail(String line) {
        if (verbosity() == Verbosity.VERBOSE) {
            globals().tell(Printable.text(line));
        }
    }

    /** A warning on standard error, unless quiet. */
    protected final void warn(String text) {
        if (verbosity() != Verbosity.QUIET) {
            globals().tell(Style.WARN, "warning:", Printable.text(text));
        }
    }

    /** A complaint about the command line itself, for what the options alone cannot say. */
    protected final RuntimeException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    /**
     * A value that stands on the command line; one that cannot be read is a command line that is wrong.
     *
     * @param argument the option, or what stands for the argument in the help
     */
    protected final <T> T value(String argument, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (CommonsException e) {
            var spelled = spec.args().stream()
                    .filter(arg -> arg instanceof OptionSpec option
                            ? option.longestName().equals(argument)
                            : arg.paramLabel().equals(argument))
                    .findFirst()
                    .orElseThrow();
            throw new ParameterException(spec.commandLine(), e.getMessage(), e, spelled, text);
        }
    }

    /** Every command there is, for verbs about verbs. */
    protected final CommandTree tree() {
        return globals().tree();
    }

    /** The command as picocli sees it. */
    protected final CommandSpec spec() {
        return spec;
    }

    private CommonsCommand globals() {
        return (CommonsCommand) spec.root().userObject();
    }
}
