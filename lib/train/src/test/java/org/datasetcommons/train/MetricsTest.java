package org.datasetcommons.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.document.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {
    private static final float[] A = {0.9f, 0.1f};
    private static final float[] B = {0.2f, 0.8f};

    /** Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void intervalIsWilsons(int right, int count, double low, double high) {
        var share = Metrics.Share.of(right, count);

        assertEquals(low, share.low(), 0.00005);
        assertEquals(high, share.high(), 0.00005);
    }

    @Test
    void intervalOfAllOrNoneEndsThere() {
        for (int count = 1; count < 1_000; count++) {
            assertEquals(1, Metrics.Share.of(count, count).high());
            assertEquals(0, Metrics.Share.of(0, count).low());
        }
    }

    @Test
    void intervalOfNothingIsEverything() {
        assertEquals(new Metrics.Share(0, 0, 0, 1), Metrics.Share.of(0, 0));
    }

    @Test
    void countsByClass() {
        var metrics =
                Metrics.of(List.of("a", "b"), new int[] {0, 0, 0, 1, 1}, new float[][] {A, A, B, B, A}, List.of());

        assertEquals(5, metrics.count());
        assertEquals(0.6, metrics.accuracy(), 1e-12);
        assertEquals(2 / 3.0, metrics.classes().get("a").precision(), 1e-12);
        assertEquals(Metrics.Share.of(2, 3), metrics.classes().get("a").recall());
        assertEquals(0.5, metrics.classes().get("b").precision(), 1e-12);
        assertEquals(Metrics.Share.of(1, 2), metrics.classes().get("b").recall());
        // F1 of a is 2/3, of b 1/2.
        assertEquals(7 / 12.0, metrics.macroF1(), 1e-12);
        double loss = -(2 * Math.log(0.9) + Math.log(0.2) + Math.log(0.8) + Math.log(0.1)) / 5;
        assertEquals(loss, metrics.logLoss(), 1e-6);
    }

    @Test
    void classWithoutExamplesDoesNotCountInTheMean() {
        var metrics = Metrics.of(List.of("a", "b"), new int[] {0}, new float[][] {A}, List.of());

        assertEquals(1, metrics.macroF1());
        assertEquals(0, metrics.classes().get("b").recall().count());
    }

    @Test
    void reportsGroups() {
        var metrics = Metrics.of(
                List.of("a", "b"), new int[] {0, 0, 1}, new float[][] {A, B, B}, List.of("north", "south", "south"));

        assertEquals(Metrics.Share.of(1, 1), metrics.groups().get("north"));
        assertEquals(Metrics.Share.of(1, 2), metrics.groups().get("south"));
    }

    @Test
    void findsEachMetricThatCanBeAGate() {
        var metrics = Metrics.of(List.of("a", "b"), new int[] {0}, new float[][] {A}, List.of());

        Metrics.NAMES.forEach(name -> assertTrue(metrics.find(name).isPresent(), name));
        assertEquals(Optional.empty(), metrics.find("logLoss"));
    }

    @Test
    void isWrittenWithSixDigits() {
        var metrics = Metrics.of(List.of("a", "b"), new int[] {0, 1, 1}, new float[][] {A, B, A}, List.of());

        assertEquals("""
                {
                  "count": 3,
                  "accuracy": 0.666667,
                  "low": 0.20766,
                  "high": 0.938508,
                  "macroF1": 0.666667,
                  "logLoss": 0.87703,
                  "classes": [
                    {
                      "class": "a",
                      "count": 1,
                      "precision": 0.5,
                      "recall": 1.0,
                      "low": 0.206549,
                      "high": 1.0
                    },
                    {
                      "class": "b",
                      "count": 2,
                      "precision": 1.0,
                      "recall": 0.5,
                      "low": 0.094531,
                      "high": 0.905469
                    }
                  ],
                  "groups": []
                }
                """, new String(Json.pretty(metrics.toNode()), StandardCharsets.UTF_8));
    }
}
