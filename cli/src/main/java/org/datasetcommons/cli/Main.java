package org.datasetcommons.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.datasetcommons.cli.help.TextPages;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the program begins: words in, exit status out. */
public final class Main {
    private Main() {}

    /** Runs in the process itself and ends it. */
    public static void main(String[] words) {
        System.exit(run(Environment.ofProcess(), words));
    }

    /** Runs in any environment; the very same way in for a shell and for a test. Returns the exit code. */
    public static int run(Environment environment, String... words) {
        return run(VerbCatalog.standard(), environment, words);
    }

    static int run(VerbCatalog catalog, Environment environment, String... words) {
        var globals = new CommonsCommand(environment, catalog);
        int code;
        try {
            code = execute(new CommandTree(catalog, globals), globals, words);
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            environment.out().flush();
            code = handler(globals, words).handle(e, catalog).code();
        }
        return finish(environment, handler(globals, words), code);
    }

    private static int execute(CommandTree tree, CommonsCommand globals, String... words) throws Exception {
        Optional<String> verb = CommandTree.verbOf(words);
        Optional<VerbCatalog.Entry> known = verb.flatMap(tree.catalog()::find);
        CommandLine root = known.map(tree::only).orElseGet(tree::none);
        if (verb.isPresent() && known.isEmpty()) {
            throw new UnmatchedArgumentException(root, List.of(verb.get()));
        }
        ParseResult parsed = root.parseArgs(words);
        if (globals.contradictsItself()) {
            throw new CommandLine.ParameterException(root, "-q and -v contradict each other");
        }
        boolean help = parsed.isUsageHelpRequested();
        boolean version = parsed.isVersionHelpRequested();
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
            help |= parsed.isUsageHelpRequested();
            version |= parsed.isVersionHelpRequested();
        }
        CommandLine command = parsed.commandSpec().commandLine();
        if (version) {
            globals.screen().line("commons " + Version.text());
            return ExitStatus.OK.code();
        }
        if (command == root) {
            tree.showOverview(globals.screen());
            return ExitStatus.OK.code();
        }
        if (help) {
            TextPages.write(tree.page(command.getCommandSpec()), globals.screen());
            return ExitStatus.OK.code();
        }
        globals.environment();
        if (command.getCommand() instanceof Callable<?> callable) {
            return (Integer) callable.call();
        }
        throw UsageError.missingVerb(command.getCommandSpec());
    }

    /** Flushes; an answer that could not be written is no answer. */
    private static int finish(Environment environment, FailureHandler handler, int code) {
        boolean lost = environment.out().checkError();
        environment.err().flush();
        if (!lost || (environment.out() instanceof WatchedOutput watched && watched.readerIsGone())) {
            return code;
        }
        String reason = environment.out() instanceof WatchedOutput watched
                ? watched.failure().map(e -> ": " + e.getMessage()).orElse("")
                : "";
        handler.tell(new FailureHandler.Failure(
                ExitStatus.ENVIRONMENT,
                "cannot write standard output" + reason,
                List.of(),
                List.of("see whether the disk is full")));
        environment.err().flush();
        return code == ExitStatus.OK.code() ? ExitStatus.ENVIRONMENT.code() : code;
    }

    /** Looks at the words themselves, because the command line may be what is wrong. */
    private static FailureHandler handler(CommonsCommand globals, String... words) {
        List<String> options = Arrays.asList(words).subList(0, endOfOptions(words));
        return new FailureHandler(
                globals,
                globals.json() || options.contains("--json"),
                globals.stackTrace() || options.contains("--stacktrace"));
    }

    private static int endOfOptions(String... words) {
        int end = Arrays.asList(words).indexOf("--");
        return end < 0 ? words.length : end;
    }
}
