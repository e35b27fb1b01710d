package org.datasetcommons.cli.render;

import java.util.List;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.train.TrainModel;

/** What a model would be trained on. */
public record TrainPlanView(TrainModel.Plan plan) implements View {
    @Override
    public FieldsBuilder json() {
        var fields = Node.fields().put("dryRun", true);
        TrainView.putVersion(fields, plan.source());
        TrainView.putUses(fields, plan.uses());
        return fields.put("classes", plan.classes());
    }

    @Override
    public void text(Screen screen) {
        screen.line("would train " + plan.recipe().name() + " on " + TrainView.named(plan.source()));
        screen.table(List.of(
                TrainView.usesRow(plan.uses()),
                Row.of("  classes", plan.classes().size() + ": " + String.join(", ", plan.classes())),
                Row.of("  purpose", plan.recipe().purpose())));
        MetricsInWords.showExcluded(screen, plan.uses().reasons());
    }
}
