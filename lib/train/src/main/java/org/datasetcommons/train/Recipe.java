package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.util.List;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.PathPattern;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Spelling;

/**
 * How a model is trained, as {@code recipes/*.yaml} says; {@code docs/format/recipe.md} tells of each field.
 *
 * @param label the field of an example that names its class
 * @param group the field by which results are also reported; empty: none
 * @param purpose for which the records' contributors must have given consent
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
        String purpose) {
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
            int buckets) {
        public Input {
            features = List.copyOf(features);
        }
    }

    /** The shape of the model. */
    public record Model(Kind kind, int hidden, List<Integer> channels) {
        /** The shapes there are. */
        public enum Kind {
            LINEAR("linear"),
            MLP("mlp"),
            CNN("cnn");

            private final String word;

            Kind(String word) {
                this.word = word;
            }

            static Kind from(Node node) {
                for (var kind : values()) {
                    if (kind.word.equals(node.asText())) {
                        return kind;
                    }
                }
                var words = List.of("linear", "mlp", "cnn");
                var problem = invalid(node.at().prefix() + "unknown model kind '" + node.asText() + "'");
                Spelling.nearest(node.asText(), words).ifPresent(near -> problem.hint("did you mean '" + near + "'?"));
                throw problem.hint("one of: " + String.join(", ", words));
            }

            @Override
            public String toString() {
                return word;
            }
        }

        public Model {
            channels = List.copyOf(channels);
        }
    }

    /**
     * How weights are found.
     *
     * @param shift by up to how many pixels an image is shifted at random each time it is seen
     */
    public record Training(int epochs, int batch, double learningRate, double weightDecay, int shift) {}

    /** Of an image, each way. */
    static final int MOST_PIXELS = 512;
    /** Characters in a run. */
    static final int LONGEST_RUN = 8;
    /** Numbers that a text becomes. */
    static final int MOST_BUCKETS = 1 << 18;

    public Recipe {
        include = List.copyOf(include);
    }

    /** @throws org.datasetcommons.CommonsException if a field is missing, unknown or malformed, with its place */
    public static Recipe from(Node.Fields fields) {
        fields.only("name", "task", "data", "input", "label", "group", "split", "model", "training", "purpose");
        var task = Task.from(fields.get("task"));
        var data = fields.find("data").map(node -> node.asFields().only("include"));
        return new Recipe(
                name(fields.get("name")),
                task,
                data.flatMap(d -> d.find("include")).map(Recipe::patterns).orElse(List.of(new PathPattern("data/**"))),
                input(given(fields, "input"), task),
                fields.text("label"),
                fields.findText("group"),
                Split.from(given(fields, "split")),
                model(given(fields, "model"), task),
                training(given(fields, "training"), task),
                fields.findText("purpose").orElse("train"));
    }

    private static Node.Fields given(Node.Fields fields, String name) {
        return fields.find(name)
                .map(Node::asFields)
                .orElseGet(() -> Node.fields().build());
    }

    private static String name(Node node) {
        if (!node.asText().matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw invalid(node.at().prefix() + "not a recipe name: '" + node.asText() + "'")
                    .hint("a name has 1 to 63 of a-z, 0-9 and '-'");
        }
        return node.asText();
    }

    private static List<PathPattern> patterns(Node include) {
        if (include.asItems().isEmpty()) {
            throw invalid(include.at().prefix() + "include names no files").hint("leave it out to take all: data/**");
        }
        return include.asItems().stream().map(Recipe::pattern).toList();
    }

    /** The pattern, with a complaint that names the place. */
    private static PathPattern pattern(Node node) {
        String glob = node.asText();
        try {
            return new PathPattern(glob);
        } catch (CommonsException e) {
            var problem = invalid(node.at().prefix() + e.getMessage(), e);
            e.hints().forEach(problem::hint);
            throw problem;
        }
    }

    private static Input input(Node.Fields fields, Task task) {
        switch (task) {
            case IMAGE_CLASSIFICATION -> fields.only("width", "height", "channels", "resize");
            case TABLE_CLASSIFICATION -> fields.only("features");
            case TEXT_CLASSIFICATION -> fields.only("column", "ngrams", "buckets");
        }
        var ngrams = fields.items("ngrams");
        if (fields.find("ngrams").isPresent() && ngrams.size() != 2) {
            throw invalid(fields.get("ngrams").at().prefix() + "ngrams has two numbers: the shortest and the longest")
                    .hint("for example: ngrams: [1, 3]");
        }
        int shortest = ngrams.isEmpty() ? 1 : whole(ngrams.get(0), 1, LONGEST_RUN);
        int longest = ngrams.isEmpty() ? 3 : whole(ngrams.get(1), shortest, LONGEST_RUN);
        int channels = number(fields, "channels", 1, 1, 3);
        if (channels == 2) {
            throw invalid(fields.get("channels").at().prefix() + "an image has 1 channel (grey) or 3 (colour), not 2");
        }
        return new Input(
                number(fields, "width", 28, 1, MOST_PIXELS),
                number(fields, "height", 28, 1, MOST_PIXELS),
                channels,
                fields.find("resize").map(Node::asBoolean).orElse(false),
                fields.texts("features"),
                fields.findText("column").orElse("text"),
                shortest,
                longest,
                number(fields, "buckets", 4096, 16, MOST_BUCKETS));
    }

    private static Model model(Node.Fields fields, Task task) {
        fields.only("kind", "hidden", "channels");
        var kind = fields.find("kind")
                .map(Model.Kind::from)
                .orElse(task == Task.TEXT_CLASSIFICATION ? Model.Kind.LINEAR : Model.Kind.MLP);
        if (kind == Model.Kind.CNN && task != Task.IMAGE_CLASSIFICATION) {
            throw invalid(fields.get("kind").at().prefix() + "a cnn looks at images, and the task is " + task)
                    .hint("use mlp or linear");
        }
        if (kind == Model.Kind.LINEAR && fields.find("hidden").isPresent()) {
            throw invalid(fields.get("hidden").at().prefix() + "a linear model has no hidden layer")
                    .hint("use mlp, or leave 'hidden' out");
        }
        if (kind != Model.Kind.CNN && fields.find("channels").isPresent()) {
            throw invalid(fields.get("channels").at().prefix() + "only a cnn has channels")
                    .hint("use cnn, or leave 'channels' out");
        }
        var channels = fields.items("channels").stream()
                .map(node -> whole(node, 1, 512))
                .toList();
        return new Model(kind, number(fields, "hidden", 128, 1, 8192), channels.isEmpty() ? List.of(32, 64) : channels);
    }

    private static Training training(Node.Fields fields, Task task) {
        fields.only("epochs", "batch", "learningRate", "weightDecay", "shift");
        int shift = number(fields, "shift", 0, 0, 64);
        if (shift > 0 && task != Task.IMAGE_CLASSIFICATION) {
            throw invalid(fields.get("shift").at().prefix() + "only images can be shifted, and the task is " + task);
        }
        double rate = fields.find("learningRate").map(Node::asDecimal).orElse(0.001);
        if (rate <= 0) {
            throw invalid(fields.get("learningRate").at().prefix() + "learningRate is more than 0");
        }
        double decay = fields.find("weightDecay").map(Node::asDecimal).orElse(0.0);
        if (decay < 0) {
            throw invalid(fields.get("weightDecay").at().prefix() + "weightDecay is 0 or more");
        }
        return new Training(
                number(fields, "epochs", 20, 1, 100_000), number(fields, "batch", 64, 1, 1 << 16), rate, decay, shift);
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

    /** The same recipe for another purpose. */
    public Recipe forPurpose(String other) {
        return new Recipe(name, task, include, input, label, group, split, model, training, other);
    }

    /** The same recipe with results reported by this field. */
    public Recipe groupedBy(String field) {
        return new Recipe(name, task, include, input, label, Optional.of(field), split, model, training, purpose);
    }

    /** Whether a record's file is one of those that the recipe takes. */
    public boolean takes(DatasetPath path) {
        return include.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
