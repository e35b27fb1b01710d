package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.digest.Digest;

/**
 * What a recipe makes of a selection before anything is computed: examples as numbers on either side of the split, their
 * classes, and why the others are left out. The same for the same records on every machine.
 */
final class TrainingSet {
    private final Recipe recipe;
    private final Encoder encoder;
    private final List<String> classes;
    private final Pack learned;
    private final Pack held;
    private final SortedMap<String, String> excluded;

    private TrainingSet(
            Recipe recipe,
            Encoder encoder,
            List<String> classes,
            Pack learned,
            Pack held,
            SortedMap<String, String> excluded) {
        this.recipe = recipe;
        this.encoder = encoder;
        this.classes = classes;
        this.learned = learned;
        this.held = held;
        this.excluded = excluded;
    }

    /**
     * Reads and encodes what was selected.
     *
     * @throws org.datasetcommons.CommonsException if there are not two classes to learn, or nothing to measure on
     */
    static TrainingSet of(Recipe recipe, Selection selection, Progress progress) {
        var excluded = new TreeMap<>(selection.excluded());
        var usable = new ArrayList<Example>();
        for (var example : selection.examples()) {
            if (example.fields().getOrDefault(recipe.label(), "").isEmpty()) {
                excluded.put(example.id(), "has no label '" + recipe.label() + "'");
            } else if (recipe.split().holdsOut(example)
                    && selection.unmeasurable().containsKey(example.id())) {
                excluded.put(example.id(), selection.unmeasurable().get(example.id()));
            } else {
                usable.add(example);
            }
        }
        var toLearn = usable.stream().filter(e -> !recipe.split().holdsOut(e)).toList();
        if (toLearn.isEmpty()) {
            throw notEnough(0, usable.size(), 0, excluded);
        }
        var encoder = Encoder.fit(recipe, toLearn);
        var learned = new Pack(encoder.width());
        var held = new Pack(encoder.width());
        try (var task = progress.start("reading", usable.size(), Progress.Unit.RECORDS)) {
            for (var example : usable) {
                var side = recipe.split().holdsOut(example) ? held : learned;
                side.add(example, recipe, encoder, excluded);
                task.advance(1);
            }
        }
        var classes = List.copyOf(new TreeSet<>(learned.labels));
        learned.number(classes, excluded);
        held.number(classes, excluded);
        if (classes.size() < 2 || held.size() == 0) {
            throw notEnough(learned.size(), held.size(), classes.size(), excluded);
        }
        return new TrainingSet(recipe, encoder, classes, learned, held, excluded);
    }

    private static CommonsException notEnough(int learned, int held, int classes, SortedMap<String, String> excluded) {
        var problem = precondition("there is not enough to learn from: "
                + learned
                + (learned == 1 ? " record of " : " records of ")
                + classes
                + (classes == 1 ? " class" : " classes")
                + " to learn from, and "
                + held
                + " held out to measure on");
        Uses.counted(excluded).entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(3)
                .forEach(reason -> problem.hint(reason.getValue() + " left out: " + reason.getKey()));
        return problem.hint("see whether `include`, `label` and `split` in the recipe fit the dataset");
    }

    Recipe recipe() {
        return recipe;
    }

    /** What is told apart, sorted. */
    List<String> classes() {
        return classes;
    }

    /** What became of each record that was asked for. */
    Uses uses() {
        return new Uses(learned.records(), held.records(), excluded);
    }

    /** The model that the recipe makes of this, but for its weights. */
    Description description() {
        return new Description(recipe.task(), classes, encoder, Network.of(recipe, encoder.width(), classes.size()));
    }

    Pack learned() {
        return learned;
    }

    Pack held() {
        return held;
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

        /** Encodes an example and takes it in, or says why it cannot be. */
        void add(Example example, Recipe recipe, Encoder encoder, SortedMap<String, String> excluded) {
            try {
                vectors.add(encoder.encode(example));
            } catch (Encoder.Unreadable e) {
                excluded.put(example.id(), e.getMessage());
                return;
            }
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

        List<String> groups() {
            return groups;
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
