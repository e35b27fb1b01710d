package org.datasetcommons.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The numbers of a model: a tensor of 32-bit floats for each name, row by row. */
public record Weights(Map<String, Tensor> tensors) {
    /** A tensor; {@code values} has as many floats as the shape says. */
    public static final class Tensor {
        private final List<Integer> shape;
        private final float[] values;

        public Tensor(List<Integer> shape, float[] values) {
            if (size(shape) != values.length) {
                throw new IllegalArgumentException("shape " + shape + " does not have " + values.length + " values");
            }
            this.shape = List.copyOf(shape);
            this.values = values.clone();
        }

        public List<Integer> shape() {
            return shape;
        }

        public float[] values() {
            return values.clone();
        }

        boolean isFinite() {
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
            return true;
        }

        static long size(List<Integer> shape) {
            return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        }
    }

    public Weights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The first tensor with a number that is none, or beyond all. */
    Optional<String> findInfinite() {
        return tensors.entrySet().stream()
                .filter(tensor -> !tensor.getValue().isFinite())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** First weights: normal by He et al. 2015 for matrices and filters, zero for biases; the same for the same seed. */
    public static Weights initial(Network network, long seed) {
        var random = new SplittableRandom(seed);
        var tensors = new LinkedHashMap<String, Tensor>();
        network.shapes().forEach((name, shape) -> {
            float[] values = new float[Math.toIntExact(Tensor.size(shape))];
            if (shape.size() > 1) {
                double scale = Math.sqrt(2.0 / Network.fanIn(shape));
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (scale * normal(random));
                }
            }
            tensors.put(name, new Tensor(shape, values));
        });
        return new Weights(tensors);
    }

    /** Box and Muller's method, by StrictMath so that every machine gets the same bits. */
    private static double normal(SplittableRandom random) {
        double u = 1 - random.nextDouble();
        double v = random.nextDouble();
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
    }
}
