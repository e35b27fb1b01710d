package org.datasetcommons.cli.command;

import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datasetcommons.ShellWord;
import org.datasetcommons.cli.Verbosity;
import org.datasetcommons.cli.demo.Stage;
import org.datasetcommons.cli.demo.Story;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.Screen;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons demo}: the whole life of a dataset, on real data. */
@Command(
        name = "demo",
        description = {
            "plays the whole life of a dataset on real data, and says what it does at each step",
            "Three contributors and a maintainer make a dataset of handwritten digits, disagree, release it twice, train a "
                    + "model and verify everything. All of it happens in one new folder, which is left for you to explore."
        })
@Example(line = "commons demo", does = "plays it in the folder commons-demo")
@Example(line = "commons demo /tmp/digits --pause", does = "plays it elsewhere and waits for Enter before each command")
public final class DemoCommand extends Verb {
    private static final String PAGES = "/examples/digits/";
    private static final int SHARE = 599;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "a folder to make; by default commons-demo")
    private Path directory = Path.of("commons-demo");

    @Option(names = "--pause", description = "wait for Enter before each command")
    private boolean pause;

    @Override
    protected View run() throws IOException {
        Path folder = resolve(directory);
        if (Files.exists(folder)) {
            throw precondition(folder + " exists").hint("name another folder: `commons demo DIR`, or remove that one");
        }
        lay(folder);
        var outcome = stage(folder.toRealPath()).play(Story.parse(page("demo.md")));
        return View.of(
                Node.fields()
                        .put("directory", folder.toString())
                        .put("commands", outcome.commands())
                        .put("missing", outcome.missing()),
                said -> said.blank()
                        .good("played " + outcome.commands() + " commands; everything is in " + folder)
                        .line("look around: `cd " + ShellWord.of(directory)
                                + "/mia/digits`, then `git log --graph` and `commons log`"));
    }

    /** The play is the answer; in JSON, it is told on the way to it. */
    private Stage stage(Path folder) {
        Runnable wait = pause ? () -> prompt().ask("(Enter goes on)", "") : () -> {};
        if (verbosity() == Verbosity.QUIET) {
            var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            return new Stage(environment().printingTo(nowhere), folder, new Screen(nowhere, false, 80), wait);
        }
        return json()
                ? new Stage(environment().printingTo(environment().err()), folder, messages(), wait)
                : new Stage(environment(), folder, screen(), wait);
    }

    /** What people bring: two shares of the digits, and three digits of somebody's own. */
    private static void lay(Path folder) throws IOException {
        Path material = Files.createDirectories(folder.resolve("material"));
        List<String> rows = page("digits.csv").lines().toList();
        Files.writeString(material.resolve("first.csv"), table(rows, 1));
        Files.writeString(material.resolve("second.csv"), table(rows, 1 + SHARE));
        Files.writeString(material.resolve("cleo.csv"), page("cleo.csv"));
        Files.writeString(material.resolve("digits.yaml"), page("recipes/digits.yaml"));
    }

    private static String table(List<String> rows, int from) {
        return rows.get(0) + "\n" + String.join("\n", rows.subList(from, from + SHARE)) + "\n";
    }

    private static String page(String name) throws IOException {
        try (InputStream in = DemoCommand.class.getResourceAsStream(PAGES + name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its example " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
