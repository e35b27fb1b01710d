package org.datasetcommons.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.signing.Verdict;
import org.datasetcommons.usecase.TrustMemory;
import org.datasetcommons.usecase.VerifyVersion;

/**
 * What a verification found.
 *
 * @param remembered whether the dataset's id is kept for the next time
 */
public record VerifyView(VerifyVersion.Outcome outcome, boolean remembered) implements View {
    private static final int SHOWN = 50;

    @Override
    public FieldsBuilder json() {
        var fields = Node.fields()
                .put("verdict", isYes() ? "verified" : "rejected")
                .put("reasons", outcome.verdict().reasonsAgainst())
                .put("warnings", outcome.warnings())
                .put("dataset", outcome.version().datasetId().hex())
                .put("commit", outcome.version().commit().hex());
        outcome.release().ifPresent(release -> fields.put("release", release.text()));
        return fields.put("records", outcome.manifest().size())
                .put("root", outcome.manifest().root().hex())
                .put("files", outcome.files())
                .put("present", outcome.present())
                .put("erased", 0)
                .put("contributors", outcome.manifest().contributors().size())
                .put("signatures", outcome.signatures())
                .put(
                        "trust",
                        outcome.anchor()
                                .basis()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'));
    }

    @Override
    public void text(Screen screen) {
        outcome.verdict().reasonsAgainst().forEach(screen::bad);
        outcome.warnings().stream().limit(SHOWN).forEach(screen::warn);
        if (outcome.warnings().size() > SHOWN) {
            screen.note("and " + Quantity.count(outcome.warnings().size() - SHOWN) + " more; --json lists all");
        }
        var rows = new ArrayList<Row>(List.of(
                Row.of("  dataset", outcome.version().datasetId().hex()),
                Row.of("  commit", outcome.version().commit().hex())));
        outcome.release().ifPresent(release -> rows.add(Row.of("  release", release.text())));
        rows.addAll(List.of(
                Row.of("  records", Quantity.count(outcome.manifest().size())),
                Row.of(
                        "  content",
                        Quantity.count(outcome.present()) + " of " + Quantity.count(outcome.files()) + " files here"),
                Row.of(
                        "  people",
                        Quantity.count(outcome.manifest().contributors().size())),
                Row.of("  signatures", Quantity.count(outcome.signatures()) + " hold"),
                Row.of("  root", outcome.manifest().root().hex())));
        if (isYes()) {
            screen.good("verified");
        } else {
            screen.bad("rejected");
        }
        screen.table(rows);
        if (isYes() && outcome.anchor().basis() == TrustMemory.Basis.FIRST_SIGHT) {
            screen.warn("nobody vouched for this dataset id, which "
                    + (remembered ? "is remembered from now on" : "cannot be remembered here")
                    + "; compare it with one you trust, or pin it with --trust");
        }
    }

    @Override
    public boolean isYes() {
        return outcome.verdict() instanceof Verdict.Verified;
    }
}
