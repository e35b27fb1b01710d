package org.datasetcommons.cli.command;

import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.LogView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.ShowHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons log}: who gave what, when, on what terms. */
@Command(name = "log", description = "shows who gave what, when, on what terms, and the releases between")
@Example(line = "commons log", does = "shows the history of this version, newest first")
@Example(line = "commons log 1.0.0 -n 5", does = "shows the last five steps up to a release")
public final class LogCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "REV", description = "up to which revision; by default this one")
    private String revision;

    @Option(names = "-n", paramLabel = "N", description = "how many steps at the most")
    private int most = Integer.MAX_VALUE;

    @Override
    protected View run() {
        if (most < 1) {
            throw usage("-n is a number from 1, not " + most);
        }
        try (var workspace = wiring().open()) {
            return new LogView(new ShowHistory(workspace.value())
                    .run(Optional.ofNullable(revision)).stream().limit(most).toList());
        }
    }
}
