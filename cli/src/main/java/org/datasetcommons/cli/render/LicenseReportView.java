package org.datasetcommons.cli.render;

import java.util.ArrayList;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.ReportLicenses;

/** The licences of a version. */
public record LicenseReportView(ReportLicenses.Outcome outcome) implements View {
    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put("license", outcome.whole().expression().toString())
                .put("collection", outcome.version().charter().license().toString())
                .put(
                        "shares",
                        Node.items(outcome.shares().stream()
                                .map(share -> Node.fields()
                                        .put("license", share.license().toString())
                                        .put("records", share.records())
                                        .put("bytes", share.bytes())
                                        .putIfPresent("refusal", share.refusal())
                                        .build())
                                .toList()))
                .put("obligations", outcome.whole().obligations().keySet());
    }

    @Override
    public void text(Screen screen) {
        var rows = new ArrayList<Row>();
        rows.add(Row.header("licence", "records", "size"));
        for (var share : outcome.shares()) {
            rows.add(Row.of(share.license().toString()).count(share.records()).size(share.bytes()));
        }
        screen.table(rows);
        screen.blank().line("the whole may be released under " + outcome.whole().expression());
        outcome.whole()
                .obligations()
                .forEach((obligation, because) ->
                        screen.line("  " + obligation + " (" + String.join(", ", because) + ")"));
        for (var share : outcome.shares()) {
            share.refusal().ifPresent(screen::bad);
        }
    }

    @Override
    public boolean isYes() {
        return outcome.fits();
    }
}
