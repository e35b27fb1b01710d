package org.datasetcommons.cli.command;

import java.util.List;
import java.util.Optional;
import org.datasetcommons.cli.Verbosity;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.Quantity;
import org.datasetcommons.cli.render.SignView;
import org.datasetcommons.cli.render.TermsInWords;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.dataset.Charter;
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
            var plan = signing.plan();
            var draft = plan.draft();
            // Nobody is asked to sign what they have not been shown; in a pipe, whoever built it has read it.
            boolean asks = yes.asks(prompt()) && !dryRun.asked();
            if (asks || dryRun.asked()) {
                signing.requireUnmodified(plan);
            }
            if (asks || verbosity() != Verbosity.QUIET) {
                show(plan, plan.version().charter());
            }
            if (dryRun.asked()) {
                return new SignView(draft, plan.signer(), plan.key(), Optional.empty(), List.of());
            }
            if (asks) {
                yes.confirm(prompt(), "sign this as " + plan.signer().handle() + "?");
            }
            var outcome = signing.run(plan, new SignContribution.Request(message));
            wiring().settle(workspace.repository());
            return new SignView(
                    outcome.draft(), outcome.signer(), outcome.key(), Optional.of(outcome.commit()), outcome.left());
        }
    }

    private void show(SignContribution.Plan plan, Charter charter) {
        var draft = plan.draft();
        var screen = messages();
        if (draft.records().isEmpty()) {
            screen.line("a commit that moves or removes files; nothing new is given");
            return;
        }
        screen.line("contribution " + draft.id() + ": "
                + Quantity.count(draft.records().count(), "record", "records") + ", "
                + Quantity.bytes(draft.records().bytes()));
        TermsInWords.show(screen, draft.terms(), draft.consent(), charter.purposes());
        TermsInWords.showOthers(screen, draft.terms(), draft.records().others());
        if (plan.isNew()) {
            screen.line("  this is your first contribution here; your key "
                    + plan.key().fingerprint() + " comes with it");
        }
    }
}
