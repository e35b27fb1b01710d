package org.datasetcommons.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.document.Node;

/**
 * How right a model was.
 *
 * @param count examples it was asked about
 * @param low lower end of the 95 % interval of the accuracy (Wilson 1927)
 * @param high upper end
 * @param logLoss mean negative logarithm of the probability it gave to what was right
 * @param groups accuracy by group, where the recipe names one
 */
public record Metrics(
        int count,
        double accuracy,
        double low,
        double high,
        double macroF1,
        double logLoss,
        SortedMap<String, ClassMetrics> classes,
        SortedMap<String, Share> groups) {
    /**
     * How right it was about one class.
     *
     * @param recall the share of its examples that were recognised, with its interval
     */
    public record ClassMetrics(Share recall, double precision) {}

    /** A share of examples that were right. */
    public record Share(int count, double accuracy, double low, double high) {
        static Share of(int right, int count) {
            double[] interval = wilson(right, count);
            return new Share(count, count == 0 ? 0 : (double) right / count, interval[0], interval[1]);
        }
    }

    private static final double Z = 1.959963984540054;

    public Metrics {
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    }

    /** Of what was asked, what was said and in which group; the lists have the same length. */
    static Metrics of(List<String> names, int[] truth, float[][] probabilities, List<String> groups) {
        int right = 0;
        double loss = 0;
        int[] said = new int[truth.length];
        int[][] confusion = new int[names.size()][names.size()];
        var inGroup = new TreeMap<String, int[]>();
        for (int i = 0; i < truth.length; i++) {
            for (int c = 1; c < names.size(); c++) {
                if (probabilities[i][c] > probabilities[i][said[i]]) {
                    said[i] = c;
                }
            }
            boolean isRight = said[i] == truth[i];
            right += isRight ? 1 : 0;
            confusion[truth[i]][said[i]]++;
            loss -= Math.log(Math.max(probabilities[i][truth[i]], 1e-12f));
            if (!groups.isEmpty()) {
                int[] share = inGroup.computeIfAbsent(groups.get(i), g -> new int[2]);
                share[0] += isRight ? 1 : 0;
                share[1]++;
            }
        }
        var classes = new TreeMap<String, ClassMetrics>();
        double f1 = 0;
        int present = 0;
        for (int c = 0; c < names.size(); c++) {
            int of = 0;
            int saidSo = 0;
            for (int other = 0; other < names.size(); other++) {
                of += confusion[c][other];
                saidSo += confusion[other][c];
            }
            double precision = saidSo == 0 ? 0 : (double) confusion[c][c] / saidSo;
            var recalled = Share.of(confusion[c][c], of);
            classes.put(names.get(c), new ClassMetrics(recalled, precision));
            if (of > 0) {
                present++;
                double recall = recalled.accuracy();
                f1 += precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
            }
        }
        var shares = new TreeMap<String, Share>();
        inGroup.forEach((group, share) -> shares.put(group, Share.of(share[0], share[1])));
        var all = Share.of(right, truth.length);
        return new Metrics(
                truth.length,
                all.accuracy(),
                all.low(),
                all.high(),
                present == 0 ? 0 : f1 / present,
                truth.length == 0 ? 0 : loss / truth.length,
                classes,
                shares);
    }

    /** Wilson's score interval at 95 %, which stays within 0 and 1 and holds for small counts too. */
    private static double[] wilson(int right, int count) {
        if (count == 0) {
            return new double[] {0, 1};
        }
        double p = (double) right / count;
        double denominator = 1 + Z * Z / count;
        double centre = (p + Z * Z / (2 * count)) / denominator;
        double half = Z * Math.sqrt(p * (1 - p) / count + Z * Z / (4.0 * count * count)) / denominator;
        // Of all or of none, the interval ends at the share itself; rounding would put it a little beside.
        return new double[] {
            right == 0 ? 0 : Math.max(0, centre - half), right == count ? 1 : Math.min(1, centre + half)
        };
    }

    /** Names of the metrics that {@link #find} knows. */
    public static final List<String> NAMES = List.of("accuracy", "low", "macroF1");

    /** A metric that is better the higher it is, by the name it has in JSON. */
    public Optional<Double> find(String name) {
        return switch (name) {
            case "accuracy" -> Optional.of(accuracy);
            case "low" -> Optional.of(low);
            case "macroF1" -> Optional.of(macroF1);
            default -> Optional.empty();
        };
    }

    public Node.Fields toNode() {
        var classNodes = new ArrayList<Node>();
        classes.forEach((name, metrics) -> classNodes.add(Node.fields()
                .put("class", name)
                .put("count", metrics.recall().count())
                .put("precision", rounded(metrics.precision()))
                .put("recall", rounded(metrics.recall().accuracy()))
                .put("low", rounded(metrics.recall().low()))
                .put("high", rounded(metrics.recall().high()))
                .build()));
        var groupNodes = new ArrayList<Node>();
        groups.forEach((name, share) -> groupNodes.add(Node.fields()
                .put("group", name)
                .put("count", share.count())
                .put("accuracy", rounded(share.accuracy()))
                .put("low", rounded(share.low()))
                .put("high", rounded(share.high()))
                .build()));
        return Node.fields()
                .put("count", count)
                .put("accuracy", rounded(accuracy))
                .put("low", rounded(low))
                .put("high", rounded(high))
                .put("macroF1", rounded(macroF1))
                .put("logLoss", rounded(logLoss))
                .put("classes", Node.items(classNodes))
                .put("groups", Node.items(groupNodes))
                .build();
    }

    /** Six digits: the seventh depends on the machine. */
    private static Node rounded(double value) {
        return Node.decimal(Double.parseDouble(String.format(Locale.ROOT, "%.6f", value)));
    }
}
