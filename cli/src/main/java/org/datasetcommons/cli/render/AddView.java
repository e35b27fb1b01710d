package org.datasetcommons.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.AddRecords;

/**
 * What was taken into the draft, and what became of that.
 *
 * @param sign whether it was to be signed, too
 * @param signed empty where it was not, be it that there was nothing to sign
 */
public record AddView(AddRecords.Outcome outcome, boolean dryRun, boolean sign, Optional<SignView> signed)
        implements View {
    @Override
    public FieldsBuilder json() {
        var fields = Node.fields()
                .put("contribution", outcome.draft().id().text())
                .put("records", outcome.records())
                .put("bytes", outcome.bytes())
                .put("skipped", outcome.skipped())
                .put("removed", outcome.removed())
                .put("dryRun", dryRun);
        signed.ifPresent(view -> view.putSignature(fields));
        return fields;
    }

    @Override
    public void text(Screen screen) {
        screen.line(summary());
        if (outcome.ofOthers() > 0) {
            boolean isOne = outcome.ofOthers() == 1;
            screen.line(Quantity.count(outcome.ofOthers(), "record was", "records were") + " given by "
                    + outcome.others().stream().map(Handle::name).collect(Collectors.joining(", ")) + " already, and "
                    + (isOne ? "stays on the terms it was given on" : "stay on the terms they were given on"));
        }
        List<String> shown =
                outcome.files().stream().limit(5).map(Object::toString).toList();
        shown.forEach(file -> screen.note("  " + file));
        if (outcome.files().size() > shown.size()) {
            screen.note("  and " + Quantity.count(outcome.files().size() - shown.size()) + " more");
        }
        if (signed.isPresent()) {
            signed.get().text(screen);
        } else if (sign) {
            screen.line(
                    outcome.draft().isEmpty()
                            ? "there is nothing to sign"
                            : "would sign draft " + outcome.draft().id());
        } else if (!dryRun && !outcome.files().isEmpty() && !outcome.draft().isEmpty()) {
            long records = outcome.draft().records().count();
            screen.line("draft " + outcome.draft().id()
                    + (records == 0
                            ? " moves or removes files"
                            : " has " + Quantity.count(records, "record", "records"))
                    + "; sign it with `commons sign`");
        }
    }

    private String summary() {
        var parts = new ArrayList<String>();
        if (outcome.records() > 0 || outcome.removed() == 0 || outcome.skipped() > 0) {
            parts.add((dryRun ? "would add " : "added ") + Quantity.count(outcome.records(), "record", "records") + ", "
                    + Quantity.bytes(outcome.bytes()));
        }
        if (outcome.skipped() > 0) {
            parts.add(Quantity.count(outcome.skipped(), "was", "were") + " there already");
        }
        if (outcome.removed() > 0) {
            parts.add(Quantity.count(outcome.removed(), "file goes", "files go"));
        }
        return String.join("; ", parts);
    }
}
