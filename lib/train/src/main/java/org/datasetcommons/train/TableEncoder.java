package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Pattern;
import org.datasetcommons.document.Node;

/** Rows as the numbers in their columns, each less its mean and divided by its spread over what was learnt from. */
final class TableEncoder implements Encoder {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,60})?([eE][-+]?[0-9]{1,3})?");

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
            String feature = features.get(f);
            double[] column = learned.stream()
                    .map(example -> example.fields().getOrDefault(feature, ""))
                    .filter(TableEncoder::isNumber)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            means[f] = mean(column, value -> value);
            double middle = means[f];
            double spread = Math.sqrt(mean(column, value -> (value - middle) * (value - middle)));
            if (!Double.isFinite(spread)) {
                throw precondition("the numbers in column '" + feature + "' are too far apart to learn from")
                        .hint("leave it out: input: {features: [...]}");
            }
            // A column that never varies says nothing; dividing by its spread would say too much.
            spreads[f] = spread <= 1e-12 * Math.abs(middle) || spread == 0 ? 1 : spread;
        }
        return new TableEncoder(features, means, spreads);
    }

    private static double mean(double[] column, DoubleUnaryOperator of) {
        double sum = 0;
        for (double value : column) {
            sum += of.applyAsDouble(value);
        }
        return column.length == 0 ? 0 : sum / column.length;
    }

    private static List<String> numericColumns(List<Example> learned, Recipe recipe) {
        Set<String> columns = new TreeSet<>();
        learned.stream()
                .findFirst()
                .ifPresent(example -> columns.addAll(example.fields().keySet()));
        columns.removeAll(Set.of(recipe.label(), Fields.KEY, Fields.CONTRIBUTOR, Fields.LICENSE, Fields.PATH));
        columns.removeIf(column -> column.startsWith(Fields.META));
        recipe.group().ifPresent(columns::remove);
        recipe.split().field().ifPresent(columns::remove);
        columns.removeIf(column ->
                !learned.stream().allMatch(example -> isNumber(example.fields().getOrDefault(column, ""))));
        // The key says nothing of a row; a column that has its value in every row is the key's.
        columns.removeIf(column -> learned.stream()
                .allMatch(example ->
                        example.fields().get(column).equals(example.fields().get(Fields.KEY))));
        return List.copyOf(columns);
    }

    /** Whole numbers, which most cells are, are told without the pattern. */
    private static boolean isNumber(String cell) {
        int digits = 0;
        while (digits < cell.length() && cell.charAt(digits) >= '0' && cell.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == cell.length()) {
            return digits > 0 && digits <= 60;
        }
        return NUMBER.matcher(cell).matches() && Double.isFinite(Double.parseDouble(cell));
    }

    static TableEncoder from(Node.Fields kept) {
        var features = new ArrayList<String>();
        var columns = kept.items("columns");
        double[] means = new double[columns.size()];
        double[] spreads = new double[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            var column = columns.get(i).asFields();
            features.add(column.text("name"));
            means[i] = finite(column.get("mean"));
            spreads[i] = finite(column.get("spread"));
            if (spreads[i] <= 0) {
                throw invalid(column.get("spread").at().prefix() + "a spread is more than 0");
            }
        }
        if (features.isEmpty()) {
            throw invalid(kept.at().prefix() + "the encoding names no columns");
        }
        return new TableEncoder(features, means, spreads);
    }

    private static double finite(Node node) {
        if (!isNumber(node.asText())) {
            throw invalid(node.at().prefix() + "expected a number in quotes, found '" + node.asText() + "'");
        }
        return Double.parseDouble(node.asText());
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
            if (!Float.isFinite(values[f])) {
                throw new Unreadable("has a number out of range in column '" + features.get(f) + "'");
            }
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
        return Node.fields()
                .put("kind", "table")
                .put("columns", Node.items(columns))
                .build();
    }
}
