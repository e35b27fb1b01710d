package org.datasetcommons.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Json;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    private static Network read(String json) {
        return Network.from(new StrictDocuments().json("model.json", json.getBytes(StandardCharsets.UTF_8)), 10);
    }

    @Test
    void linearHasOneLayer() {
        var network = new Network(Recipe.Model.Kind.LINEAR, 64, 10, List.of(), 0, List.of());

        assertEquals(
                "{output.weight=[64, 10], output.bias=[10]}", network.shapes().toString());
        assertEquals(650, network.weights());
    }

    @Test
    void mlpHasAHiddenLayer() {
        var network = new Network(Recipe.Model.Kind.MLP, 64, 10, List.of(), 32, List.of());

        assertEquals(
                "{hidden.weight=[64, 32], hidden.bias=[32], output.weight=[32, 10], output.bias=[10]}",
                network.shapes().toString());
    }

    @Test
    void cnnLooksThenPoolsThenIsAnMlp() {
        var network = new Network(Recipe.Model.Kind.CNN, 3 * 8 * 6, 10, List.of(3, 8, 6), 32, List.of(4, 5));

        assertEquals(
                "{conv1.weight=[4, 3, 3, 3], conv1.bias=[4], conv2.weight=[5, 4, 3, 3], conv2.bias=[5], "
                        + "hidden.weight=[60, 32], hidden.bias=[32], output.weight=[32, 10], output.bias=[10]}",
                network.shapes().toString());
    }

    @Test
    void isReadAsItWasWritten() {
        var network = new Network(Recipe.Model.Kind.CNN, 64, 10, List.of(1, 8, 8), 32, List.of(4, 5));

        assertEquals(network, read(Json.line(network.toNode())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'rnn','inputs':64,'image':[],'channels':[],'hidden':32}",
                "{'kind':'mlp','inputs':0,'image':[],'channels':[],'hidden':32}",
                "{'kind':'mlp','inputs':4294967360,'image':[],'channels':[],'hidden':32}",
                "{'kind':'mlp','inputs':64,'image':[],'channels':[],'hidden':0}",
                "{'kind':'mlp','inputs':64,'image':[],'channels':[4],'hidden':32}",
                "{'kind':'linear','inputs':64,'image':[],'channels':[],'hidden':32}",
                "{'kind':'cnn','inputs':64,'image':[1,8],'channels':[4],'hidden':32}",
                "{'kind':'cnn','inputs':64,'image':[1,8,9],'channels':[4],'hidden':32}",
                "{'kind':'cnn','inputs':64,'image':[1,8,8],'channels':[],'hidden':32}",
                "{'kind':'cnn','inputs':64,'image':[1,8,8],'channels':[513],'hidden':32}",
            })
    void layersThatDoNotFitAreRefused(String json) {
        var error = assertThrows(CommonsException.class, () -> read(json.replace('\'', '"')));

        assertEquals(CommonsException.Kind.INVALID_INPUT, error.kind());
    }

    @Test
    void modelThatIsTooLargeIsRefusedBeforeItIsMade() {
        var recipe = Recipe.from(new StrictDocuments().yaml("r.yaml", """
                        name: huge
                        task: image-classification
                        label: folder
                        input: {width: 512, height: 512}
                        model: {kind: cnn, channels: [512], hidden: 8192}
                        """.getBytes(StandardCharsets.UTF_8)));

        var error = assertThrows(CommonsException.class, () -> Network.of(recipe, 512 * 512, 10));

        assertEquals(
                "the model would have 274877997066 weights; at most 268435456 can be trained",
                error.getMessage().replaceFirst("have \\d+", "have 274877997066"));
    }

    @Test
    void firstWeightsAreOfTheSeedAlone() {
        var network = new Network(Recipe.Model.Kind.MLP, 200, 10, List.of(), 300, List.of());

        float[] one = Weights.initial(network, 1).tensors().get("hidden.weight").values();
        float[] again =
                Weights.initial(network, 1).tensors().get("hidden.weight").values();
        float[] other =
                Weights.initial(network, 2).tensors().get("hidden.weight").values();

        assertArrayEquals(one, again);
        assertFalse(Arrays.equals(one, other));
        double mean = 0;
        double square = 0;
        for (float value : one) {
            mean += value / one.length;
            square += (double) value * value / one.length;
        }
        assertEquals(0, mean, 0.002);
        assertEquals(2.0 / 200, square, 0.0003);
        assertArrayEquals(
                new float[300],
                Weights.initial(network, 1).tensors().get("hidden.bias").values());
    }
}
