package org.datasetcommons.cli.render;

import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.store.Address;
import org.datasetcommons.usecase.Propose;

/**
 * What {@code propose} offered.
 *
 * @param bundled whether as a file, and not as a branch
 */
public record ProposeView(Propose.Outcome outcome, boolean bundled, boolean dryRun) implements View {
    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put(
                        "contributions",
                        outcome.contributions().stream()
                                .map(ContributionId::text)
                                .toList())
                .put("commit", outcome.commit().hex())
                .put(bundled ? "bundle" : "remote", outcome.where())
                .put("branch", outcome.branch())
                .put("objects", outcome.objects())
                .put("bytes", outcome.bytes())
                .put("places", outcome.places().stream().map(Address::toString).toList())
                .put("findings", ReportView.findings(outcome.report()))
                .put("dryRun", dryRun);
    }

    @Override
    public void text(Screen screen) {
        screen.good((dryRun ? "would offer " : "offered ")
                        + Quantity.count(outcome.contributions().size(), "contribution", "contributions")
                        + " with "
                        + Quantity.count(outcome.objects(), "content file", "content files") + ", "
                        + Quantity.bytes(outcome.bytes()))
                .line(
                        bundled
                                ? "send " + outcome.where() + " to a maintainer; they run `commons merge` with it"
                                : "branch " + outcome.branch() + " is at " + outcome.where()
                                        + "; ask for it to be merged there");
        if (!outcome.report().passes()) {
            screen.warn("as it is, it will be refused:");
            ReportView.show(screen, outcome.report().errors().findings());
        }
    }
}
