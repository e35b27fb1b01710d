package org.datasetcommons.cli.command;

import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.KeyChangeView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.ManageKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons key revoke}: voids a key. */
@Command(
        name = "revoke",
        description = {
            "voids a key of yours and everything it ever signed, as after a theft",
            "What was signed with it must be signed again with another key. To end a key that is merely old, retire it."
        })
@Example(
        line = "commons key revoke SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8 --reason \"laptop stolen\"",
        does = "voids a stolen key")
@Example(
        line = "commons key revoke SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8 --reason lost --dry-run",
        does = "says what would be changed")
public final class KeyRevokeCommand extends Verb {
    @Parameters(paramLabel = "FINGERPRINT", description = "which key; `commons key list` shows them")
    private String fingerprint;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why, for everybody to read")
    private String reason;

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private YesOption yes = new YesOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            if (!dryRun.asked()) {
                yes.confirm(prompt(), "void " + fingerprint + " and all that it signed?");
            }
            var outcome = new ManageKeys(workspace.value(), wiring().keys(workspace.repository(), signWith.file()))
                    .revoke(fingerprint, reason, dryRun.asked());
            outcome.commit().ifPresent(commit -> wiring().settle(workspace.repository()));
            return new KeyChangeView(outcome, "revoked");
        }
    }
}
