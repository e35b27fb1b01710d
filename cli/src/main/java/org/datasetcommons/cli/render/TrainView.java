package org.datasetcommons.cli.render;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.datasetcommons.ShellWord;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.train.ModelRecord;
import org.datasetcommons.train.TrainModel;
import org.datasetcommons.train.Uses;

/**
 * A model that was trained.
 *
 * @param written the directory as the person named it
 */
public record TrainView(TrainModel.Outcome outcome, Path written) implements View {
    @Override
    public FieldsBuilder json() {
        var record = outcome.record();
        var fields = Node.fields().put("model", outcome.model().toString());
        putVersion(fields, record.source());
        putUses(fields, outcome.uses());
        return fields.put("metrics", outcome.metrics().toNode())
                .put("seed", record.seed())
                .put("threads", record.threads())
                .put("weights", record.files().get("model.safetensors").hex())
                .putIfPresent("signer", record.key().map(PublicKey::fingerprint))
                .putIfPresent("contributor", record.contributor().map(Handle::name))
                .put("seconds", seconds(outcome.took()));
    }

    static void putVersion(FieldsBuilder fields, ModelRecord.Source source) {
        fields.put("version", source.version())
                .put("commit", source.commit().hex())
                .put("dataset", source.dataset().hex())
                .put("root", source.root().hex());
    }

    static void putUses(FieldsBuilder fields, Uses uses) {
        fields.put("records", uses.used())
                .put("learned", uses.learned().size())
                .put("held", uses.held().size())
                .put("excluded", MetricsInWords.excluded(uses.reasons()));
    }

    static Node seconds(Duration took) {
        return Node.decimal(took.toMillis() / 1000.0);
    }

    @Override
    public void text(Screen screen) {
        var record = outcome.record();
        screen.good("trained " + record.recipe().name() + " on " + named(record.source()) + " in "
                + Quantity.seconds(outcome.took().toSeconds()));
        var rows = new ArrayList<Row>();
        rows.add(usesRow(outcome.uses()));
        rows.addAll(MetricsInWords.rows(outcome.metrics()));
        rows.add(Row.of("  seed", record.seed() + ", with " + Quantity.count(record.threads(), "thread", "threads")));
        rows.add(Row.of("  weights", record.files().get("model.safetensors").hex()));
        rows.add(Row.of("  signed", signed(record)));
        screen.table(rows);
        MetricsInWords.showGroups(screen, outcome.metrics().groups());
        MetricsInWords.showWeak(screen, outcome.metrics());
        MetricsInWords.showExcluded(screen, outcome.uses().reasons());
        if (record.key().isPresent()) {
            screen.line("it is in " + written + "; anybody with the dataset can check it: `commons verify "
                    + ShellWord.of(written) + "`");
        } else {
            screen.warn("it is in " + written + ", unsigned: `commons verify` will reject it");
        }
    }

    static Row usesRow(Uses uses) {
        return Row.of(
                "  records",
                Quantity.count(uses.learned().size()) + " learnt from, "
                        + Quantity.count(uses.held().size()) + " held out, "
                        + Quantity.count(uses.excluded().size()) + " left out");
    }

    static String named(ModelRecord.Source source) {
        return source.name() + " "
                + source.release()
                        .map(release -> release.version().text())
                        .orElse("at " + source.commit().abbreviated());
    }

    static String signed(ModelRecord record) {
        return record.key()
                .map(key -> record.contributor()
                                .map(person -> "by " + person)
                                .orElse("by somebody this dataset does not know")
                        + " with " + key.fingerprint())
                .orElse("no");
    }
}
