package org.datasetcommons.cli.command;

import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.FsckView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.FsckDataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons fsck}: whether the disk still holds what was written. */
@Command(
        name = "fsck",
        description = {
            "reads every byte that the repository keeps, and names what is damaged",
            "That is git's objects, which hold all statements and the log, everything that refs lead to, and all stored "
                    + "content. It says whether bytes are as they were written; whether they are right, `commons verify` says."
        })
@Example(line = "commons fsck", does = "reads everything and names what is damaged; ends with 3 if anything is")
@Example(
        line = "commons fsck --repair --from /media/disk/owls.bundle",
        does = "puts right bytes in place of damaged, from the work tree, a bundle or the remote")
public final class FsckCommand extends Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "REMOTE",
            description = "where to repair from; by default what the branch follows, or origin")
    private String remote;

    @Option(
            names = "--repair",
            description = "set what is damaged aside, below .git/commons/aside, and bring the right bytes")
    private boolean repair;

    @Mixin
    private FromOption places = new FromOption();

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            var fsck = new FsckDataset(workspace.value(), wiring().transfers(workspace.repository()));
            return new FsckView(
                    fsck.run(new FsckDataset.Request(repair, Optional.ofNullable(remote), places.given(wiring()))),
                    repair);
        }
    }
}
