package org.datasetcommons.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.table.Row;

/** One record: what it is, who gave it, on what terms. */
public record RecordView(ManifestEntry entry, Consent consent, Optional<Row> row, Map<String, String> purposes)
        implements View {
    @Override
    public FieldsBuilder json() {
        var fields = Node.fields()
                .put("record", entry.id().toString())
                .put("sha256", entry.digest().hex())
                .put("size", entry.size())
                .putIfPresent("type", entry.type())
                .put("contributor", entry.contributor().name())
                .put("contribution", entry.contribution())
                .put("terms", entry.terms().toNode())
                .put("consent", consent.toNode());
        row.ifPresent(cells -> fields.put("row", cells.toFields()));
        return fields;
    }

    private static String said(Node cell) {
        return cell instanceof Node.Scalar scalar ? scalar.text() : Json.line(cell);
    }

    @Override
    public void text(Screen screen) {
        screen.heading(entry.id().toString());
        var rows = new ArrayList<org.datasetcommons.cli.render.Row>(List.of(
                org.datasetcommons.cli.render.Row.of("  sha256", entry.digest().hex()),
                org.datasetcommons.cli.render.Row.of("  size", Quantity.bytes(entry.size())),
                org.datasetcommons.cli.render.Row.of(
                        "  given by", entry.contributor().name()),
                org.datasetcommons.cli.render.Row.of("  in", entry.contribution())));
        entry.type().ifPresent(type -> rows.add(org.datasetcommons.cli.render.Row.of("  type", type)));
        entry.meta().forEach((name, value) -> rows.add(org.datasetcommons.cli.render.Row.of("  " + name, value)));
        screen.table(rows);
        TermsInWords.show(screen, entry.terms(), consent, purposes);
        row.ifPresent(cells -> {
            screen.blank();
            var cellRows = new ArrayList<org.datasetcommons.cli.render.Row>();
            for (String column : cells.columns().names()) {
                cellRows.add(org.datasetcommons.cli.render.Row.of("  " + column, said(cells.get(column))));
            }
            screen.table(cellRows);
        });
    }
}
