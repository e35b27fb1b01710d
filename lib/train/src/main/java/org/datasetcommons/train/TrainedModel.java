package org.datasetcommons.train;

import java.util.List;
import org.datasetcommons.document.Node;

/**
 * A model and what it was made of.
 *
 * @param classes what it tells apart, sorted
 * @param metrics on what was held out
 */
record TrainedModel(
        Network network, Weights weights, List<String> classes, Encoder encoder, Uses uses, Metrics metrics) {
    static final int FORMAT = 1;

    TrainedModel {
        classes = List.copyOf(classes);
    }

    Node.Fields toNode(Task task) {
        return toNode(task, classes, encoder, network);
    }

    /** What {@code model.json} says: all that is needed to use the weights. */
    static Node.Fields toNode(Task task, List<String> classes, Encoder encoder, Network network) {
        return Node.fields()
                .put("format", FORMAT)
                .put("task", task.toString())
                .put("classes", classes)
                .put("encoding", encoder.toNode())
                .put("network", network.toNode())
                .build();
    }
}
