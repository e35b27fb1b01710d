package org.datasetcommons.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    }

    static Network of(Recipe recipe, int inputs, int classes) {
        var input = recipe.input();
        List<Integer> image = recipe.task() == Task.IMAGE_CLASSIFICATION
                ? List.of(input.channels(), input.height(), input.width())
                : List.of();
        return new Network(
                recipe.model().kind(),
                inputs,
                classes,
                image,
                recipe.model().hidden(),
                recipe.model().channels());
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
