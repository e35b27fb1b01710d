package org.datasetcommons.cli.command;

import org.datasetcommons.cli.Verbosity;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.SignContribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code commons sign}: closes the draft and signs it. */
@Command(
        name = "sign",
        description = "closes the draft: shows its terms in plain words, signs it, and makes one signed commit")
@Example(line = "commons sign", does = "shows what you are about to sign, asks, and signs")
@Example(line = "commons sign -m \"Owls of my village\" --yes", does = "signs with a message, without asking")
public final class SignCommand extends Verb {
    @Option(
            names = {"-m", "--message"},
            paramLabel = "MESSAGE",
            description = "your own words about the contribution")
    private String message = "";

    @Mixin
    private YesOption yes = new YesOption();

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            var signing =
                    new SignContribution(workspace.value(), wiring().keys(workspace.repository(), signWith.file()));
            var dialog = new SigningDialog(
                    signing,
                    messages(),
                    prompt(),
                    yes,
                    verbosity() == Verbosity.QUIET,
                    "no was answered, so nothing was done");
            if (dryRun.asked()) {
                return dialog.preview();
            }
            var view = dialog.run(message, false);
            wiring().settle(workspace.repository());
            return view;
        }
    }
}
