package org.datasetcommons.cli.command;

import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.PullView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.PullDataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code commons pull}: brings what is new. */
@Command(
        name = "pull",
        description = {
            "brings what is new at a remote: the branch forward, and the content of its version",
            "It never merges: where both sides have commits that the other lacks, nothing changes and the next step is told. "
                    + "Content that is not here yet is fetched in any case, and interrupted transfers go on where they stopped."
        })
@Example(line = "commons pull", does = "brings the branch you are on up to date with the remote that it follows")
@Example(line = "commons pull --only '**'", does = "brings all content, where only a part was chosen before")
@Example(
        line = "commons pull --from /media/disk/owls.bundle",
        does = "takes content from a bundle, and the rest from the remote")
public final class PullCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "REMOTE", description = "by default the one that the branch follows")
    private String remote;

    @Mixin
    private OnlyOption only = new OnlyOption();

    @Mixin
    private FromOption places = new FromOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            var repository = workspace.repository();
            var outcome = new PullDataset(workspace.value(), wiring().transfers(repository))
                    .run(new PullDataset.Request(
                            Optional.ofNullable(remote), only.given(), places.given(wiring()), dryRun.asked()));
            if (!dryRun.asked()) {
                wiring().settle(repository);
            }
            outcome.content().requireAnswers("commons pull");
            return new PullView(outcome, dryRun.asked());
        }
    }
}
