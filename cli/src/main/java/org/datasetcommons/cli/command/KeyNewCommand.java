package org.datasetcommons.cli.command;

import java.nio.file.Path;
import org.datasetcommons.ShellWord;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons key new}: makes a key. */
@Command(
        name = "new",
        description = {
            "makes an Ed25519 key in OpenSSH's format; an existing file is never written over",
            "Protect it with a passphrase: `ssh-keygen -p -f FILE`, or keep it in an agent."
        })
@Example(line = "commons key new", does = "makes ~/.ssh/id_ed25519, where it is found by itself")
@Example(line = "commons key new ~/.ssh/owls --comment ana@example.org", does = "makes a key for one dataset")
public final class KeyNewCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "where to put it; by default ~/.ssh/id_ed25519")
    private Path file;

    @Option(names = "--comment", paramLabel = "TEXT", description = "a note to yourself in the public key")
    private String comment = "commons";

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        Path target = file == null ? wiring().usualKeyFile() : resolve(file);
        if (dryRun.asked()) {
            wiring().requireNoKey(target);
            return View.of(
                    Node.fields().put("file", target.toString()).put("dryRun", true),
                    screen -> screen.line("would make " + target));
        }
        var key = wiring().createKey(target, comment);
        return View.of(
                Node.fields()
                        .put("file", target.toString())
                        .put("key", key.line())
                        .put("fingerprint", key.fingerprint()),
                screen -> screen.good("made " + target)
                        .line("public key: " + key.line())
                        .line("fingerprint: " + key.fingerprint())
                        .note("whoever has the file can sign as you; keep it, and protect it with `ssh-keygen -p -f "
                                + ShellWord.of(target) + "`"));
    }
}
