package org.datasetcommons.cli.command;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.datasetcommons.CommonsException;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.Screen;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verb for tests: ends in whatever way it is told to. */
@Command(
        name = "probe",
        description = {"ends as it is told", "Only tests have it."},
        subcommands = ProbeCommand.DeepCommand.class)
@Example(line = "commons probe yes", does = "ends well")
@Example(line = "commons probe no --text 'a b'", does = "ends with a no")
public final class ProbeCommand extends Verb {
    /** How to end. */
    enum Ending {
        YES,
        NO,
        INVALID,
        PRECONDITION,
        REFUSED,
        ENVIRONMENT,
        BUG,
        MISSING_FILE,
        IO,
        ASK,
        BROKEN_TWICE
    }

    @Mixin
    private YesOption yes;

    @Option(
            names = {"-t", "--text"},
            paramLabel = "TEXT",
            description = "what to say")
    private String text = "done";

    @Parameters(paramLabel = "ENDING", arity = "0..1", description = "how to end")
    private Ending ending = Ending.YES;

    /** The verb below, to see that options reach it. */
    @Command(name = "deep", description = "says where it runs")
    @Example(line = "commons probe deep", does = "says where it runs")
    @Example(line = "commons probe deep --json", does = "says it in JSON")
    public static final class DeepCommand extends Verb {
        @Override
        protected View run() {
            say("saying");
            detail("detailing");
            warn("warning");
            return View.of(
                    Node.fields().put("directory", environment().directory().toString()),
                    screen -> screen.line(environment().directory().toString()));
        }
    }

    /** The outcome, as a view with a no in it. */
    record Outcome(String text, boolean isYes) implements View {
        @Override
        public FieldsBuilder json() {
            return Node.fields().put("text", text);
        }

        @Override
        public void text(Screen screen) {
            screen.good(text);
        }
    }

    @Override
    protected View run() throws IOException {
        switch (ending) {
            case INVALID -> throw CommonsException.invalid(text);
            case PRECONDITION ->
                throw CommonsException.precondition(text, new IOException("the reason below"))
                        .hint("first `commons probe yes`")
                        .hint("then again");
            case REFUSED -> throw CommonsException.refused(text);
            case ENVIRONMENT ->
                throw CommonsException.environment(text + ": disk on fire", new IOException("disk on fire"));
            case BUG -> throw new IllegalStateException(text);
            case MISSING_FILE -> throw new NoSuchFileException(text);
            case IO -> throw new IOException(text);
            case ASK -> yes.confirm(prompt(), "Really?");
            case BROKEN_TWICE -> throw usage("this and that contradict each other");
            case YES, NO -> detail("nothing special");
        }
        return new Outcome(text, ending != Ending.NO);
    }
}
