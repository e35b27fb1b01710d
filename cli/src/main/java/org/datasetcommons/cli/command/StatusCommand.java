package org.datasetcommons.cli.command;

import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.StatusView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.ShowStatus;
import picocli.CommandLine.Command;

/** {@code commons status}: where the work stands. */
@Command(
        name = "status",
        description = "shows the open draft, what is not covered, and what changed since it was recorded")
@Example(line = "commons status", does = "shows where you stand")
@Example(line = "commons status --json", does = "lists every uncovered and changed file, for a program")
public final class StatusCommand extends Verb {
    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            return new StatusView(new ShowStatus(workspace.value()).run());
        }
    }
}
