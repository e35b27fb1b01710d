package org.datasetcommons.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.train.ShowModel;

/** What a model says of itself. */
public record ModelView(ShowModel.Outcome outcome) implements View {
    @Override
    public FieldsBuilder json() {
        var record = outcome.record();
        var licenses = Node.fields();
        record.licenses().forEach(licenses::put);
        var contributions = Node.fields();
        record.contributions().forEach(used -> contributions.put(used.id().text(), used.records()));
        var libraries = Node.fields();
        record.libraries().forEach(libraries::put);
        var fields = Node.fields()
                .put("recipe", record.recipe().name())
                .put("task", record.recipe().task())
                .put("name", record.source().name());
        TrainView.putVersion(fields, record.source());
        return fields.put("purpose", record.purpose())
                .put("used", record.used().toString())
                .put("seed", record.seed())
                .put("threads", record.threads())
                .put("records", outcome.learned() + outcome.held())
                .put("learned", outcome.learned())
                .put("held", outcome.held())
                .put("excluded", MetricsInWords.excluded(outcome.excluded()))
                .put("licenses", licenses)
                .put("contributions", contributions)
                .put("metrics", outcome.metrics())
                .put("libraries", libraries)
                .put("signed", outcome.signed())
                .putIfPresent("contributor", record.contributor().map(Object::toString))
                .put("created", record.created().toString());
    }

    @Override
    public void text(Screen screen) {
        var record = outcome.record();
        screen.heading(record.recipe().name() + ", " + record.recipe().task());
        var rows = new ArrayList<>(List.of(
                Row.of("  trained on", TrainView.named(record.source())),
                Row.of("  dataset", record.source().dataset().hex()),
                Row.of("  root", record.source().root().hex()),
                Row.of("  purpose", record.purpose() + ", with consent as of " + record.used()),
                Row.of(
                        "  records",
                        Quantity.count(outcome.learned()) + " learnt from, " + Quantity.count(outcome.held())
                                + " held out, " + Quantity.count(record.counts().excluded()) + " left out"),
                Row.of(
                        "  accuracy",
                        MetricsInWords.percent(outcome.metrics().get("accuracy").asDecimal())),
                Row.of("  seed", record.seed() + ", with " + Quantity.count(record.threads(), "thread", "threads"))));
        record.licenses()
                .forEach((license, count) ->
                        rows.add(Row.of("  licence", license + ", " + Quantity.count(count, "record", "records"))));
        record.contributions()
                .forEach(used -> rows.add(
                        Row.of("  given by", used.id() + ", " + Quantity.count(used.records(), "record", "records"))));
        record.libraries().forEach((name, version) -> rows.add(Row.of("  " + name, version)));
        rows.add(Row.of("  signed", outcome.signed() ? TrainView.signed(record) : "no"));
        screen.table(rows);
        MetricsInWords.showExcluded(screen, outcome.excluded());
        screen.line("every record is named in records.jsonl");
    }
}
