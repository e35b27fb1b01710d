package org.datasetcommons.train;

import java.util.SortedMap;
import org.datasetcommons.Progress;

/** What computes: it finds weights, and applies them. */
public interface Engine {
    /** Starts an engine when it is needed, which costs a second, and may unpack libraries. */
    @FunctionalInterface
    interface Starter {
        /**
         * @param threads that it may use
         * @throws org.datasetcommons.CommonsException if there is none for this platform
         */
        Engine start(int threads);
    }

    /** Examples as numbers, packed when asked for. */
    interface Samples {
        int size();

        /** Writes the numbers of an example to {@code into}, from {@code offset} on. */
        void copyTo(int index, float[] into, int offset);

        /** The number of its class. */
        int label(int index);
    }

    /** @return weights that were trained from the initial ones; the same for the same arguments */
    Weights train(
            Network network, Weights initial, Samples samples, Recipe.Training training, long seed, Progress progress);

    /** The probability of each class for each example. */
    float[][] predict(Network network, Weights weights, Samples samples);

    /** The libraries at work, by name. */
    SortedMap<String, String> versions();
}
