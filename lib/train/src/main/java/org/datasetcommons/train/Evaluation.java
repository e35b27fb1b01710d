package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.precondition;

import java.util.Collections;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.Progress;
import org.datasetcommons.document.Spelling;

/**
 * What a model is worth on examples that it did not learn from.
 *
 * @param excluded why examples were not asked about: id to reason
 */
public record Evaluation(Metrics metrics, SortedMap<String, String> excluded) {
    public Evaluation {
        excluded = Collections.unmodifiableSortedMap(new TreeMap<>(excluded));
    }

    /** How many examples were not asked about for each reason. */
    public SortedMap<String, Long> reasons() {
        return Uses.counted(excluded);
    }

    /**
     * Measures.
     *
     * @param recipe the model's, perhaps for another purpose or with other groups
     * @throws org.datasetcommons.CommonsException if there is nothing to measure it on
     */
    static Evaluation of(KeptModel model, Recipe recipe, Selection selection, Engine engine, Progress progress) {
        var excluded = new TreeMap<>(selection.excluded());
        var learned = new HashSet<>(model.uses().learned().values());
        recipe.group().ifPresent(group -> requireGroup(group, selection));
        var pack = new TrainingSet.Pack(model.description().encoder().width());
        try (var task = progress.start("reading", selection.examples().size(), Progress.Unit.RECORDS)) {
            for (var example : selection.examples()) {
                task.advance(1);
                if (!recipe.split().holdsOut(example)) {
                    excluded.put(example.id(), "is on the side that is learnt from");
                } else if (learned.contains(example.digest())
                        || model.uses().learned().containsKey(example.id())) {
                    // A row that was corrected since may have changed sides; the model has still seen the answer.
                    excluded.put(example.id(), "was learnt from, in this form or an earlier one");
                } else if (example.fields().getOrDefault(recipe.label(), "").isEmpty()) {
                    excluded.put(example.id(), "has no label '" + recipe.label() + "'");
                } else if (selection.unmeasurable().containsKey(example.id())) {
                    excluded.put(example.id(), selection.unmeasurable().get(example.id()));
                } else {
                    pack.add(example, recipe, model.description().encoder(), excluded);
                }
            }
        }
        pack.number(model.description().classes(), excluded);
        if (pack.size() == 0) {
            var problem = precondition("there is nothing to measure the model on");
            Uses.counted(excluded).forEach((reason, count) -> problem.hint(count + " left out: " + reason));
            throw problem.hint("the recipe kept with the model says which records it takes");
        }
        return new Evaluation(TrainingRun.measure(model.description(), model.weights(), pack, engine), excluded);
    }

    private static void requireGroup(String group, Selection selection) {
        var known = new TreeSet<String>();
        selection.examples().forEach(example -> known.addAll(example.fields().keySet()));
        if (!known.isEmpty() && !known.contains(group)) {
            var problem = precondition("no record has the field '" + group + "' to group by");
            Spelling.nearest(group, known).ifPresent(near -> problem.hint("did you mean '" + near + "'?"));
            throw problem.hint("its fields: " + String.join(", ", known));
        }
    }
}
