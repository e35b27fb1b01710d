package org.datasetcommons.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.DiffVersions;

/** What changed between two versions. */
public record DiffView(DiffVersions.Outcome outcome) implements View {
    private static final int SHOWN = 20;

    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put("added", entries(outcome.added()))
                .put(
                        "changed",
                        Node.items(outcome.changed().stream()
                                .map(DiffView::changed)
                                .toList()))
                .put(
                        "moved",
                        Node.items(outcome.moved().stream()
                                .map(moved -> Node.fields()
                                        .put("from", moved.from().toString())
                                        .put("record", moved.to().id().toString())
                                        .build())
                                .toList()))
                .put("removed", entries(outcome.removed()));
    }

    private static String said(Node cell) {
        return cell instanceof Node.Scalar scalar ? scalar.text() : Json.line(cell);
    }

    private static Node entries(List<ManifestEntry> entries) {
        return Node.items(entries.stream()
                .map(entry -> Node.fields()
                        .put("record", entry.id().toString())
                        .put("contributor", entry.contributor().name())
                        .put("license", entry.terms().license().toString())
                        .build())
                .toList());
    }

    private static Node.Fields changed(DiffVersions.Changed changed) {
        var cells = new ArrayList<Node>();
        for (var cell : changed.cells()) {
            cells.add(Node.fields()
                    .put("column", cell.column())
                    .putIfPresent("before", cell.before().map(DiffView::said))
                    .putIfPresent("after", cell.after().map(DiffView::said))
                    .build());
        }
        return Node.fields()
                .put("record", changed.after().id().toString())
                .put("contributor", changed.after().contributor().name())
                .put("license", changed.after().terms().license().toString())
                .put("cells", Node.items(cells))
                .build();
    }

    @Override
    public void text(Screen screen) {
        if (outcome.isEmpty()) {
            screen.line("the records are the same");
            return;
        }
        list(
                screen,
                Style.GOOD,
                "+ ",
                outcome.added().stream().map(e -> e.id().toString()).toList());
        for (var changed :
                outcome.changed().subList(0, Math.min(SHOWN, outcome.changed().size()))) {
            screen.line(Style.WARN, "~ " + changed.after().id());
            for (var cell : changed.cells()) {
                screen.line("    " + cell.column() + ": "
                        + cell.before().map(DiffView::said).orElse("—") + " → "
                        + cell.after().map(DiffView::said).orElse("—"));
            }
        }
        more(screen, outcome.changed().size());
        list(
                screen,
                Style.PLAIN,
                "> ",
                outcome.moved().stream()
                        .map(m -> m.from() + " → " + m.to().id())
                        .toList());
        list(
                screen,
                Style.BAD,
                "- ",
                outcome.removed().stream().map(e -> e.id().toString()).toList());
        screen.blank()
                .line(Quantity.count(outcome.added().size()) + " added, "
                        + Quantity.count(outcome.changed().size()) + " changed, "
                        + Quantity.count(outcome.moved().size()) + " moved, "
                        + Quantity.count(outcome.removed().size()) + " removed");
        var shares = new TreeMap<String, Long>();
        outcome.added()
                .forEach(entry ->
                        shares.merge(entry.contributor() + "\0" + entry.terms().license(), 1L, Long::sum));
        var rows = new ArrayList<Row>();
        for (Map.Entry<String, Long> share : shares.entrySet()) {
            String[] parts = share.getKey().split("\0");
            rows.add(Row.of("  added by " + parts[0], "under " + parts[1]).count(share.getValue()));
        }
        screen.table(rows);
    }

    private static void list(Screen screen, Style style, String mark, List<String> lines) {
        lines.stream().limit(SHOWN).forEach(line -> screen.line(style, mark + line));
        more(screen, lines.size());
    }

    private static void more(Screen screen, int size) {
        if (size > SHOWN) {
            screen.note("  and " + Quantity.count(size - SHOWN) + " more; --json lists all");
        }
    }
}
