package org.datasetcommons.cli.command;

import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.DoctorView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.DiagnoseDataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code commons doctor}: what is wrong here. */
@Command(
        name = "doctor",
        description = {
            "says what is wrong here and what to do: dataset, identity, key, disk, locks, clock, content",
            "It reads no content: whether bytes are as they were written, `commons fsck` says."
        })
@Example(line = "commons doctor", does = "looks at everything that commands need; ends with 3 if anything is wrong")
@Example(
        line = "commons doctor --fix",
        does = "removes locks that a killed git command left, where no git runs any more")
public final class DoctorCommand extends Verb {
    @Option(names = "--fix", description = "remove locks of git's older than ten minutes, if no git runs here")
    private boolean fix;

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            var keys = wiring().keys(workspace.repository(), Optional.empty());
            return new DoctorView(new DiagnoseDataset(workspace.value(), keys).run(fix));
        }
    }
}
