package org.datasetcommons.cli.command;

import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.KeyChangeView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.ManageKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code commons key retire}: ends a key. */
@Command(name = "retire", description = "ends a key of yours: it signs nothing new, and what it signed stays signed")
@Example(line = "commons key retire SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8", does = "ends an old key")
@Example(
        line = "commons key retire SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8 --dry-run",
        does = "says what would be changed")
public final class KeyRetireCommand extends Verb {
    @Parameters(paramLabel = "FINGERPRINT", description = "which key; `commons key list` shows them")
    private String fingerprint;

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            var outcome = new ManageKeys(workspace.value(), wiring().keys(workspace.repository(), signWith.file()))
                    .retire(fingerprint, dryRun.asked());
            outcome.commit().ifPresent(commit -> wiring().settle(workspace.repository()));
            return new KeyChangeView(outcome, "retired");
        }
    }
}
