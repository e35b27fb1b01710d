package org.datasetcommons.cli.render;

import java.util.List;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.ShowHistory;

/** The history, newest first. */
public record LogView(List<ShowHistory.Step> steps) implements View {
    public LogView {
        steps = List.copyOf(steps);
    }

    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put("steps", Node.items(steps.stream().map(LogView::step).toList()));
    }

    private static Node.Fields step(ShowHistory.Step step) {
        var fields = Node.fields()
                .put("commit", step.commit().hex())
                .put("when", step.when().toString())
                .put("subject", step.subject())
                .put("tags", step.tags());
        step.by().ifPresent(by -> fields.put("by", by.name()));
        step.contribution().ifPresent(signed -> {
            var contribution = signed.contribution();
            fields.put("contribution", contribution.id().text())
                    .put("records", contribution.records().count())
                    .put("license", contribution.terms().license().toString());
        });
        return fields.build();
    }

    @Override
    public void text(Screen screen) {
        for (var step : steps) {
            screen.line(
                    Style.STRONG,
                    step.commit().abbreviated() + "  " + step.when() + "  "
                            + step.by().map(Object::toString).orElse("unsigned or unknown")
                            + (step.tags().isEmpty() ? "" : "  (" + String.join(", ", step.tags()) + ")"));
            screen.line("    " + step.subject());
            step.contribution().ifPresent(signed -> {
                var contribution = signed.contribution();
                screen.note("    " + contribution.id() + ": "
                        + Quantity.count(contribution.records().count(), "record", "records") + ", "
                        + Quantity.bytes(contribution.records().bytes()) + ", "
                        + contribution.terms().license() + ", allows "
                        + String.join(", ", contribution.consent().allow()));
            });
        }
    }
}
