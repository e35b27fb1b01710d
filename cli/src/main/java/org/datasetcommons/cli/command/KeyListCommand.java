package org.datasetcommons.cli.command;

import java.util.ArrayList;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.Row;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code commons key list}: the keys at hand, and those a dataset knows. */
@Command(name = "list", description = "lists the keys you can sign with, and those this dataset knows")
@Example(line = "commons key list", does = "shows which key would sign, and whose keys are known here")
@Example(
        line = "commons key list --allowed-signers",
        does = "prints the keys of this dataset for ssh-keygen -Y verify and git verify-commit")
public final class KeyListCommand extends Verb {
    @Option(names = "--allowed-signers", description = "print an OpenSSH allowed_signers file")
    private boolean allowedSigners;

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Override
    protected View run() {
        try (var found = wiring().openIfThere()) {
            var workspace = found.open();
            var version = workspace.map(w -> w.value().headVersion());
            if (allowedSigners) {
                var text = wiring().allowedSigners(version.orElseThrow(() -> wiring().noDataset()));
                return View.of(Node.fields().put("allowedSigners", text), screen -> screen.verbatim(text));
            }
            var mine = wiring().keys(workspace.map(w -> w.repository()), signWith.file())
                    .candidates();
            var nodes = new ArrayList<Node>();
            var rows = new ArrayList<Row>();
            for (var key : mine) {
                nodes.add(Node.fields()
                        .put("fingerprint", key.publicKey().fingerprint())
                        .put("type", key.publicKey().type())
                        .put("origin", key.origin())
                        .build());
                rows.add(Row.of(
                        "  " + key.publicKey().fingerprint(), key.publicKey().type(), key.origin()));
            }
            var known = new ArrayList<Node>();
            var knownRows = new ArrayList<Row>();
            version.ifPresent(v -> v.contributors()
                    .values()
                    .forEach(contributor -> contributor.keys().forEach(key -> {
                        String state = key.revoked()
                                .map(r -> "revoked: " + r)
                                .or(() -> key.until().map(u -> "until " + u))
                                .orElse("since " + key.from());
                        known.add(Node.fields()
                                .put("contributor", contributor.handle().name())
                                .put("fingerprint", key.key().fingerprint())
                                .put("state", state)
                                .build());
                        knownRows.add(
                                Row.of("  " + contributor.handle(), key.key().fingerprint(), state));
                    })));
            return View.of(
                    Node.fields().put("keys", Node.items(nodes)).put("contributors", Node.items(known)), screen -> {
                        screen.line(
                                rows.isEmpty()
                                        ? "no key at hand; make one with `commons key new`"
                                        : "keys at hand, the first is used first:");
                        screen.table(rows);
                        if (!knownRows.isEmpty()) {
                            screen.blank().line("keys this dataset knows:");
                            screen.table(knownRows);
                        }
                    });
        }
    }
}
