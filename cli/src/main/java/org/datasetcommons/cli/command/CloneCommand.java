package org.datasetcommons.cli.command;

import static org.datasetcommons.CommonsException.precondition;

import java.nio.file.Path;
import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.DeliveryView;
import org.datasetcommons.cli.render.RefusedRefs;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.transfer.RemoteUrl;
import org.datasetcommons.usecase.CloneDataset;
import org.datasetcommons.usecase.TrustMemory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons clone}: brings a dataset here. */
@Command(
        name = "clone",
        description = {
            "brings a dataset here: its history, then its content, each file checked as it arrives",
            "Content comes from the directory or Git LFS server that belongs to the address, and from the places that the "
                    + "charter names. A clone that was interrupted goes on where it stopped when it is run again."
        })
@Example(line = "commons clone https://git.example.org/owls.git", does = "clones a dataset with all of its content")
@Example(
        line = "commons clone https://git.example.org/owls.git --only 'data/barn/**'",
        does = "clones its history, and of its content only what lies below data/barn")
@Example(
        line = "commons clone file:///srv/owls.git owls --at 1.0.0 "
                + "--trust 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        does = "clones a release of the dataset that has this id, and no other")
public final class CloneCommand extends Verb {
    @Parameters(index = "0", paramLabel = "URL", description = "where it is")
    private String url;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DIR", description = "where to put it")
    private Path directory;

    @Option(names = "--at", paramLabel = "REV", description = "the version to check out; by default the main branch")
    private String revision;

    @Option(names = "--trust", paramLabel = "ID", description = "the dataset id that you expect")
    private String trust;

    @Mixin
    private OnlyOption only = new OnlyOption();

    @Mixin
    private FromOption places = new FromOption();

    @Override
    protected View run() {
        String address = local(url);
        Path target = resolve(directory != null ? directory : Path.of(name(url)));
        var pinned = Optional.ofNullable(trust).map(id -> value("--trust", id, Digest::parse));
        var request = new CloneDataset.Request(
                address, Optional.ofNullable(revision), pinned, only.given(), places.given(wiring()));
        try (var repository = wiring().repositories().createClone(address, target)) {
            var outcome = new CloneDataset(wiring().workspace(repository), wiring().transfers(repository)).run(request);
            wiring().settle(repository);
            outcome.content().requireAnswers("commons clone " + new RemoteUrl(url).shown());
            var version = outcome.version();
            var delivery = new DeliveryView(outcome.content());
            var fields = Node.fields()
                    .put("dataset", version.charter().name())
                    .put("id", version.datasetId().hex())
                    .put("commit", version.commit().hex())
                    .put("directory", target.toString());
            var refused = new RefusedRefs(outcome.refused());
            return View.of(delivery.in(refused.in(fields)), screen -> {
                screen.good("cloned " + version.charter().name() + " into " + target + ": " + delivery.amount());
                delivery.text(screen);
                refused.text(screen);
                if (outcome.anchor().basis() == TrustMemory.Basis.FIRST_SIGHT) {
                    screen.line("its id, remembered from now on: " + version.datasetId());
                }
                screen.line("check it with `commons verify`");
            });
        }
    }

    /** A path on this machine, made absolute so that it stays right in the clone's configuration. */
    private String local(String address) {
        boolean elsewhere = address.contains("://") || address.matches("[^/]+@[^/]+:.*|[A-Za-z0-9.-]{2,}:.*");
        if (elsewhere) {
            return address;
        }
        return findFile(address)
                .map(path -> path.toAbsolutePath().normalize().toString())
                .orElseThrow(() -> precondition("there is no repository at '" + address + "'")
                        .hint("give the path or the address of one"));
    }

    private static String name(String address) {
        String name = address.replaceFirst("/+$", "").replaceFirst("/?\\.git$", "");
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
        return name.isEmpty() || name.equals(".") || name.equals("..") ? "dataset" : name;
    }
}
