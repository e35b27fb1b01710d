package org.datasetcommons.cli.render;

import java.util.List;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.AddRecords;

/** What was taken into the draft. */
public record AddView(AddRecords.Outcome outcome, boolean dryRun) implements View {
    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put("contribution", outcome.draft().id().text())
                .put("records", outcome.records())
                .put("bytes", outcome.bytes())
                .put("skipped", outcome.skipped())
                .put("dryRun", dryRun);
    }

    @Override
    public void text(Screen screen) {
        String verb = dryRun ? "would add " : "added ";
        screen.line(verb + Quantity.count(outcome.records(), "record", "records") + ", "
                + Quantity.bytes(outcome.bytes())
                + (outcome.skipped() == 0 ? "" : "; " + Quantity.count(outcome.skipped()) + " were there already"));
        List<String> shown =
                outcome.files().stream().limit(5).map(Object::toString).toList();
        shown.forEach(file -> screen.note("  " + file));
        if (outcome.files().size() > shown.size()) {
            screen.note("  and " + Quantity.count(outcome.files().size() - shown.size()) + " more");
        }
        if (!dryRun && outcome.records() > 0) {
            screen.line("draft " + outcome.draft().id() + " has "
                    + Quantity.count(outcome.draft().records().size(), "record", "records")
                    + "; sign it with `commons sign`");
        }
    }
}
