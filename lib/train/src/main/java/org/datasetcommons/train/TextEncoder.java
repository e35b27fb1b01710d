package org.datasetcommons.train;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.TreeMap;
import org.datasetcommons.document.Node;

/**
 * Texts as counts of short runs of characters, hashed into buckets: each run of {@code shortest} to {@code longest} code
 * points of the lower-cased text in NFC, with a space at either end, goes to the bucket of its FNV-1a 64 hash; counts are
 * taken by logarithm and scaled to length one.
 */
final class TextEncoder implements Encoder {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int MOST_CHARACTERS = 10_000;

    private final Recipe.Input input;

    TextEncoder(Recipe.Input input) {
        this.input = input;
    }

    @Override
    public int width() {
        return input.buckets();
    }

    @Override
    public Vector encode(Example example) throws Unreadable {
        String text = example.fields().get(input.column());
        if (text == null) {
            if (example.content().isEmpty()) {
                throw new Unreadable("has no '" + input.column() + "'");
            }
            text = new String(example.content().get().read(), StandardCharsets.UTF_8);
        }
        int[] points = (" "
                        + Normalizer.normalize(text.strip(), Normalizer.Form.NFC)
                                .toLowerCase(Locale.ROOT) + " ")
                .codePoints()
                .limit(MOST_CHARACTERS)
                .toArray();
        var counts = new TreeMap<Integer, Integer>();
        for (int length = input.shortest(); length <= input.longest(); length++) {
            for (int start = 0; start + length <= points.length; start++) {
                counts.merge(bucket(points, start, length), 1, Integer::sum);
            }
        }
        int[] positions = new int[counts.size()];
        float[] values = new float[counts.size()];
        double squares = 0;
        int i = 0;
        for (var count : counts.entrySet()) {
            positions[i] = count.getKey();
            values[i] = (float) Math.log1p(count.getValue());
            squares += values[i] * values[i];
            i++;
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int j = 0; j < values.length; j++) {
            values[j] *= scale;
        }
        return new Vector(positions, values);
    }

    private int bucket(int[] points, int start, int length) {
        byte[] bytes = new String(points, start, length).getBytes(StandardCharsets.UTF_8);
        long hash = FNV_OFFSET;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return (int) Long.remainderUnsigned(hash, input.buckets());
    }

    @Override
    public Node.Fields toNode() {
        return Encoder.nothing();
    }
}
