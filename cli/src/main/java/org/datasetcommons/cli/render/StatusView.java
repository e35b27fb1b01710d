package org.datasetcommons.cli.render;

import java.util.List;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.ShowStatus;

/** Where the work stands. */
public record StatusView(ShowStatus.Outcome outcome) implements View {
    private static final int SHOWN = 20;

    @Override
    public FieldsBuilder json() {
        var fields = Node.fields().put("dataset", outcome.dataset()).putIfPresent("branch", outcome.branch());
        if (outcome.draft().isPresent()) {
            var draft = outcome.draft().get();
            fields.put(
                    "draft",
                    Node.fields()
                            .put("contribution", draft.id().text())
                            .put("records", draft.records().count())
                            .put("bytes", draft.records().bytes())
                            .put("license", draft.terms().license().toString()));
        } else {
            fields.put("draft", new Node.Scalar("null", Node.Type.NULL, org.datasetcommons.document.Place.NONE));
        }
        return fields.put("uncovered", outcome.uncovered())
                .put("modified", outcome.modified())
                .put("removed", outcome.removed());
    }

    @Override
    public void text(Screen screen) {
        screen.line("dataset " + outcome.dataset()
                + outcome.branch().map(b -> ", branch " + b).orElse(", on no branch"));
        outcome.draft()
                .ifPresent(draft -> screen.line("draft " + draft.id() + ": "
                        + Quantity.count(draft.records().count(), "record", "records") + ", "
                        + Quantity.bytes(draft.records().bytes())
                        + ", under "
                        + draft.terms().license() + "; close it with `commons sign`"));
        list(screen, "not covered (take them in with `commons add`):", outcome.uncovered());
        list(screen, "changed since recorded (record them again with `commons add`):", outcome.modified());
        list(
                screen,
                "gone (record that with `commons add`, or bring them back with `git checkout`):",
                outcome.removed());
        if (outcome.isClean()) {
            screen.good("nothing to add: every data file is as it was committed");
        }
    }

    private static void list(Screen screen, String title, List<String> paths) {
        if (paths.isEmpty()) {
            return;
        }
        screen.blank().line(title);
        paths.stream().limit(SHOWN).forEach(path -> screen.line("  " + path));
        if (paths.size() > SHOWN) {
            screen.note("  and " + Quantity.count(paths.size() - SHOWN) + " more");
        }
    }
}
