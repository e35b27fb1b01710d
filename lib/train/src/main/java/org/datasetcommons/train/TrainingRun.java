package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.precondition;

import org.datasetcommons.Progress;

/** Trains a model, and measures it on what was held out. */
final class TrainingRun {
    private final Engine engine;
    private final Progress progress;

    TrainingRun(Engine engine, Progress progress) {
        this.engine = engine;
        this.progress = progress;
    }

    TrainedModel run(TrainingSet set, long seed) {
        var recipe = set.recipe();
        var description = set.description();
        var network = description.network();
        var weights =
                engine.train(network, Weights.initial(network, seed), set.learned(), recipe.training(), seed, progress);
        weights.findInfinite().ifPresent(name -> {
            throw precondition("training went astray: weights in " + name + " are not finite")
                    .hint("lower `learningRate` in the recipe");
        });
        return new TrainedModel(description, weights, set.uses(), measure(description, weights, set.held(), engine));
    }

    static Metrics measure(Description description, Weights weights, TrainingSet.Pack held, Engine engine) {
        int[] truth = new int[held.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = held.label(i);
        }
        return Metrics.of(
                description.classes(), truth, engine.predict(description.network(), weights, held), held.groups());
    }
}
