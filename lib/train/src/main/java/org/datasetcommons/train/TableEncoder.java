package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.datasetcommons.document.Node;

/** Rows as the numbers in their columns, each less its mean and divided by its spread over what was learnt from. */
final class TableEncoder implements Encoder {
    private final List<String> features;
    private final double[] means;
    private final double[] spreads;

    private TableEncoder(List<String> features, double[] means, double[] spreads) {
        this.features = List.copyOf(features);
        this.means = means.clone();
        this.spreads = spreads.clone();
    }

    static TableEncoder fit(Recipe recipe, List<Example> learned) {
        var features = recipe.input().features().isEmpty()
                ? numericColumns(learned, recipe)
                : recipe.input().features();
        if (features.isEmpty()) {
            throw precondition("no column of these rows is a number in every row")
                    .hint("name the columns to learn from: input: {features: [...]}");
        }
        double[] means = new double[features.size()];
        double[] spreads = new double[features.size()];
        for (int f = 0; f < features.size(); f++) {
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (var example : learned) {
                String cell = example.fields().get(features.get(f));
                if (cell != null && isNumber(cell)) {
                    double value = Double.parseDouble(cell);
                    sum += value;
                    squares += value * value;
                    count++;
                }
            }
            means[f] = count == 0 ? 0 : sum / count;
            double variance = count == 0 ? 0 : Math.max(0, squares / count - means[f] * means[f]);
            // A column that never varies says nothing; dividing by its spread would say too much.
            spreads[f] = variance < 1e-12 ? 1 : Math.sqrt(variance);
        }
        return new TableEncoder(features, means, spreads);
    }

    private static List<String> numericColumns(List<Example> learned, Recipe recipe) {
        Set<String> columns = new TreeSet<>();
        learned.stream()
                .findFirst()
                .ifPresent(example -> columns.addAll(example.fields().keySet()));
        columns.removeAll(Set.of(recipe.label(), Fields.KEY, Fields.CONTRIBUTOR, Fields.LICENSE, Fields.PATH));
        recipe.group().ifPresent(columns::remove);
        columns.removeIf(column -> learned.stream()
                .anyMatch(example -> !isNumber(example.fields().getOrDefault(column, ""))
                        || example.fields().get(column).equals(example.fields().get(Fields.KEY))));
        return List.copyOf(columns);
    }

    private static boolean isNumber(String cell) {
        return cell.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
    }

    static TableEncoder from(Node.Fields kept) {
        var features = new ArrayList<String>();
        var columns = kept.items("columns");
        double[] means = new double[columns.size()];
        double[] spreads = new double[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            var column = columns.get(i).asFields();
            features.add(column.text("name"));
            means[i] = Double.parseDouble(column.text("mean"));
            spreads[i] = Double.parseDouble(column.text("spread"));
        }
        return new TableEncoder(features, means, spreads);
    }

    @Override
    public int width() {
        return features.size();
    }

    @Override
    public Vector encode(Example example) throws Unreadable {
        float[] values = new float[features.size()];
        for (int f = 0; f < values.length; f++) {
            String cell = example.fields().get(features.get(f));
            if (cell == null || !isNumber(cell)) {
                throw new Unreadable("has no number in column '" + features.get(f) + "'");
            }
            values[f] = (float) ((Double.parseDouble(cell) - means[f]) / spreads[f]);
        }
        return Vector.dense(values);
    }

    @Override
    public Node.Fields toNode() {
        var columns = new ArrayList<Node>();
        for (int i = 0; i < features.size(); i++) {
            columns.add(Node.fields()
                    .put("name", features.get(i))
                    .put("mean", Double.toString(means[i]))
                    .put("spread", Double.toString(spreads[i]))
                    .build());
        }
        return Node.fields().put("columns", Node.items(columns)).build();
    }
}
