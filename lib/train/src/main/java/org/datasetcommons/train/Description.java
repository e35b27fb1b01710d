package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.util.List;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Node;

/**
 * What {@code model.json} says: all that is needed to use the weights.
 *
 * @param classes what the model tells apart, sorted
 */
record Description(Task task, List<String> classes, Encoder encoder, Network network) {
    private static final int FORMAT = 1;

    Description {
        classes = List.copyOf(classes);
    }

    static Description read(String file, byte[] bytes, Documents documents) {
        var fields = documents.json(file, bytes);
        if (fields.integer("format") != FORMAT) {
            throw invalid(fields.get("format").at().prefix() + "unknown model format " + fields.integer("format"))
                    .hint("a newer version of commons may read it");
        }
        var classes = fields.texts("classes");
        var network = Network.from(fields.fields("network"), classes.size());
        var encoder = Encoder.from(fields.fields("encoding"));
        if (encoder.width() != network.inputs()) {
            throw invalid(fields.get("network").at().prefix() + "the network takes " + network.inputs()
                    + " numbers, and the encoding gives " + encoder.width());
        }
        return new Description(Task.from(fields.get("task")), classes, encoder, network);
    }

    Node.Fields toNode() {
        return Node.fields()
                .put("format", FORMAT)
                .put("task", task.toString())
                .put("classes", classes)
                .put("encoding", encoder.toNode())
                .put("network", network.toNode())
                .build();
    }
}
