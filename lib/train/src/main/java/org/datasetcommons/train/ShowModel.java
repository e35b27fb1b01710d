package org.datasetcommons.train;

import java.util.SortedMap;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Node;

/** Tells what a model directory says of itself; nothing is verified but that its files are those that the record names. */
public final class ShowModel {
    /**
     * What it says.
     *
     * @param metrics as {@code metrics.json} has them
     * @param excluded how many records were left out for each reason
     * @param signed whether a signature lies beside the record, good or not
     */
    public record Outcome(
            ModelRecord record,
            Node.Fields metrics,
            long learned,
            long held,
            SortedMap<String, Long> excluded,
            boolean signed) {}

    private final Documents documents;

    public ShowModel(Documents documents) {
        this.documents = documents;
    }

    public Outcome run(ModelDirectory directory) {
        var record = directory.record();
        var uses = directory.uses(record);
        return new Outcome(
                record,
                documents.json(ModelDirectory.METRICS, directory.file(record, ModelDirectory.METRICS)),
                uses.learned().size(),
                uses.held().size(),
                uses.reasons(),
                directory.findFile(ModelDirectory.SIGNATURE).isPresent());
    }
}
