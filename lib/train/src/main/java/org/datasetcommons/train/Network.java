package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.datasetcommons.document.Node;

/**
 * The layers of a model, and so the names and shapes of its weights.
 *
 * <p>{@code linear}: one fully connected layer. {@code mlp}: a hidden one with ReLU before it. {@code cnn}: 3×3 convolutions with
 * ReLU, a 2×2 maximum over what the last of them gives, then as mlp.
 *
 * @param inputs numbers an example has
 * @param classes how many there are to choose from
 * @param image channels, height and width of an image; empty for anything else
 */
public record Network(
        Recipe.Model.Kind kind, int inputs, int classes, List<Integer> image, int hidden, List<Integer> channels) {
    public Network {
        image = List.copyOf(image);
        channels = List.copyOf(channels);
        if (!fits(kind, inputs, classes, image, hidden, channels)) {
            throw new IllegalArgumentException("layers do not fit together");
        }
    }

    private static boolean fits(
            Recipe.Model.Kind kind, int inputs, int classes, List<Integer> image, int hidden, List<Integer> channels) {
        boolean seen = kind == Recipe.Model.Kind.CNN
                ? image.size() == 3 && !channels.isEmpty() && image.get(0) * image.get(1) * image.get(2) == inputs
                : channels.isEmpty();
        return seen && classes > 0 && (kind == Recipe.Model.Kind.LINEAR) == (hidden == 0);
    }

    /** Four gigabytes of 32-bit floats would not fit an array any more; long before that, a laptop's memory is full. */
    private static final long MOST_WEIGHTS = 1 << 28;

    private static final int MOST_INPUTS = 1 << 22;

    /** @throws org.datasetcommons.CommonsException if it would have more weights than can be trained */
    static Network of(Recipe recipe, int inputs, int classes) {
        var input = recipe.input();
        List<Integer> image = recipe.task() == Task.IMAGE_CLASSIFICATION
                ? List.of(input.channels(), input.height(), input.width())
                : List.of();
        var kind = recipe.model().kind();
        var network = new Network(
                kind,
                inputs,
                classes,
                image,
                kind == Recipe.Model.Kind.LINEAR ? 0 : recipe.model().hidden(),
                kind == Recipe.Model.Kind.CNN ? recipe.model().channels() : List.of());
        if (network.weights() > MOST_WEIGHTS) {
            throw precondition("the model would have " + network.weights() + " weights; at most " + MOST_WEIGHTS
                            + " can be trained")
                    .hint("make `hidden`, `channels` or the input smaller in the recipe");
        }
        return network;
    }

    /** As {@link #toNode} wrote it, within the limits that a recipe has. */
    static Network from(Node.Fields fields, int classes) {
        var kind = Recipe.Model.Kind.from(fields.get("kind"));
        int inputs = within(fields.get("inputs"), 1, MOST_INPUTS);
        var image = fields.items("image").stream()
                .map(node -> within(node, 1, Recipe.MOST_PIXELS))
                .toList();
        int hidden = within(fields.get("hidden"), 0, 8192);
        var channels = fields.items("channels").stream()
                .map(node -> within(node, 1, 512))
                .toList();
        if (!fits(kind, inputs, classes, image, hidden, channels)) {
            throw invalid(fields.at().prefix() + "the layers of the model do not fit together");
        }
        return new Network(kind, inputs, classes, image, hidden, channels);
    }

    private static int within(Node node, int least, int most) {
        long value = node.asInteger();
        if (value < least || value > most) {
            throw invalid(node.at().prefix() + "expected a number from " + least + " to " + most + ", found " + value);
        }
        return (int) value;
    }

    Node.Fields toNode() {
        return Node.fields()
                .put("kind", kind.toString())
                .put("inputs", inputs)
                .put("image", numbers(image))
                .put("channels", numbers(channels))
                .put("hidden", hidden)
                .build();
    }

    static Node numbers(List<Integer> values) {
        return Node.items(values.stream().map(value -> Node.number(value)).toList());
    }

    /** How many numbers are to be found. */
    long weights() {
        return shapes().values().stream().mapToLong(Weights.Tensor::size).sum();
    }

    /** Shape of each weight by name, in the order of the layers. */
    public Map<String, List<Integer>> shapes() {
        var shapes = new LinkedHashMap<String, List<Integer>>();
        int flat = inputs;
        if (kind == Recipe.Model.Kind.CNN) {
            int before = image.get(0);
            for (int i = 0; i < channels.size(); i++) {
                shapes.put("conv" + (i + 1) + ".weight", List.of(channels.get(i), before, 3, 3));
                shapes.put("conv" + (i + 1) + ".bias", List.of(channels.get(i)));
                before = channels.get(i);
            }
            flat = before * pooled(image.get(1)) * pooled(image.get(2));
        }
        if (kind != Recipe.Model.Kind.LINEAR) {
            shapes.put("hidden.weight", List.of(flat, hidden));
            shapes.put("hidden.bias", List.of(hidden));
            flat = hidden;
        }
        shapes.put("output.weight", List.of(flat, classes));
        shapes.put("output.bias", List.of(classes));
        return shapes;
    }

    private static int pooled(int side) {
        return Math.max(1, side / 2);
    }

    /** How many inputs each output of a weight sums over; what its first values are scaled by (He et al. 2015). */
    static int fanIn(List<Integer> shape) {
        return shape.size() == 4 ? shape.get(1) * 9 : shape.size() == 2 ? shape.get(0) : 1;
    }

    /** Names of the convolutions. */
    public List<String> convolutions() {
        var names = new ArrayList<String>();
        for (int i = 1; kind == Recipe.Model.Kind.CNN && i <= channels.size(); i++) {
            names.add("conv" + i);
        }
        return names;
    }
}
