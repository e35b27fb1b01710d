package org.datasetcommons.train;

import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.Progress;

/** An engine that learns nothing: weights stay as they begin, and every class is as likely. */
final class StillEngine implements Engine {
    @Override
    public Weights train(
            Network network, Weights initial, Samples samples, Recipe.Training training, long seed, Progress progress) {
        return initial;
    }

    @Override
    public float[][] predict(Network network, Weights weights, Samples samples) {
        float[][] probabilities = new float[samples.size()][network.classes()];
        for (float[] of : probabilities) {
            java.util.Arrays.fill(of, 1f / network.classes());
        }
        return probabilities;
    }

    @Override
    public SortedMap<String, String> versions() {
        return new TreeMap<>();
    }
}
