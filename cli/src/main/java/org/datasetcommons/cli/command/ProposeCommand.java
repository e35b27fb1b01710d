package org.datasetcommons.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.ProposeView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.history.Repository;
import org.datasetcommons.usecase.Propose;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code commons propose}: offers signed contributions to the maintainers. */
@Command(
        name = "propose",
        description = {
            "offers what you signed: as a branch on a remote, or as one file with commits and content",
            "Content goes to the remote's Git LFS server or directory. Where that is not the maintainers', a commit without "
                    + "changes is added that says where to fetch it; what arrives there is checked against what you signed."
        })
@Example(line = "commons propose", does = "pushes a branch named after your contribution to origin")
@Example(line = "commons propose --to fork", does = "pushes it to your fork, and says in a commit where its content is")
@Example(
        line = "commons propose --to fork --objects https://ana.example.org/owls",
        does = "leaves the content where you have put it, for everybody to fetch")
@Example(line = "commons propose --bundle owls.bundle", does = "writes one file to send by any means")
public final class ProposeCommand extends Verb {
    /** Where to. */
    static final class Destination {
        @Option(names = "--to", paramLabel = "REMOTE", description = "a remote or address; by default origin")
        private String remote;

        @Option(names = "--bundle", paramLabel = "FILE", description = "write a file instead")
        private Path bundle;
    }

    @ArgGroup
    private Destination destination = new Destination();

    @Option(
            names = "--objects",
            paramLabel = "PLACE",
            description = "where the content is already for everybody to fetch; it is not sent anywhere then")
    private List<String> objects = List.of();

    @Option(names = "--branch", paramLabel = "B", description = "the branch to make; by default the contribution's id")
    private String branch;

    @Option(
            names = "--onto",
            paramLabel = "REV",
            description = "what the maintainers have; by default origin's main branch")
    private String onto;

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        if (destination.bundle != null && !objects.isEmpty()) {
            throw usage("--objects goes with a remote; a bundle carries its content");
        }
        try (var workspace = wiring().open()) {
            Propose.Destination where = destination.bundle != null
                    ? new Propose.Destination.BundleFile(resolve(destination.bundle))
                    : new Propose.Destination.Remote(
                            remote(workspace.repository()), Optional.ofNullable(branch), wiring().places(objects));
            var outcome = new Propose(
                            workspace.value(),
                            wiring().bundles(),
                            wiring().transfers(workspace.repository()),
                            wiring().keys(workspace.repository(), signWith.file()))
                    .run(new Propose.Request(where, Optional.ofNullable(onto), dryRun.asked()));
            return new ProposeView(outcome, destination.bundle != null, dryRun.asked());
        }
    }

    /** The name of a remote, or a path as seen from here. */
    private String remote(Repository repository) {
        if (destination.remote == null) {
            return "origin";
        }
        boolean isName = !repository.settings().fetchUrl(destination.remote).equals(destination.remote);
        return findFile(destination.remote)
                .filter(path -> !isName && Files.isDirectory(path))
                .map(Path::toString)
                .orElse(destination.remote);
    }
}
