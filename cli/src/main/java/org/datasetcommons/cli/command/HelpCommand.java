package org.datasetcommons.cli.command;

import java.util.List;
import org.datasetcommons.cli.CommandTree;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.help.Page;
import org.datasetcommons.cli.help.TextPages;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code commons help}: every verb, or all about one. */
@Command(name = "help", description = "tells what there is, or all about one verb")
@Example(line = "commons help", does = "lists every verb by who uses it")
@Example(line = "commons help completion", does = "tells all about `completion`")
public final class HelpCommand extends Verb {
    @Parameters(paramLabel = "VERB", arity = "0..*", description = "the verb, and the verb below it: `key new`")
    private List<String> words = List.of();

    @Override
    protected View run() {
        CommandTree tree = tree();
        if (words.isEmpty()) {
            return View.of(overview(tree), tree::showOverview);
        }
        CommandLine command = tree.all();
        for (String word : words) {
            CommandLine below = command.getSubcommands().get(word);
            if (below == null) {
                throw new UnmatchedArgumentException(command, List.of(word));
            }
            command = below;
        }
        Page page = tree.page(command.getCommandSpec());
        return View.of(
                Node.fields()
                        .put("name", page.name())
                        .put("summary", page.summary())
                        .put("synopsis", String.join(" ", page.synopsis()))
                        .put(
                                "examples",
                                page.examples().stream().map(Page.Worked::line).toList()),
                screen -> TextPages.write(page, screen));
    }

    private static FieldsBuilder overview(CommandTree tree) {
        var groups = Node.fields();
        tree.overview().forEach((group, verbs) -> {
            var summaries = Node.fields();
            verbs.forEach(verb -> summaries.put(verb.term(), verb.text()));
            groups.put(group, summaries);
        });
        return Node.fields().put("verbs", groups);
    }
}
