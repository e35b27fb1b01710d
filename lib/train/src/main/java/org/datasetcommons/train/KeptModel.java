package org.datasetcommons.train;

import java.util.List;

/** A model as its directory has it: enough to use it, and to say what it learnt from. */
record KeptModel(Recipe recipe, Network network, Weights weights, List<String> classes, Encoder encoder, Uses uses) {
    KeptModel {
        classes = List.copyOf(classes);
    }
}
