package org.datasetcommons.train.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.train.Engine;
import org.datasetcommons.train.Network;
import org.datasetcommons.train.Recipe;
import org.datasetcommons.train.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

@Tag("engine")
class PyTorchEngineTest {
    private static final Recipe.Training TRAINING = new Recipe.Training(30, 16, 0.01, 0.0001, 0);

    private static Engine engine;

    @BeforeAll
    static void start() {
        try {
            engine = new PyTorchEngine(Path.of(System.getProperty("commons.test.engineCache")), 2);
        } catch (CommonsException e) {
            System.out.println("skipped: " + e.getMessage());
            throw new TestAbortedException(e.getMessage(), e);
        }
    }

    /** Examples that are made up. */
    private record Made(List<float[]> values, List<Integer> labels) implements Engine.Samples {
        @Override
        public int size() {
            return values.size();
        }

        @Override
        public void copyTo(int index, float[] into, int offset) {
            System.arraycopy(values.get(index), 0, into, offset, values.get(index).length);
        }

        @Override
        public int label(int index) {
            return labels.get(index);
        }
    }

    /** Points within and around a circle: no straight line tells them apart. */
    private static Made rings(long seed) {
        var random = new SplittableRandom(seed);
        var values = new ArrayList<float[]>();
        var labels = new ArrayList<Integer>();
        for (int i = 0; i < 200; i++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            double radius = i % 2 == 0 ? random.nextDouble() * 0.5 : 1 + random.nextDouble() * 0.5;
            values.add(new float[] {(float) (radius * Math.cos(angle)), (float) (radius * Math.sin(angle))});
            labels.add(i % 2);
        }
        return new Made(values, labels);
    }

    /** Small images with an upright or a lying bar somewhere. */
    private static Made bars(long seed) {
        var random = new SplittableRandom(seed);
        var values = new ArrayList<float[]>();
        var labels = new ArrayList<Integer>();
        for (int i = 0; i < 120; i++) {
            float[] image = new float[36];
            int at = random.nextInt(6);
            for (int along = 0; along < 6; along++) {
                image[i % 2 == 0 ? along * 6 + at : at * 6 + along] = 1;
            }
            values.add(image);
            labels.add(i % 2);
        }
        return new Made(values, labels);
    }

    private static final Network MLP = new Network(Recipe.Model.Kind.MLP, 2, 2, List.of(), 16, List.of());

    private static Weights train(Network network, Engine.Samples samples, Recipe.Training training, long seed) {
        return engine.train(network, Weights.initial(network, seed), samples, training, seed, Progress.NONE);
    }

    private static double accuracy(Network network, Weights weights, Engine.Samples samples) {
        float[][] probabilities = engine.predict(network, weights, samples);
        int right = 0;
        for (int i = 0; i < samples.size(); i++) {
            assertEquals(1, probabilities[i][0] + probabilities[i][1], 1e-5);
            right += (probabilities[i][1] > probabilities[i][0] ? 1 : 0) == samples.label(i) ? 1 : 0;
        }
        return (double) right / samples.size();
    }

    private static float[] all(Weights weights) {
        int size = 0;
        for (var tensor : weights.tensors().values()) {
            size += tensor.values().length;
        }
        float[] all = new float[size];
        int at = 0;
        for (var tensor : new TreeMap<>(weights.tensors()).values()) {
            System.arraycopy(tensor.values(), 0, all, at, tensor.values().length);
            at += tensor.values().length;
        }
        return all;
    }

    @Test
    void hiddenLayerLearnsWhatNoLineTellsApart() {
        var weights = train(MLP, rings(1), TRAINING, 1);

        assertTrue(accuracy(MLP, weights, rings(2)) > 0.95);
        var line = new Network(Recipe.Model.Kind.LINEAR, 2, 2, List.of(), 0, List.of());
        assertTrue(accuracy(line, train(line, rings(1), TRAINING, 1), rings(2)) < 0.8);
    }

    @Test
    void convolutionsLearnWhatLiesWhichWay() {
        var cnn = new Network(Recipe.Model.Kind.CNN, 36, 2, List.of(1, 6, 6), 16, List.of(4, 4));

        var weights = train(cnn, bars(1), new Recipe.Training(12, 16, 0.01, 0, 1), 1);

        assertTrue(accuracy(cnn, weights, bars(2)) > 0.95);
    }

    @Test
    void sameSeedGivesTheSameBits() {
        var training = new Recipe.Training(5, 16, 0.01, 0.0001, 0);

        float[] once = all(train(MLP, rings(1), training, 3));
        float[] again = all(train(MLP, rings(1), training, 3));
        float[] other = all(train(MLP, rings(1), training, 4));

        assertArrayEquals(once, again);
        assertFalse(Arrays.equals(once, other));
    }

    @Test
    void sameSeedGivesTheSameBitsWhereImagesAreShifted() {
        var cnn = new Network(Recipe.Model.Kind.CNN, 36, 2, List.of(1, 6, 6), 16, List.of(4, 4));
        var training = new Recipe.Training(3, 16, 0.01, 0.001, 2);

        assertArrayEquals(all(train(cnn, bars(1), training, 5)), all(train(cnn, bars(1), training, 5)));
    }

    /** Adam's first step is the learning rate against the sign of the gradient, whatever its size. */
    @Test
    void firstStepIsAdams() {
        var line = new Network(Recipe.Model.Kind.LINEAR, 1, 2, List.of(), 0, List.of());
        var one = new Made(List.of(new float[] {1}), List.of(1));
        var before = Weights.initial(line, 1);

        var after = engine.train(line, before, one, new Recipe.Training(1, 1, 0.25, 0, 0), 1, Progress.NONE);

        float[] from = before.tensors().get("output.weight").values();
        float[] to = after.tensors().get("output.weight").values();
        assertEquals(-0.25, to[0] - from[0], 1e-5);
        assertEquals(0.25, to[1] - from[1], 1e-5);
    }

    @Test
    void saysWhatIsAtWork() {
        assertEquals(
                List.of("djl", "java", "platform", "pytorch"),
                List.copyOf(engine.versions().keySet()));
        assertEquals("2.7.1", engine.versions().get("pytorch"));
    }

    @TempDir
    Path temporary;

    /** Starts the engine in another process. */
    private String start(String classPath, Path cache) throws IOException, InterruptedException {
        Path said = temporary.resolve("said.txt");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        PyTorchEngineTest.class.getName(),
                        cache.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        return Files.readString(said, StandardCharsets.UTF_8);
    }

    /** What {@link #start} runs. */
    public static void main(String[] words) {
        try {
            System.out.println(
                    new PyTorchEngine(Path.of(words[0]), 1).versions().get("pytorch"));
        } catch (CommonsException e) {
            System.out.println(e.kind() + ": " + e.getMessage());
        }
    }

    @Test
    void withoutItsLibrarySaysSoAndSweepsWhatAKilledOneLeft() throws Exception {
        String without = String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(jar -> !jar.contains("pytorch-native"))
                        .toList());

        Path left = Files.createDirectories(temporary.resolve("cache/pytorch/tmp123"));
        Files.writeString(left.resolve("libtorch.so"), "half of it");

        String said = start(without, temporary.resolve("cache"));

        assertFalse(Files.exists(left), "what a killed process left is still there");
        assertTrue(said.matches("ENVIRONMENT: the PyTorch library for .* cannot be loaded\\R"), said);
    }

    @Test
    void cacheThatCannotBeMadeIsTroubleOfTheEnvironment() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "in the way");

        String said = start(System.getProperty("java.class.path"), file.resolve("cache"));

        assertTrue(said.startsWith("ENVIRONMENT: cannot unpack the PyTorch library to "), said);
    }
}
