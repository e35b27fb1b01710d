package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.util.Arrays;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Spelling;

/** What kind of thing a model tells apart. */
public enum Task {
    IMAGE_CLASSIFICATION("image-classification"),
    TABLE_CLASSIFICATION("table-classification"),
    TEXT_CLASSIFICATION("text-classification");

    private final String word;

    Task(String word) {
        this.word = word;
    }

    static Task from(Node node) {
        var words = Arrays.stream(values()).map(Task::toString).toList();
        int found = words.indexOf(node.asText());
        if (found >= 0) {
            return values()[found];
        }
        var problem = invalid(node.at().prefix() + "unknown task '" + node.asText() + "'");
        Spelling.nearest(node.asText(), words).ifPresent(near -> problem.hint("did you mean '" + near + "'?"));
        throw problem.hint("one of: " + String.join(", ", words));
    }

    @Override
    public String toString() {
        return word;
    }
}
