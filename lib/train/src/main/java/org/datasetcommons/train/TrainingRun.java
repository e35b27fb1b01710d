package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.precondition;

import java.util.List;
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
        var network = Network.of(recipe, set.encoder().width(), set.classes().size());
        var weights =
                engine.train(network, Weights.initial(network, seed), set.learned(), recipe.training(), seed, progress);
        weights.findInfinite().ifPresent(name -> {
            throw precondition("training went astray: weights in " + name + " are not finite")
                    .hint("lower `learningRate` in the recipe");
        });
        return new TrainedModel(
                network,
                weights,
                set.classes(),
                set.encoder(),
                set.uses(),
                measure(network, weights, set.classes(), set.held(), engine));
    }

    static Metrics measure(
            Network network, Weights weights, List<String> classes, TrainingSet.Pack held, Engine engine) {
        int[] truth = new int[held.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = held.label(i);
        }
        return Metrics.of(classes, truth, engine.predict(network, weights, held), held.groups());
    }
}
