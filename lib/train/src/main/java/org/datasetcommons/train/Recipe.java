package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.PathPattern;
import org.datasetcommons.document.Node;

/**
 * How a model is trained, as {@code recipes/*.yaml} says; {@code docs/format/recipe.md} tells of each field.
 *
 * @param label the field of an example that names its class
 * @param group the field by which results are also reported; empty: none
 * @param purpose for which the records' contributors must have given consent
 * @param written the recipe as it stands, for the model directory
 */
public record Recipe(
        String name,
        Task task,
        List<PathPattern> include,
        Input input,
        String label,
        Optional<String> group,
        Split split,
        Model model,
        Training training,
        String purpose,
        Node.Fields written) {
    /** What goes in; of the three kinds of input the one that the task needs is used. */
    public record Input(
            int width,
            int height,
            int channels,
            boolean resize,
            List<String> features,
            String column,
            int shortest,
            int longest,
            int buckets) {}

    /** The shape of the model. */
    public record Model(Kind kind, int hidden, List<Integer> channels) {
        /** The shapes there are. */
        public enum Kind {
            LINEAR,
            MLP,
            CNN
        }
    }

    /**
     * How weights are found.
     *
     * @param shift by up to how many pixels an image is shifted at random each time it is seen
     */
    public record Training(int epochs, int batch, double learningRate, double weightDecay, int shift) {}

    private static final int MOST_PIXELS = 512;

    public static Recipe from(Node.Fields fields) {
        fields.only("name", "task", "data", "input", "label", "group", "split", "model", "training", "purpose");
        var task = Task.from(fields.get("task"));
        var data = fields.find("data").map(node -> node.asFields().only("include"));
        var include = data.map(d -> d.texts("include")).orElse(List.of("data/**")).stream()
                .map(PathPattern::new)
                .toList();
        var model = model(fields.find("model").map(Node::asFields), task);
        return new Recipe(
                fields.text("name"),
                task,
                include,
                input(fields.find("input").map(Node::asFields), task),
                fields.text("label"),
                fields.findText("group"),
                Split.from(fields.find("split").map(Node::asFields)),
                model,
                training(fields.find("training").map(Node::asFields), task),
                fields.findText("purpose").orElse("train"),
                fields);
    }

    private static Input input(Optional<Node.Fields> given, Task task) {
        var fields = given.orElseGet(() -> Node.fields().build());
        switch (task) {
            case IMAGE_CLASSIFICATION -> fields.only("width", "height", "channels", "resize");
            case TABLE_CLASSIFICATION -> fields.only("features");
            case TEXT_CLASSIFICATION -> fields.only("column", "ngrams", "buckets");
        }
        var ngrams = fields.items("ngrams");
        if (!ngrams.isEmpty() && ngrams.size() != 2) {
            throw invalid(fields.get("ngrams").at().prefix() + "ngrams has two numbers: the shortest and the longest");
        }
        int shortest = ngrams.isEmpty() ? 1 : whole(ngrams.get(0), 1, 8);
        int longest = ngrams.isEmpty() ? 3 : whole(ngrams.get(1), shortest, 8);
        return new Input(
                number(fields, "width", 28, 1, MOST_PIXELS),
                number(fields, "height", 28, 1, MOST_PIXELS),
                number(fields, "channels", 1, 1, 3),
                fields.find("resize").map(Node::asBoolean).orElse(false),
                fields.texts("features"),
                fields.findText("column").orElse("text"),
                shortest,
                longest,
                number(fields, "buckets", 4096, 16, 1 << 18));
    }

    private static Model model(Optional<Node.Fields> given, Task task) {
        var fields = given.orElseGet(() -> Node.fields().build()).only("kind", "hidden", "channels");
        String word = fields.findText("kind").orElse(task == Task.TEXT_CLASSIFICATION ? "linear" : "mlp");
        var kind = switch (word) {
            case "linear" -> Model.Kind.LINEAR;
            case "mlp" -> Model.Kind.MLP;
            case "cnn" -> Model.Kind.CNN;
            default ->
                throw invalid(fields.get("kind").at().prefix() + "unknown model kind '" + word + "'")
                        .hint("one of: linear, mlp, cnn");
        };
        if (kind == Model.Kind.CNN && task != Task.IMAGE_CLASSIFICATION) {
            throw invalid(fields.get("kind").at().prefix() + "a cnn looks at images, not at " + task)
                    .hint("use mlp or linear");
        }
        var channels = fields.items("channels").stream()
                .map(node -> whole(node, 1, 512))
                .toList();
        return new Model(kind, number(fields, "hidden", 128, 1, 8192), channels.isEmpty() ? List.of(32, 64) : channels);
    }

    private static Training training(Optional<Node.Fields> given, Task task) {
        var fields = given.orElseGet(() -> Node.fields().build())
                .only("epochs", "batch", "learningRate", "weightDecay", "shift");
        int shift = number(fields, "shift", 0, 0, 64);
        if (shift > 0 && task != Task.IMAGE_CLASSIFICATION) {
            throw invalid(fields.get("shift").at().prefix() + "only images can be shifted");
        }
        return new Training(
                number(fields, "epochs", 20, 1, 100_000),
                number(fields, "batch", 64, 1, 1 << 16),
                positive(fields, "learningRate", 0.001),
                positive(fields, "weightDecay", 0),
                shift);
    }

    private static int number(Node.Fields fields, String name, int usual, int least, int most) {
        return fields.find(name).map(node -> whole(node, least, most)).orElse(usual);
    }

    private static int whole(Node node, int least, int most) {
        long value = node.asInteger();
        if (value < least || value > most) {
            throw invalid(node.at().prefix() + "expected a number from " + least + " to " + most + ", found " + value);
        }
        return (int) value;
    }

    private static double positive(Node.Fields fields, String name, double usual) {
        double value = fields.find(name).map(Node::asDecimal).orElse(usual);
        if (value < 0) {
            throw invalid(fields.get(name).at().prefix() + name + " cannot be negative");
        }
        return value;
    }

    /** The same recipe for another purpose. */
    public Recipe forPurpose(String other) {
        var fields = new LinkedHashMap<>(written.values());
        fields.put("purpose", Node.text(other));
        return new Recipe(
                name,
                task,
                include,
                input,
                label,
                group,
                split,
                model,
                training,
                other,
                new Node.Fields(fields, written.at()));
    }

    /** Whether a record's file is one of those that the recipe takes. */
    public boolean takes(DatasetPath path) {
        return include.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
