package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Reads weights whose names and shapes must be those of the network. */
    static Weights read(String file, byte[] bytes, Network network, Documents documents) {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.length < 8 ? -1 : in.getLong();
        if (length < 2 || length > MAX_HEADER || length > in.remaining()) {
            throw invalid(file + " is not a safetensors file");
        }
        byte[] json = new byte[(int) length];
        in.get(json);
        var header = documents.json(
                file, new String(json, StandardCharsets.UTF_8).stripTrailing().getBytes(StandardCharsets.UTF_8));
        var tensors = new LinkedHashMap<String, Weights.Tensor>();
        var names = new ArrayList<>(header.values().keySet());
        names.remove("__metadata__");
        long expected = 0;
        for (String name : names) {
            var shape = network.shapes().get(name);
            var fields = header.fields(name);
            var stated = fields.items("shape").stream()
                    .map(Node::asInteger)
                    .map(Math::toIntExact)
                    .toList();
            var offsets =
                    fields.items("data_offsets").stream().map(Node::asInteger).toList();
            if (!stated.equals(shape) || !fields.text("dtype").equals("F32") || offsets.size() != 2) {
                throw invalid(file + " holds a tensor '" + name + "' that the model does not have");
            }
            long size = 4 * Weights.Tensor.size(stated);
            if (offsets.get(0) != expected || offsets.get(1) != expected + size || size > in.remaining()) {
                throw invalid(file + " has gaps or overlaps at tensor '" + name + "'");
            }
            expected += size;
            tensors.put(name, new Weights.Tensor(stated, floats(file, name, in, (int) (size / 4))));
        }
        if (in.hasRemaining() || tensors.size() != network.shapes().size()) {
            throw invalid(file + " does not hold just the tensors of the model");
        }
        return new Weights(tensors);
    }

    private static float[] floats(String file, String name, ByteBuffer in, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getFloat();
            if (!Float.isFinite(values[i])) {
                throw invalid(file + " holds a number that is not finite in tensor '" + name + "'");
            }
        }
        return values;
    }
}
