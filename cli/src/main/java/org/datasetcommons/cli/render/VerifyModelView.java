package org.datasetcommons.cli.render;

import java.nio.file.Path;
import java.util.List;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.signing.Verdict;
import org.datasetcommons.train.VerifyModel;

/**
 * What the verification of a model found.
 *
 * @param model its directory
 */
public record VerifyModelView(VerifyModel.Outcome outcome, Path model) implements View {
    @Override
    public FieldsBuilder json() {
        var fields = Node.fields()
                .put("verdict", isYes() ? "verified" : "rejected")
                .put("reasons", outcome.verdict().reasonsAgainst())
                .put("model", model.toString());
        outcome.record().ifPresent(record -> {
            TrainView.putVersion(fields, record.source());
            fields.put("records", record.counts().learned() + record.counts().held());
        });
        return fields.put("signatures", outcome.signer().isPresent() ? 1 : 0)
                .putIfPresent("signer", outcome.signer().map(PublicKey::fingerprint))
                .putIfPresent("contributor", outcome.person())
                .put("checked", outcome.checked())
                .put("unchecked", outcome.unchecked());
    }

    @Override
    public void text(Screen screen) {
        outcome.verdict().reasonsAgainst().forEach(screen::bad);
        if (isYes()) {
            screen.good("verified");
        } else {
            screen.bad("rejected");
        }
        outcome.record()
                .ifPresent(record -> screen.table(List.of(
                        Row.of(
                                "  model",
                                record.recipe().name() + ", " + record.recipe().task()),
                        Row.of("  trained on", TrainView.named(record.source())),
                        Row.of("  dataset", record.source().dataset().hex()),
                        Row.of("  purpose", record.purpose() + ", with consent as of " + record.used()))));
        outcome.checked().forEach(holds -> screen.line("  holds: " + holds));
        outcome.unchecked().forEach(open -> screen.note("  not checked: " + open));
    }

    @Override
    public boolean isYes() {
        return outcome.verdict() instanceof Verdict.Verified;
    }
}
