package org.datasetcommons.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.EvalView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.Spelling;
import org.datasetcommons.train.EvaluateModel;
import org.datasetcommons.train.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons eval}: what a model is worth. */
@Command(
        name = "eval",
        description = {
            "measures a model on the records of a version that it did not learn from",
            "Measured on is the side of the split that is held out, less what the model has seen in any form, with consent as "
                    + "for training and no refusal of the purpose 'evaluate'. With --min the answer is no where a version falls "
                    + "short."
        })
@Example(line = "commons eval model 1.0.0 1.1.0", does = "compares what a model is worth on two releases")
@Example(
        line = "commons eval model --min accuracy=0.95 --group contributor",
        does = "a gate, with results by contributor")
public final class EvalCommand extends Verb {
    @Parameters(index = "0", paramLabel = "MODEL", description = "the directory of the model")
    private Path model;

    @Parameters(index = "1..*", paramLabel = "REV", description = "versions to measure on; by default this one")
    private List<String> revisions = List.of();

    @Option(
            names = "--min",
            paramLabel = "METRIC=VALUE",
            description =
                    "what must be reached: accuracy, low (the lower end of its interval) or macroF1; may be repeated")
    private List<String> least = List.of();

    @Option(names = "--group", paramLabel = "FIELD", description = "the field to report by, in place of the recipe's")
    private String group;

    @Option(
            names = "--purpose",
            paramLabel = "P",
            description = "the purpose to judge consent for, in place of the model's")
    private String purpose;

    @Override
    protected View run() {
        var gates = new ArrayList<EvaluateModel.Gate>();
        least.forEach(written -> gates.add(gate(written)));
        try (var workspace = wiring().open()) {
            return new EvalView(new EvaluateModel(workspace.value(), wiring().engines())
                    .run(new EvaluateModel.Request(
                            resolve(model),
                            revisions,
                            Optional.ofNullable(purpose),
                            Optional.ofNullable(group),
                            gates)));
        }
    }

    private EvaluateModel.Gate gate(String written) {
        int equals = written.indexOf('=');
        String metric = equals < 0 ? written : written.substring(0, equals);
        String value = written.substring(equals + 1);
        if (!Metrics.NAMES.contains(metric)) {
            throw usage("unknown metric '" + metric + "': "
                    + Spelling.nearest(metric, Metrics.NAMES)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("there are " + String.join(", ", Metrics.NAMES)));
        }
        if (equals < 0 || !value.matches("0(\\.[0-9]{1,15})?|1(\\.0{1,15})?")) {
            throw usage("--min wants a value from 0 to 1, as in --min " + metric + "=0.95, not '" + written + "'");
        }
        return new EvaluateModel.Gate(metric, Double.parseDouble(value));
    }
}
