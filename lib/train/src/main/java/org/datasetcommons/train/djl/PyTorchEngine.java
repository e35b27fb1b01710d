package org.datasetcommons.train.djl;

import static org.datasetcommons.CommonsException.environment;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.datasetcommons.Progress;
import org.datasetcommons.train.Engine;
import org.datasetcommons.train.Network;
import org.datasetcommons.train.Recipe;
import org.datasetcommons.train.Weights;

/**
 * PyTorch on the processor, through DJL: offline, and without DJL's reporting of use. Each batch has a memory scope of its
 * own; Adam (Kingma and Ba 2015) is written out here, since DJL's optimiser costs twice as much.
 */
public final class PyTorchEngine implements Engine {
    private static final String NAME = "PyTorch";
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final int PREDICT = 256;

    /**
     * Starts the engine.
     *
     * @param cache where its native libraries are unpacked to, unless they are there
     * @param threads that it may use; part of what decides the last bits of a result
     * @throws org.datasetcommons.CommonsException if this platform's library is not there
     */
    public PyTorchEngine(Path cache, int threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("DJL_CACHE_DIR", cache.toString());
        System.setProperty("ENGINE_CACHE_DIR", cache.toString());
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        load(cache);
        // Each time, because the engine lives as long as the process.
        JniUtils.setNumThreads(threads);
    }

    /** One process at a time: who comes second finds the libraries whole, and does not unpack them again. */
    private static synchronized void load(Path cache) {
        Path lock = cache.resolve("lock");
        try {
            Files.createDirectories(cache);
            if (!Files.isWritable(cache)) {
                // Unpacked by somebody else for all.
                ai.djl.engine.Engine.getEngine(NAME);
                return;
            }
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Closing the channel gives the lock back.
                channel.lock();
                sweep(cache.resolve("pytorch"));
                ai.djl.engine.Engine.getEngine(NAME);
            }
        } catch (IOException e) {
            throw environment("cannot unpack the PyTorch library to " + cache, e)
                    .hint("name another directory for caches: `export XDG_CACHE_HOME=DIR`");
        } catch (EngineException | IllegalArgumentException | LinkageError e) {
            throw environment(
                            "the PyTorch library for " + System.getProperty("os.name") + " "
                                    + System.getProperty("os.arch") + " cannot be loaded",
                            e)
                    .hint("training runs where the program was built: Linux, macOS on arm64, or Windows");
        }
    }

    /** Takes away what somebody left who was killed while unpacking; whoever else unpacks waits for the lock. */
    private static void sweep(Path libraries) throws IOException {
        if (!Files.isDirectory(libraries)) {
            return;
        }
        var left = new ArrayList<Path>();
        try (var folders = Files.newDirectoryStream(libraries, "tmp*")) {
            for (Path folder : folders) {
                try (var files = Files.walk(folder)) {
                    files.sorted(Comparator.reverseOrder()).forEach(left::add);
                }
            }
        }
        for (Path file : left) {
            Files.delete(file);
        }
    }

    @Override
    public SortedMap<String, String> versions() {
        var versions = new TreeMap<String, String>();
        versions.put("djl", ai.djl.engine.Engine.getDjlVersion());
        versions.put("pytorch", ai.djl.engine.Engine.getEngine(NAME).getVersion());
        versions.put("java", System.getProperty("java.version"));
        versions.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return versions;
    }

    @Override
    public Weights train(
            Network network, Weights initial, Samples samples, Recipe.Training training, long seed, Progress progress) {
        var random = new SplittableRandom(seed).split();
        int[] order = new int[samples.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        try (var manager = NDManager.newBaseManager(Device.cpu(), NAME);
                var task = progress.start("training", training.epochs(), Progress.Unit.STEPS)) {
            var parameters = new LinkedHashMap<String, Parameter>();
            initial.tensors().forEach((name, tensor) -> parameters.put(name, new Parameter(manager, tensor)));
            int step = 0;
            for (int epoch = 0; epoch < training.epochs(); epoch++) {
                shuffle(order, random);
                // The last third of the way the steps get smaller, so that the weights settle.
                double rate =
                        training.learningRate() * Math.min(1, 3.0 * (training.epochs() - epoch) / training.epochs());
                for (int start = 0; start < order.length; start += training.batch()) {
                    int size = Math.min(training.batch(), order.length - start);
                    step++;
                    step(manager, network, parameters, samples, order, start, size, training, rate, step, random);
                }
                task.advance(1);
            }
            var tensors = new LinkedHashMap<String, Weights.Tensor>();
            parameters.forEach((name, parameter) -> tensors.put(
                    name, new Weights.Tensor(initial.tensors().get(name).shape(), parameter.value.toFloatArray())));
            return new Weights(tensors);
        }
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int other = order[j];
            order[j] = order[i];
            order[i] = other;
        }
    }

    private static void step(
            NDManager manager,
            Network network,
            Map<String, Parameter> parameters,
            Samples samples,
            int[] order,
            int start,
            int size,
            Recipe.Training training,
            double rate,
            int step,
            SplittableRandom random) {
        try (var scope = manager.newSubManager()) {
            float[] packed = new float[size * network.inputs()];
            float[] wanted = new float[size * network.classes()];
            for (int i = 0; i < size; i++) {
                samples.copyTo(order[start + i], packed, i * network.inputs());
                wanted[i * network.classes() + samples.label(order[start + i])] = 1;
                if (training.shift() > 0) {
                    shift(packed, i * network.inputs(), network.image(), training.shift(), random);
                }
            }
            var x = scope.create(packed, shape(network, size));
            var y = scope.create(wanted, new Shape(size, network.classes()));
            try (var collector = ai.djl.engine.Engine.getEngine(NAME).newGradientCollector()) {
                var logits = forward(network, parameters, x);
                var loss = logits.logSoftmax(1).mul(y).sum().div(-size);
                collector.backward(loss);
            }
            for (var parameter : parameters.values()) {
                parameter.adam(scope, rate, training.weightDecay(), step);
            }
        }
    }

    private static Shape shape(Network network, int size) {
        if (network.kind() != Recipe.Model.Kind.CNN) {
            return new Shape(size, network.inputs());
        }
        return new Shape(
                size,
                network.image().get(0),
                network.image().get(1),
                network.image().get(2));
    }

    private static NDArray forward(Network network, Map<String, Parameter> parameters, NDArray input) {
        NDArray x = input;
        for (String name : network.convolutions()) {
            NDList convolved = Conv2d.conv2d(
                    x,
                    parameters.get(name + ".weight").value,
                    parameters.get(name + ".bias").value,
                    new Shape(1, 1),
                    new Shape(1, 1),
                    new Shape(1, 1),
                    1);
            x = Activation.relu(convolved.singletonOrThrow());
        }
        if (network.kind() == Recipe.Model.Kind.CNN) {
            x = Pool.maxPool2d(x, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
            x = x.reshape(x.getShape().get(0), -1);
        }
        if (network.kind() != Recipe.Model.Kind.LINEAR) {
            x = Activation.relu(
                    x.matMul(parameters.get("hidden.weight").value).add(parameters.get("hidden.bias").value));
        }
        return x.matMul(parameters.get("output.weight").value).add(parameters.get("output.bias").value);
    }

    /** Moves an image by up to so many pixels each way; what comes in at the edges is zero. */
    private static void shift(float[] packed, int offset, List<Integer> image, int most, SplittableRandom random) {
        int dx = random.nextInt(2 * most + 1) - most;
        int dy = random.nextInt(2 * most + 1) - most;
        if (dx == 0 && dy == 0) {
            return;
        }
        int height = image.get(1);
        int width = image.get(2);
        float[] moved = new float[image.get(0) * height * width];
        for (int c = 0; c < image.get(0); c++) {
            for (int y = Math.max(0, dy); y < Math.min(height, height + dy); y++) {
                for (int x = Math.max(0, dx); x < Math.min(width, width + dx); x++) {
                    moved[(c * height + y) * width + x] = packed[offset + (c * height + y - dy) * width + x - dx];
                }
            }
        }
        System.arraycopy(moved, 0, packed, offset, moved.length);
    }

    @Override
    public float[][] predict(Network network, Weights weights, Samples samples) {
        float[][] probabilities = new float[samples.size()][];
        try (var manager = NDManager.newBaseManager(Device.cpu(), NAME)) {
            var parameters = new LinkedHashMap<String, Parameter>();
            weights.tensors().forEach((name, tensor) -> parameters.put(name, new Parameter(manager, tensor)));
            for (int start = 0; start < samples.size(); start += PREDICT) {
                int size = Math.min(PREDICT, samples.size() - start);
                try (var scope = manager.newSubManager()) {
                    float[] packed = new float[size * network.inputs()];
                    for (int i = 0; i < size; i++) {
                        samples.copyTo(start + i, packed, i * network.inputs());
                    }
                    float[] flat = forward(network, parameters, scope.create(packed, shape(network, size)))
                            .softmax(1)
                            .toFloatArray();
                    for (int i = 0; i < size; i++) {
                        probabilities[start + i] =
                                Arrays.copyOfRange(flat, i * network.classes(), (i + 1) * network.classes());
                    }
                }
            }
        }
        return probabilities;
    }

    /** A weight with the two running means that Adam keeps of its gradient. */
    private static final class Parameter {
        final NDArray value;
        private final NDArray mean;
        private final NDArray square;

        Parameter(NDManager manager, Weights.Tensor tensor) {
            var shape = new Shape(
                    tensor.shape().stream().mapToLong(Integer::longValue).toArray());
            value = manager.create(tensor.values(), shape);
            value.setRequiresGradient(true);
            mean = manager.zeros(shape);
            square = manager.zeros(shape);
        }

        void adam(NDManager scope, double rate, double decay, int step) {
            try (var work = scope.newSubManager()) {
                // What is computed here belongs to this step alone, whoever's manager its operands are of.
                work.tempAttachAll(value, mean, square);
                var gradient = value.getGradient();
                gradient.attach(work);
                var g = decay > 0 ? gradient.add(value.stopGradient().mul((float) decay)) : gradient;
                mean.muli(BETA1).addi(g.mul(1 - BETA1));
                square.muli(BETA2).addi(g.square().mul(1 - BETA2));
                double correction = Math.sqrt(1 - StrictMath.pow(BETA2, step)) / (1 - StrictMath.pow(BETA1, step));
                value.subi(
                        mean.mul((float) (rate * correction)).div(square.sqrt().add(EPSILON)));
                // PyTorch adds each gradient to the one before.
                gradient.muli(0);
            }
        }
    }
}
