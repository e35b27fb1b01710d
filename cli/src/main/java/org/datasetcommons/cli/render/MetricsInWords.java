package org.datasetcommons.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.train.Metrics;

/** How right a model was, and what was left out, as people read it; the same for every verb about models. */
final class MetricsInWords {
    private static final int FEW = 10;

    private MetricsInWords() {}

    /** Rows for the table of a model. */
    static List<Row> rows(Metrics metrics) {
        return List.of(
                Row.of(
                        "  accuracy",
                        percent(metrics.accuracy()) + ", between " + percent(metrics.low()) + " and "
                                + percent(metrics.high()) + ", on "
                                + Quantity.count(metrics.count(), "record", "records") + " not seen before"),
                Row.of("  macro F1", percent(metrics.macroF1())));
    }

    /** Classes and groups, unless they are tiny, that are worse than the whole by more than chance explains. */
    static void showWeak(Screen screen, Metrics metrics) {
        var weak = new ArrayList<Row>();
        metrics.classes().forEach((name, of) -> addIfWeak(weak, metrics, "class " + name, of.recall()));
        metrics.groups().forEach((name, share) -> addIfWeak(weak, metrics, "group " + name, share));
        if (!weak.isEmpty()) {
            screen.line("worse than the whole:").table(weak);
        }
    }

    private static void addIfWeak(List<Row> weak, Metrics metrics, String name, Metrics.Share share) {
        if (share.count() >= FEW && share.high() < metrics.accuracy()) {
            weak.add(shareRow(name, share));
        }
    }

    /** Accuracy of each group, if there are groups. */
    static void showGroups(Screen screen, SortedMap<String, Metrics.Share> groups) {
        if (groups.isEmpty()) {
            return;
        }
        var rows = new ArrayList<Row>();
        rows.add(Row.header("  group", "records", "accuracy", "between"));
        groups.forEach((name, share) -> rows.add(shareRow(name.isEmpty() ? "(none)" : name, share)));
        screen.table(rows);
    }

    private static Row shareRow(String name, Metrics.Share share) {
        return Row.of("  " + name)
                .count(share.count())
                .right(percent(share.accuracy()))
                .cell(percent(share.low()) + " and " + percent(share.high()));
    }

    /** Why records were left out, the most frequent reason first. */
    static void showExcluded(Screen screen, SortedMap<String, Long> reasons) {
        var rows = new ArrayList<Row>();
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(reason -> rows.add(Row.of(" ").count(reason.getValue()).cell(reason.getKey())));
        if (!rows.isEmpty()) {
            screen.line("left out:").table(rows);
        }
    }

    /** Reason to number of records. */
    static FieldsBuilder excluded(SortedMap<String, Long> reasons) {
        var fields = Node.fields();
        reasons.forEach(fields::put);
        return fields;
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }
}
