package org.datasetcommons.cli.command;

import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.KeyChangeView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.usecase.ManageKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code commons key add}: lets another key speak for you. */
@Command(name = "add", description = "lets another key speak for you in this dataset, signed with one it knows")
@Example(line = "commons key add ~/.ssh/laptop.pub", does = "adds the key of your other computer")
@Example(line = "commons key add laptop.pub --dry-run", does = "says what would be changed")
public final class KeyAddCommand extends Verb {
    @Parameters(paramLabel = "FILE.pub", description = "the public key to add")
    private Path file;

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    /** The other half of a key, if it lies beside it. */
    private Optional<Path> secret(Path half) {
        return Optional.of(half.resolveSibling(half.getFileName().toString().replaceFirst("\\.pub$", "")))
                .filter(other -> !other.equals(half) && Files.isRegularFile(resolve(other)));
    }

    @Override
    protected View run() throws IOException {
        try (var workspace = wiring().open()) {
            if (!Files.isRegularFile(resolve(file))) {
                throw precondition("no such file: " + file).hint("`ls ~/.ssh` shows the keys of this machine");
            }
            var key = PublicKey.find(Files.readString(resolve(file)))
                    .orElseThrow(() -> invalid(file + " holds no SSH public key")
                            .hint("name the public half of a key: `commons key add ~/.ssh/id_ed25519.pub`"));
            var outcome = new ManageKeys(workspace.value(), wiring().keys(workspace.repository(), signWith.file()))
                    .add(key, wiring().keys(workspace.repository(), secret(file)), dryRun.asked());
            outcome.commit().ifPresent(commit -> wiring().settle(workspace.repository()));
            return new KeyChangeView(outcome, "added");
        }
    }
}
