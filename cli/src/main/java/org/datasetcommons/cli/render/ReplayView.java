package org.datasetcommons.cli.render;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.train.TrainModel;

/**
 * A model that was trained again.
 *
 * @param written the directory as the person named it
 */
public record ReplayView(TrainModel.Replay replay, Path written) implements View {
    @Override
    public FieldsBuilder json() {
        var record = replay.record();
        var fields = Node.fields().put("model", replay.model().toString());
        TrainView.putVersion(fields, record.source());
        TrainView.putUses(fields, replay.uses());
        var differing = Node.fields();
        replay.libraries().forEach(differing::put);
        return fields.put("metrics", replay.metrics().toNode())
                .put("seed", record.seed())
                .put("threads", record.threads())
                .put("same", replay.isSame())
                .put("stated", replay.stated().hex())
                .put("weights", replay.found().hex())
                .put("differing", differing)
                .put("seconds", TrainView.seconds(replay.took()));
    }

    @Override
    public void text(Screen screen) {
        if (replay.isSame()) {
            screen.good("the weights of " + written + " came out again, byte for byte");
        } else {
            screen.bad("other weights than those of " + written + " came out");
        }
        var rows = new ArrayList<>(List.of(TrainView.usesRow(replay.uses())));
        rows.addAll(MetricsInWords.rows(replay.metrics()));
        rows.add(Row.of("  weights", replay.found().hex()));
        if (!replay.isSame()) {
            rows.add(Row.of("  stated", replay.stated().hex()));
        }
        replay.libraries().forEach((name, versions) -> rows.add(Row.of("  " + name, versions)));
        screen.table(rows);
    }

    @Override
    public boolean isYes() {
        return replay.isSame();
    }
}
