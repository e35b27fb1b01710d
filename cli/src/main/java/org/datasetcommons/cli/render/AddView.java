package org.datasetcommons.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
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
                .put("kept", outcome.kept().records())
                .put("dryRun", dryRun);
        signed.ifPresent(view -> view.putSignature(fields));
        return fields;
    }

    @Override
    public void text(Screen screen) {
        if (signed.isPresent()) {
            signed.get().text(screen); // What was added has been shown before.
            return;
        }
        showAdded(screen);
        if (sign) {
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

    /** What was added, for a person who is asked next whether to sign it. */
    public void showAdded(Screen screen) {
        screen.line(summary());
        showKept(screen);
        List<String> shown =
                outcome.files().stream().limit(5).map(Object::toString).toList();
        shown.forEach(file -> screen.note("  " + file));
        if (outcome.files().size() > shown.size()) {
            screen.note("  and " + Quantity.count(outcome.files().size() - shown.size()) + " more");
        }
    }

    /** For what was given before, nothing counts that is said now. */
    private void showKept(Screen screen) {
        var kept = outcome.kept();
        if (!kept.others().isEmpty()) {
            screen.line(given(kept.others(), "by ") + ": only they can have that changed");
        }
        if (!kept.own().isEmpty()) {
            screen.warn(given(kept.own(), "in ") + ", which are not those said now; to give "
                    + (count(kept.own()) == 1 ? "it" : "them")
                    + " on others, have the maintainers take that contribution out first");
        }
        if (!kept.isVoid().isEmpty()) {
            screen.warn(Quantity.count(count(kept.isVoid()), "record was", "records were") + " given in "
                    + names(kept.isVoid()) + ", whose key is void: to give "
                    + (count(kept.isVoid()) == 1 ? "it" : "them")
                    + " anew, have the maintainers take that contribution out first");
        }
        if (kept.unchanged() > 0) {
            screen.line("what is as it was stays on the terms it was given on");
        }
    }

    private static String given(SortedMap<?, Long> counts, String by) {
        return Quantity.count(count(counts), "record was", "records were") + " given " + by + names(counts)
                + " already, and "
                + (count(counts) == 1 ? "stays on the terms it was given on" : "stay on the terms they were given on");
    }

    private static long count(SortedMap<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String names(SortedMap<?, Long> counts) {
        return counts.keySet().stream().limit(5).map(Object::toString).collect(Collectors.joining(", "))
                + (counts.size() > 5 ? " and " + Quantity.count(counts.size() - 5L) + " more" : "");
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
