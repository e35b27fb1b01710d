package org.datasetcommons.cli.command;

import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code commons key show}: the key that would sign. */
@Command(name = "show", description = "shows the key that would sign, as a line to give to others")
@Example(line = "commons key show", does = "prints your public key")
@Example(line = "commons key show --sign-with ~/.ssh/owls", does = "prints the public part of another key")
public final class KeyShowCommand extends Verb {
    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Override
    protected View run() {
        try (var found = wiring().openIfThere()) {
            var workspace = found.open();
            var key = wiring().keys(workspace.map(w -> w.repository()), signWith.file())
                    .first();
            var owner = workspace.flatMap(w -> w.value().headVersion().findOwner(key.publicKey()));
            return View.of(
                    Node.fields()
                            .put("key", key.publicKey().line())
                            .put("fingerprint", key.publicKey().fingerprint())
                            .put("origin", key.origin())
                            .putIfPresent(
                                    "contributor", owner.map(o -> o.handle().name())),
                    screen -> {
                        screen.line(key.publicKey().line());
                        screen.line(key.publicKey().fingerprint() + " in " + key.origin());
                        owner.map(o -> "you are " + o.handle() + " here")
                                .or(() -> workspace.isPresent()
                                        ? Optional.of(
                                                "this dataset does not know the key yet; your first contribution brings it")
                                        : Optional.empty())
                                .ifPresent(screen::note);
                    });
        }
    }
}
