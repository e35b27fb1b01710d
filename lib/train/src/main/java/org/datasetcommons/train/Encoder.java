package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.util.List;
import org.datasetcommons.document.Node;

/** Turns examples into numbers, the same for learning and for measuring. */
interface Encoder {
    /** Why an example cannot be encoded. */
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super(reason);
        }
    }

    /** How many numbers an example becomes. */
    int width();

    /** An example's numbers. */
    Vector encode(Example example) throws Unreadable;

    /** What must be kept to encode in the same way again. */
    Node.Fields toNode();

    /** Numbers of which many may be zero and are then left out. */
    record Vector(int[] positions, float[] values) {
        static Vector dense(float[] values) {
            return new Vector(new int[0], values);
        }

        void copyTo(float[] into, int offset, int width) {
            if (positions.length == 0 && values.length == width) {
                System.arraycopy(values, 0, into, offset, width);
                return;
            }
            java.util.Arrays.fill(into, offset, offset + width, 0f);
            for (int i = 0; i < positions.length; i++) {
                into[offset + positions[i]] = values[i];
            }
        }
    }

    /** The encoder that a recipe asks for, fitted to what is learnt from. */
    static Encoder fit(Recipe recipe, List<Example> learned) {
        return switch (recipe.task()) {
            case IMAGE_CLASSIFICATION -> ImageEncoder.of(recipe.input());
            case TABLE_CLASSIFICATION -> TableEncoder.fit(recipe, learned);
            case TEXT_CLASSIFICATION -> TextEncoder.of(recipe.input());
        };
    }

    /** The encoder of a model that was kept. */
    static Encoder from(Node.Fields kept) {
        return switch (kept.text("kind")) {
            case "image" -> ImageEncoder.from(kept);
            case "table" -> TableEncoder.from(kept);
            case "text" -> TextEncoder.from(kept);
            default ->
                throw invalid(kept.get("kind").at().prefix() + "unknown encoding '" + kept.text("kind") + "'")
                        .hint("a newer version of commons may know it");
        };
    }

    /** A whole number of a kept encoding, within the limits that a recipe has. */
    static int number(Node.Fields kept, String name, int least, int most) {
        long value = kept.integer(name);
        if (value < least || value > most) {
            throw invalid(kept.get(name).at().prefix() + name + " is " + value + ", not from " + least + " to " + most);
        }
        return (int) value;
    }
}
