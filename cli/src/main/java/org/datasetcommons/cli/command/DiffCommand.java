package org.datasetcommons.cli.command;

import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.DiffView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.DiffVersions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code commons diff}: what changed, record by record. */
@Command(name = "diff", description = "shows records added, changed (cell by cell in tables), moved and removed")
@Example(line = "commons diff 1.0.0 1.1.0", does = "shows what changed between two releases")
@Example(line = "commons diff main origin/owls --json", does = "lists what a branch changes, for a program")
public final class DiffCommand extends Verb {
    @Parameters(index = "0", paramLabel = "A", description = "the revision before")
    private String before;

    @Parameters(index = "1", arity = "0..1", paramLabel = "B", description = "the revision after; by default this one")
    private String after = "HEAD";

    @Override
    protected View run() {
        var range = Range.find(before);
        if (range.map(Range::threeDots).orElse(false)) {
            throw usage("a difference is between two versions: write A..B, not " + before);
        }
        String from = range.map(Range::from).orElse(before);
        String to = range.map(Range::to).orElse(after);
        try (var workspace = wiring().open()) {
            return new DiffView(new DiffVersions(workspace.value()).run(new DiffVersions.Request(from, to)));
        }
    }
}
