package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.Progress;
import org.datasetcommons.digest.Digest;

/** Trains a model by a recipe, and measures it on what was held out. */
public final class TrainingRun {
    private final Engine engine;
    private final Progress progress;

    public TrainingRun(Engine engine, Progress progress) {
        this.engine = engine;
        this.progress = progress;
    }

    /**
     * Trains.
     *
     * @param selection whose examples are in the order of their ids, on which the result depends
     * @param threads that the engine was told to use; kept with the model, since they too decide the last bits
     */
    public TrainedModel run(Recipe recipe, Selection selection, long seed, int threads) {
        var excluded = new TreeMap<>(selection.excluded());
        var usable = new ArrayList<Example>();
        for (var example : selection.examples()) {
            String label = example.fields().getOrDefault(recipe.label(), "");
            if (label.isEmpty()) {
                excluded.put(example.id(), "has no label '" + recipe.label() + "'");
            } else {
                usable.add(example);
            }
        }
        var learned = usable.stream().filter(e -> !recipe.split().holdsOut(e)).toList();
        var encoder = Encoder.fit(recipe, learned);
        var encoded = new Encoded(recipe, encoder, excluded);
        try (var task = progress.start("reading", usable.size(), Progress.Unit.RECORDS)) {
            for (var example : usable) {
                encoded.add(example, recipe.split().holdsOut(example));
                task.advance(1);
            }
        }
        var classes = List.copyOf(new TreeSet<>(encoded.learned.labels));
        if (classes.size() < 2 || encoded.held.size() == 0) {
            throw precondition("there is not enough to learn from: " + encoded.learned.size() + " records of "
                            + classes.size() + " classes, and " + encoded.held.size() + " held out")
                    .hint("see why records are left out with --dry-run, and whether `label` in the recipe is right");
        }
        encoded.learned.number(classes, excluded);
        encoded.held.number(classes, excluded);
        var network = Network.of(recipe, encoder.width(), classes.size());
        var weights = engine.train(
                network, Weights.initial(network, seed), encoded.learned, recipe.training(), seed, progress);
        return new TrainedModel(
                recipe,
                network,
                weights,
                classes,
                encoder.toNode(),
                seed,
                threads,
                engine.versions(),
                encoded.learned.records(),
                encoded.held.records(),
                excluded,
                measure(network, weights, classes, encoded.held, engine));
    }

    static Metrics measure(Network network, Weights weights, List<String> classes, Pack held, Engine engine) {
        int[] truth = new int[held.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = held.label(i);
        }
        return Metrics.of(classes, truth, engine.predict(network, weights, held), held.groups);
    }

    /** Examples as numbers, on their side of the split. */
    private static final class Encoded {
        final Recipe recipe;
        final Encoder encoder;
        final SortedMap<String, String> excluded;
        final Pack learned;
        final Pack held;

        Encoded(Recipe recipe, Encoder encoder, SortedMap<String, String> excluded) {
            this.recipe = recipe;
            this.encoder = encoder;
            this.excluded = excluded;
            this.learned = new Pack(encoder.width());
            this.held = new Pack(encoder.width());
        }

        void add(Example example, boolean isHeld) {
            try {
                (isHeld ? held : learned).add(example, recipe, encoder.encode(example));
            } catch (Encoder.Unreadable e) {
                excluded.put(example.id(), e.getMessage());
            }
        }
    }

    /** Encoded examples with their labels. */
    static final class Pack implements Engine.Samples {
        private final int width;
        private final List<Encoder.Vector> vectors = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();
        private final List<String> labels = new ArrayList<>();
        private final List<String> groups = new ArrayList<>();
        private int[] numbers = new int[0];

        Pack(int width) {
            this.width = width;
        }

        void add(Example example, Recipe recipe, Encoder.Vector vector) {
            vectors.add(vector);
            labels.add(example.fields().get(recipe.label()));
            examples.add(example);
            recipe.group().ifPresent(group -> groups.add(example.fields().getOrDefault(group, "")));
        }

        /** Gives labels their numbers; an example of a class that was not learnt is left out. */
        void number(List<String> classes, SortedMap<String, String> excluded) {
            for (int i = labels.size() - 1; i >= 0; i--) {
                if (!classes.contains(labels.get(i))) {
                    excluded.put(
                            examples.get(i).id(),
                            "is of the class '" + labels.get(i) + "', of which nothing was learnt");
                    vectors.remove(i);
                    labels.remove(i);
                    examples.remove(i);
                    if (!groups.isEmpty()) {
                        groups.remove(i);
                    }
                }
            }
            numbers = labels.stream().mapToInt(classes::indexOf).toArray();
        }

        /** The examples' records: id to digest. */
        SortedMap<String, Digest> records() {
            var records = new TreeMap<String, Digest>();
            examples.forEach(example -> records.put(example.id(), example.digest()));
            return records;
        }

        @Override
        public int size() {
            return vectors.size();
        }

        @Override
        public void copyTo(int index, float[] into, int offset) {
            vectors.get(index).copyTo(into, offset, width);
        }

        @Override
        public int label(int index) {
            return numbers[index];
        }
    }
}
