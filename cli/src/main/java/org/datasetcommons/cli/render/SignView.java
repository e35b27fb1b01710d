package org.datasetcommons.cli.render;

import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.SignContribution;

/** What was signed. */
public record SignView(SignContribution.Outcome outcome) implements View {
    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put("contribution", outcome.draft().id().text())
                .put("commit", outcome.commit().hex())
                .put("signer", outcome.signer().handle().name())
                .put("key", outcome.key().fingerprint())
                .put("records", outcome.draft().records().size());
    }

    @Override
    public void text(Screen screen) {
        screen.good("signed " + outcome.draft().id() + " as " + outcome.signer().handle() + " with "
                + outcome.key().fingerprint());
        screen.line("commit " + outcome.commit().abbreviated() + "; offer it with `commons propose`");
    }
}
