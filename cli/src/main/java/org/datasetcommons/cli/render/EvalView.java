package org.datasetcommons.cli.render;

import java.util.ArrayList;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.train.EvaluateModel;

/** What a model is worth on versions. */
public record EvalView(EvaluateModel.Outcome outcome) implements View {
    /** {@code version} and {@code metrics} are of the first; {@code versions} has each. */
    @Override
    public FieldsBuilder json() {
        var first = outcome.results().get(0);
        var versions = new ArrayList<Node>();
        outcome.results().forEach(result -> versions.add(fields(result).build()));
        return Node.fields()
                .put("version", first.version())
                .put("metrics", first.evaluation().metrics().toNode())
                .put("versions", Node.items(versions));
    }

    private FieldsBuilder fields(EvaluateModel.Result result) {
        var gates = new ArrayList<Node>();
        var metrics = result.evaluation().metrics();
        outcome.gates()
                .forEach(gate -> gates.add(Node.fields()
                        .put("metric", gate.metric())
                        .put("least", Node.decimal(gate.least()))
                        .put("met", gate.isMet(metrics))
                        .build()));
        return Node.fields()
                .put("version", result.version())
                .put("commit", result.commit().hex())
                .put("metrics", metrics.toNode())
                .put("excluded", MetricsInWords.excluded(result.evaluation().reasons()))
                .put("gates", Node.items(gates));
    }

    @Override
    public void text(Screen screen) {
        for (var result : outcome.results()) {
            var metrics = result.evaluation().metrics();
            screen.heading(outcome.record().recipe().name() + " on " + result.version());
            screen.table(MetricsInWords.rows(metrics));
            MetricsInWords.showGroups(screen, metrics.groups());
            MetricsInWords.showWeak(screen, metrics);
            for (var gate : outcome.gates()) {
                String said = gate.metric() + " is " + MetricsInWords.percent(gate.value(metrics)) + ", and should be "
                        + MetricsInWords.percent(gate.least());
                if (gate.isMet(metrics)) {
                    screen.good(said);
                } else {
                    screen.bad(said);
                }
            }
            MetricsInWords.showExcluded(screen, result.evaluation().reasons());
        }
    }

    @Override
    public boolean isYes() {
        return outcome.isGoodEnough();
    }
}
