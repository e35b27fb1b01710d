package org.datasetcommons.cli.render;

import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.CollectGarbage;

/** What was deleted, and what stays. */
public record GcView(CollectGarbage.Outcome outcome, boolean dryRun) implements View {
    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put("deleted", outcome.contents())
                .put("halves", outcome.halves())
                .put("bytes", outcome.bytes())
                .put("needed", outcome.needed())
                .put("young", outcome.young())
                .put("dryRun", dryRun);
    }

    @Override
    public void text(Screen screen) {
        screen.good((dryRun ? "would delete " : "deleted ")
                + Quantity.count(outcome.contents(), "content file", "content files") + " that nothing needs and "
                + Quantity.count(outcome.halves(), "file", "files") + " that commands left behind: "
                + Quantity.bytes(outcome.bytes()));
        screen.line("kept " + Quantity.count(outcome.needed(), "content file", "content files")
                + " that something needs, and " + Quantity.count(outcome.young()) + " within the grace period");
    }
}
