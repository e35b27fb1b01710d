package org.datasetcommons.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.datasetcommons.CommonsException;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    /** Two inputs, two classes: {@code output.weight} of 2×2 and {@code output.bias} of 2. */
    private static final Network NETWORK = new Network(Recipe.Model.Kind.LINEAR, 2, 2, List.of(), 0, List.of());

    private static final Weights WEIGHTS = new Weights(Map.of(
            "output.weight", new Weights.Tensor(List.of(2, 2), new float[] {1, -2, 0.5f, 0}),
            "output.bias", new Weights.Tensor(List.of(2), new float[] {3, 4})));

    private static final String HEADER = "{\"output.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"output.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[8,24]}}";

    private static final byte[] NUMBERS =
            HexFormat.of().parseHex("0000404000008040" + "0000803f000000c00000003f00000000");

    private static byte[] file(String header, byte[] numbers) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return file(json.length, json, numbers);
    }

    private static byte[] file(long length, byte[] json, byte[] numbers) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array());
        out.writeBytes(json);
        out.writeBytes(numbers);
        return out.toByteArray();
    }

    private static Weights read(byte[] bytes) {
        return Safetensors.read("w.safetensors", bytes, NETWORK, new StrictDocuments());
    }

    private static String refusal(byte[] bytes) {
        var error = assertThrows(CommonsException.class, () -> read(bytes));
        assertEquals(CommonsException.Kind.INVALID_INPUT, error.kind());
        return error.getMessage();
    }

    @Test
    void writesSortedTensorsWithoutGapsAfterAHeaderOfWholeWords() {
        byte[] padded = (HEADER + " ".repeat((8 - HEADER.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);

        assertArrayEquals(file(padded.length, padded, NUMBERS), Safetensors.write(WEIGHTS));
    }

    @Test
    void readsWhatItWrites() {
        byte[] written = Safetensors.write(WEIGHTS);

        assertArrayEquals(written, Safetensors.write(read(written)));
    }

    @Test
    void readsTensorsInAnyOrderAndSkipsMetadata() {
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"output.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[8,24]},"
                + "\"output.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

        assertArrayEquals(Safetensors.write(WEIGHTS), Safetensors.write(read(file(header, NUMBERS))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[8,24] | [12,28] | w.safetensors has a gap or an overlap before tensor 'output.weight'",
                "[8,24] | [4,20] | w.safetensors has a gap or an overlap before tensor 'output.weight'",
                "[8,24] | [0,16] | w.safetensors does not hold just the tensors of the model, each once",
                "[8,24] | [8,20] | w.safetensors gives tensor 'output.weight' a place that its shape does not fill",
                "[8,24] | [-8,8] | w.safetensors gives tensor 'output.weight' a place that its shape does not fill",
                "[8,24] | [8] | w.safetensors gives tensor 'output.weight' a place that its shape does not fill",
                "[2,2] | [4,1] | w.safetensors holds tensor 'output.weight' in the shape [4, 1], not [2, 2]",
                "[2,2] | [4] | w.safetensors holds tensor 'output.weight' in the shape [4], not [2, 2]",
                "[2,2] | [4294967296,2] | w.safetensors holds tensor 'output.weight' in the shape [4294967296, 2], not [2, 2]",
                "`\"output.weight\":{\"dtype\":\"F32\"` | `\"output.weight\":{\"dtype\":\"F16\"` | w.safetensors holds tensor 'output.weight' as F16, not as F32",
                "`\"output.weight\"` | `\"hidden.weight\"` | w.safetensors holds a tensor 'hidden.weight' that the model does not have",
                "`\"output.bias\"` | `\"output.weight\"` | w.safetensors:1:67: field 'output.weight' stands twice in one object",
            })
    void refusesAHeaderThatIsWrong(String right, String wrong, String problem) {
        String header = HEADER.replace(right, wrong);

        assertEquals(problem, refusal(file(header, NUMBERS)));
    }

    @Test
    void refusesAMissingTensor() {
        String header = "{\"output.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

        assertEquals(
                "w.safetensors does not hold just the tensors of the model, each once", refusal(file(header, NUMBERS)));
    }

    @Test
    void refusesBytesThatTheHeaderDoesNotTellOf() {
        byte[] more = java.util.Arrays.copyOf(NUMBERS, NUMBERS.length + 4);
        byte[] less = java.util.Arrays.copyOf(NUMBERS, NUMBERS.length - 4);

        assertEquals("w.safetensors has 28 bytes of numbers, and its header tells of 24", refusal(file(HEADER, more)));
        assertEquals("w.safetensors has 20 bytes of numbers, and its header tells of 24", refusal(file(HEADER, less)));
    }

    @Test
    void refusesALengthThatLies() {
        byte[] json = HEADER.getBytes(StandardCharsets.UTF_8);

        for (long length : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, json.length + 1000}) {
            assertEquals("w.safetensors is not a safetensors file", refusal(file(length, json, NUMBERS)));
        }
        assertEquals("w.safetensors is not a safetensors file", refusal(new byte[0]));
        assertEquals("w.safetensors is not a safetensors file", refusal(new byte[7]));
    }

    @Test
    void refusesNumbersThatAreNotFinite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            byte[] numbers = NUMBERS.clone();
            ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).putFloat(12, bad);

            assertEquals(
                    "w.safetensors holds a number that is not finite in tensor 'output.weight'",
                    refusal(file(HEADER, numbers)));
        }
    }

    @Test
    void everyOtherByteOfTheHeaderIsReadOrRefused() {
        byte[] good = file(HEADER, NUMBERS);
        int end = 8 + HEADER.length();
        for (int at = 0; at < end; at++) {
            byte[] changed = good.clone();
            changed[at] ^= 1;

            assertTrue(!refusal(changed).isEmpty(), "at " + at);
        }
    }
}
