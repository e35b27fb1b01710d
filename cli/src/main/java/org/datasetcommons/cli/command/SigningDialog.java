package org.datasetcommons.cli.command;

import java.util.List;
import java.util.Optional;
import org.datasetcommons.cli.Prompt;
import org.datasetcommons.cli.render.Quantity;
import org.datasetcommons.cli.render.Screen;
import org.datasetcommons.cli.render.SignView;
import org.datasetcommons.cli.render.TermsInWords;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.usecase.SignContribution;

/**
 * Shows what is about to be signed, asks, and signs it. Nobody is asked to sign what they have not been shown; in a pipe,
 * whoever built it has read it.
 *
 * @param screen for what a person should see before the answer
 * @param isQuiet whether who is not asked is shown nothing
 * @param refused what it comes to if the person says no
 */
record SigningDialog(
        SignContribution signing, Screen screen, Prompt prompt, YesOption yes, boolean isQuiet, String refused) {
    /** Shows what would be signed, and by whom. */
    SignView preview() {
        var plan = signing.plan();
        signing.requireUnmodified(plan);
        if (!isQuiet) {
            show(plan, plan.version().charter());
        }
        return new SignView(plan.draft(), plan.signer(), plan.key(), Optional.empty(), List.of());
    }

    /**
     * Signs.
     *
     * @param message the contributor's own words; may be empty
     * @param isDrafted whether this very command made the draft
     */
    SignView run(String message, boolean isDrafted) {
        var plan = signing.plan();
        boolean asks = yes.asks(prompt);
        if (asks) {
            signing.requireUnmodified(plan);
        }
        if (asks || !isQuiet) {
            show(plan, plan.version().charter());
        }
        if (asks) {
            yes.confirm(prompt, "sign this as " + plan.signer().handle() + "?", refused);
        }
        var outcome = signing.run(plan, new SignContribution.Request(message, isDrafted && !asks));
        return new SignView(
                outcome.draft(), outcome.signer(), outcome.key(), Optional.of(outcome.commit()), outcome.left());
    }

    private void show(SignContribution.Plan plan, Charter charter) {
        var draft = plan.draft();
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
