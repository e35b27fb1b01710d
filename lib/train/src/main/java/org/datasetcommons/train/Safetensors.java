package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/**
 * Weights in the safetensors format: the length of a JSON header as 64 bits, the header, then the tensors. Nothing in it can
 * make a reader run code. Only 32-bit floats are written and read; every byte must be accounted for.
 */
final class Safetensors {
    private static final int MAX_HEADER = 1 << 20;

    private Safetensors() {}

    /** The same bytes for the same weights: names sorted, no gaps, the header padded with spaces to eight bytes. */
    static byte[] write(Weights weights) {
        var header = Node.fields();
        long offset = 0;
        var sorted = new TreeMap<>(weights.tensors());
        for (var entry : sorted.entrySet()) {
            var tensor = entry.getValue();
            long end = offset + 4L * tensor.values().length;
            header.put(
                    entry.getKey(),
                    Node.fields()
                            .put("dtype", "F32")
                            .put(
                                    "shape",
                                    Node.items(tensor.shape().stream()
                                            .map(Node::number)
                                            .toList()))
                            .put("data_offsets", Node.items(List.of(Node.number(offset), Node.number(end)))));
            offset = end;
        }
        var text = new StringBuilder(Json.line(header.build()));
        while (text.length() % 8 != 0) {
            text.append(' ');
        }
        byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.writeBytes(json);
        for (var tensor : sorted.values()) {
            var floats = ByteBuffer.allocate(4 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
            floats.asFloatBuffer().put(tensor.values());
            out.writeBytes(floats.array());
        }
        return out.toByteArray();
    }

    /**
     * Reads weights whose names and shapes must be those of the network. Nothing is set aside for a tensor before the header
     * has been found to account for every byte of the file.
     */
    static Weights read(String file, byte[] bytes, Network network, Documents documents) {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.length < 8 ? -1 : in.getLong();
        if (length < 2 || length > MAX_HEADER || length > in.remaining()) {
            throw invalid(file + " is not a safetensors file");
        }
        byte[] json = new byte[(int) length];
        in.get(json);
        var header = documents.json(file, json);
        var expected = network.shapes();
        var places = new TreeMap<Long, String>();
        for (String name : header.values().keySet()) {
            if (!name.equals("__metadata__")) {
                requireExpected(file, name, header.fields(name), expected);
                places.put(begin(header.fields(name)), name);
            }
        }
        if (places.size() != expected.size()) {
            throw invalid(file + " does not hold just the tensors of the model, each once");
        }
        long end = 0;
        for (var place : places.entrySet()) {
            if (place.getKey() != end) {
                throw invalid(file + " has a gap or an overlap before tensor '" + place.getValue() + "'");
            }
            end += 4 * Weights.Tensor.size(expected.get(place.getValue()));
        }
        if (end != in.remaining()) {
            throw invalid(file + " has " + in.remaining() + " bytes of numbers, and its header tells of " + end);
        }
        var tensors = new LinkedHashMap<String, Weights.Tensor>();
        for (String name : places.values()) {
            var shape = expected.get(name);
            tensors.put(name, new Weights.Tensor(shape, floats(in, (int) Weights.Tensor.size(shape))));
        }
        var weights = new Weights(tensors);
        weights.findInfinite().ifPresent(name -> {
            throw invalid(file + " holds a number that is not finite in tensor '" + name + "'");
        });
        return weights;
    }

    private static void requireExpected(
            String file, String name, Node.Fields tensor, Map<String, List<Integer>> expected) {
        var shape = Optional.ofNullable(expected.get(name))
                .orElseThrow(() -> invalid(file + " holds a tensor '" + name + "' that the model does not have"));
        if (!tensor.text("dtype").equals("F32")) {
            throw invalid(file + " holds tensor '" + name + "' as " + tensor.text("dtype") + ", not as F32");
        }
        var stated = tensor.items("shape").stream().map(Node::asInteger).toList();
        if (!stated.equals(shape.stream().map(Integer::longValue).toList())) {
            throw invalid(file + " holds tensor '" + name + "' in the shape " + stated + ", not " + shape);
        }
        var offsets = tensor.items("data_offsets");
        if (offsets.size() != 2
                || offsets.get(0).asInteger() < 0
                || offsets.get(1).asInteger() - offsets.get(0).asInteger() != 4 * Weights.Tensor.size(shape)) {
            throw invalid(file + " gives tensor '" + name + "' a place that its shape does not fill");
        }
    }

    private static long begin(Node.Fields tensor) {
        return tensor.items("data_offsets").get(0).asInteger();
    }

    private static float[] floats(ByteBuffer in, int count) {
        float[] values = new float[count];
        in.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        in.position(in.position() + 4 * count);
        return values;
    }
}
