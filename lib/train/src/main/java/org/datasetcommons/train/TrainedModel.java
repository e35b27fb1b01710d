package org.datasetcommons.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;

/**
 * A model and how it came to be.
 *
 * @param classes what it tells apart, sorted
 * @param learned the records it learnt from: id to digest
 * @param held those held out
 * @param excluded why records that were asked for were not used: id to reason
 * @param metrics on what was held out
 */
public record TrainedModel(
        Recipe recipe,
        Network network,
        Weights weights,
        List<String> classes,
        Node.Fields encoding,
        long seed,
        int threads,
        SortedMap<String, String> versions,
        SortedMap<String, Digest> learned,
        SortedMap<String, Digest> held,
        SortedMap<String, String> excluded,
        Metrics metrics) {
    public TrainedModel {
        classes = List.copyOf(classes);
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        learned = Collections.unmodifiableSortedMap(new TreeMap<>(learned));
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
        excluded = Collections.unmodifiableSortedMap(new TreeMap<>(excluded));
    }

    /** What {@code model.json} says: all that is needed to use the weights. */
    Node.Fields toNode() {
        var versionFields = Node.fields();
        versions.forEach(versionFields::put);
        var shapes = new ArrayList<Node>();
        network.shapes()
                .forEach((name, shape) -> shapes.add(Node.fields()
                        .put("name", name)
                        .put(
                                "shape",
                                Node.items(shape.stream().map(Node::number).toList()))
                        .build()));
        return Node.fields()
                .put("format", 1)
                .put("recipe", recipe.written())
                .put("classes", classes)
                .put("inputs", network.inputs())
                .put("encoding", encoding)
                .put("tensors", Node.items(shapes))
                .put("seed", seed)
                .put("threads", threads)
                .put("libraries", versionFields)
                .build();
    }
}
