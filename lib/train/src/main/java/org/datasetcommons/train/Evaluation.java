package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.precondition;

import java.util.Collections;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measures a model on examples that it did not learn from.
 *
 * @param excluded why examples were not asked about: id to reason
 */
public record Evaluation(Metrics metrics, SortedMap<String, String> excluded) {
    public Evaluation {
        excluded = Collections.unmodifiableSortedMap(new TreeMap<>(excluded));
    }

    /** @throws org.datasetcommons.CommonsException if there is nothing to measure it on */
    public static Evaluation of(KeptModel model, Selection selection, Engine engine) {
        var recipe = model.recipe();
        var encoder = Encoder.from(recipe, model.encoding());
        var excluded = new TreeMap<>(selection.excluded());
        var learned = new HashSet<>(model.learned().values());
        var pack = new TrainingRun.Pack(encoder.width());
        for (var example : selection.examples()) {
            if (!recipe.split().holdsOut(example)) {
                excluded.put(example.id(), "is on the side that is learnt from");
            } else if (learned.contains(example.digest()) || model.learned().containsKey(example.id())) {
                // A row that was corrected since may have changed sides; the model has still seen the answer.
                excluded.put(example.id(), "was learnt from, in this form or an earlier one");
            } else if (example.fields().getOrDefault(recipe.label(), "").isEmpty()) {
                excluded.put(example.id(), "has no label '" + recipe.label() + "'");
            } else {
                try {
                    pack.add(example, recipe, encoder.encode(example));
                } catch (Encoder.Unreadable e) {
                    excluded.put(example.id(), e.getMessage());
                }
            }
        }
        pack.number(model.classes(), excluded);
        if (pack.size() == 0) {
            throw precondition("there is nothing to measure the model on: no record of this version is held out for it")
                    .hint("the model's recipe says which records it takes; `commons show MODEL` shows it");
        }
        return new Evaluation(
                TrainingRun.measure(model.network(), model.weights(), model.classes(), pack, engine), excluded);
    }
}
