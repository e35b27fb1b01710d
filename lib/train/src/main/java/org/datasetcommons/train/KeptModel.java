package org.datasetcommons.train;

import java.util.List;
import java.util.SortedMap;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;

/** A model as its directory has it: enough to use it, and to say what it learnt from. */
public record KeptModel(
        Recipe recipe,
        Network network,
        Weights weights,
        List<String> classes,
        Node.Fields encoding,
        long seed,
        int threads,
        SortedMap<String, Digest> learned,
        SortedMap<String, Digest> held,
        SortedMap<String, String> excluded) {
    public KeptModel {
        classes = List.copyOf(classes);
    }
}
