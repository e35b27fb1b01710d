package org.datasetcommons.train;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

    private final String column;
    private final int shortest;
    private final int longest;
    private final int buckets;

    private TextEncoder(String column, int shortest, int longest, int buckets) {
        this.column = column;
        this.shortest = shortest;
        this.longest = longest;
        this.buckets = buckets;
    }

    static TextEncoder of(Recipe.Input input) {
        return new TextEncoder(input.column(), input.shortest(), input.longest(), input.buckets());
    }

    static TextEncoder from(Node.Fields kept) {
        int shortest = Encoder.number(kept, "shortest", 1, Recipe.LONGEST_RUN);
        return new TextEncoder(
                kept.text("column"),
                shortest,
                Encoder.number(kept, "longest", shortest, Recipe.LONGEST_RUN),
                Encoder.number(kept, "buckets", 1, Recipe.MOST_BUCKETS));
    }

    @Override
    public int width() {
        return buckets;
    }

    @Override
    public Vector encode(Example example) throws Unreadable {
        int[] points = (" "
                        + Normalizer.normalize(text(example).strip(), Normalizer.Form.NFC)
                                .toLowerCase(Locale.ROOT)
                        + " ")
                .codePoints()
                .limit(MOST_CHARACTERS)
                .toArray();
        var counts = new TreeMap<Integer, Integer>();
        for (int length = shortest; length <= longest; length++) {
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
            values[i] = (float) StrictMath.log1p(count.getValue());
            squares += values[i] * values[i];
            i++;
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int j = 0; j < values.length; j++) {
            values[j] *= scale;
        }
        return new Vector(positions, values);
    }

    private String text(Example example) throws Unreadable {
        String cell = example.fields().get(column);
        if (cell != null) {
            return cell;
        }
        byte[] bytes = example.content()
                .orElseThrow(() -> new Unreadable("has no '" + column + "'"))
                .read();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unreadable("is not a text in UTF-8");
        }
    }

    private int bucket(int[] points, int start, int length) {
        byte[] bytes = new String(points, start, length).getBytes(StandardCharsets.UTF_8);
        long hash = FNV_OFFSET;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return (int) Long.remainderUnsigned(hash, buckets);
    }

    @Override
    public Node.Fields toNode() {
        return Node.fields()
                .put("kind", "text")
                .put("column", column)
                .put("shortest", shortest)
                .put("longest", longest)
                .put("buckets", buckets)
                .build();
    }
}
