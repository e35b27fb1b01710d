package org.datasetcommons.cli.command;

import java.time.Duration;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.GcView;
import org.datasetcommons.cli.render.Quantity;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.CollectGarbage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code commons gc}: gives back the room of what nothing needs. */
@Command(
        name = "gc",
        description = {
            "deletes stored content that nothing needs",
            "Needed is what any branch, tag, release or remote branch leads to, in all its history, what git remembers of "
                    + "where they were, what is staged, and what a draft holds, in every work tree of the repository. What "
                    + "is set aside is not touched."
        })
@Example(line = "commons gc --dry-run", does = "counts what would go")
@Example(
        line = "commons gc --grace 30 --yes",
        does = "deletes what nothing has needed and is older than 30 days, without asking")
public final class GcCommand extends Verb {
    @Option(
            names = "--grace",
            paramLabel = "DAYS",
            description = "keep what came within so many days; by default ${DEFAULT-VALUE}",
            defaultValue = "14")
    private int grace;

    @Mixin
    private YesOption yes = new YesOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        if (grace < 0) {
            throw usage("--grace takes a number of days, not " + grace);
        }
        try (var workspace = wiring().open()) {
            var garbage = new CollectGarbage(workspace.value());
            var days = Duration.ofDays(grace);
            if (!dryRun.asked() && yes.asks(prompt())) {
                var plan = garbage.run(new CollectGarbage.Request(days, true));
                yes.confirm(
                        prompt(),
                        "delete " + Quantity.count(plan.contents(), "content file", "content files") + ", "
                                + Quantity.bytes(plan.bytes()) + "?");
            }
            return new GcView(garbage.run(new CollectGarbage.Request(days, dryRun.asked())), dryRun.asked());
        }
    }
}
