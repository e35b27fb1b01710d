package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.datasetcommons.document.Node;

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
        return Arrays.stream(values())
                .filter(task -> task.word.equals(node.asText()))
                .findFirst()
                .orElseThrow(() -> invalid(node.at().prefix() + "unknown task '" + node.asText() + "'")
                        .hint("one of: "
                                + Arrays.stream(values()).map(Task::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return word;
    }
}
