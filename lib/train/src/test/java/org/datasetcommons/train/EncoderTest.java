package org.datasetcommons.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;

class EncoderTest {
    private static Recipe recipe(String yaml) {
        return Recipe.from(
                new StrictDocuments().yaml("recipe.yaml", ("name: r\n" + yaml).getBytes(StandardCharsets.UTF_8)));
    }

    private static Example row(Map<String, String> fields) {
        return new Example("data/a.csv#1", Digest.of(fields.toString()), new TreeMap<>(fields), Optional.empty());
    }

    private static Example file(byte[] content) {
        return new Example("data/a", Digest.of(content), new TreeMap<>(), Optional.of(() -> content));
    }

    private static float[] encoded(Encoder encoder, Example example) throws Encoder.Unreadable {
        float[] values = new float[encoder.width()];
        encoder.encode(example).copyTo(values, 0, values.length);
        return values;
    }

    private static String unreadable(Encoder encoder, Example example) {
        return assertThrows(Encoder.Unreadable.class, () -> encoder.encode(example))
                .getMessage();
    }

    /** Kept as JSON and read again, it must give the same numbers. */
    private static Encoder kept(Encoder encoder) {
        return Encoder.from(new StrictDocuments().json("model.json", Json.pretty(encoder.toNode())));
    }

    // --- tables ----------------------------------------------------------------------------------------------------

    private static final List<Example> ROWS = List.of(
            row(Map.of("label", "x", "commons.key", "1", "id", "1", "a", "1", "b", "10", "c", "5")),
            row(Map.of("label", "y", "commons.key", "2", "id", "2", "a", "3", "b", "-30.5e0", "c", "5")));

    @Test
    void rowIsItsNumbersLessTheirMeanOverTheirSpread() throws Encoder.Unreadable {
        var encoder = Encoder.fit(recipe("task: table-classification\nlabel: label\n"), ROWS);

        // a: mean 2, spread 1; b: mean -10.25, spread 20.25; c never varies. The key and the label are no features.
        assertArrayEquals(new float[] {-1, 1, 0}, encoded(encoder, ROWS.get(0)));
        assertArrayEquals(new float[] {1, -1, 0}, encoded(encoder, ROWS.get(1)));
        assertArrayEquals(new float[] {3, 0, 1}, encoded(encoder, row(Map.of("a", "5", "b", "-10.25", "c", "6"))));
        assertArrayEquals(new float[] {-1, 1, 0}, encoded(kept(encoder), ROWS.get(0)));
    }

    @Test
    void featuresThatAreNamedComeInTheirOrder() throws Encoder.Unreadable {
        var encoder =
                Encoder.fit(recipe("task: table-classification\nlabel: label\ninput: {features: [b, a]}\n"), ROWS);

        assertArrayEquals(new float[] {1, -1}, encoded(encoder, ROWS.get(0)));
    }

    @Test
    void cellThatIsNoNumberCannotBeRead() {
        var encoder = Encoder.fit(recipe("task: table-classification\nlabel: label\ninput: {features: [a]}\n"), ROWS);

        for (String cell : List.of("", "x", "1,5", "0x10", "NaN", "1e999", " 1", "+1", "١")) {
            assertEquals("has no number in column 'a'", unreadable(encoder, row(Map.of("a", cell))), cell);
        }
        assertEquals("has no number in column 'a'", unreadable(encoder, row(Map.of())));
        assertEquals("has a number out of range in column 'a'", unreadable(encoder, row(Map.of("a", "1e300"))));
    }

    @Test
    void tableWithoutNumbersCannotBeLearnt() {
        var rows = List.of(row(Map.of("label", "x", "a", "red")));

        var error = assertThrows(
                CommonsException.class, () -> Encoder.fit(recipe("task: table-classification\nlabel: label\n"), rows));

        assertEquals("no column of these rows is a number in every row", error.getMessage());
    }

    // --- texts -----------------------------------------------------------------------------------------------------

    private static final String TEXT = "task: text-classification\nlabel: language\n";

    /** FNV-1a 64 of "a" is af63dc4c8601ec8c, of " " af639d4c8601817f: offset basis and prime of the reference page. */
    @Test
    void textIsItsRunsOfCharactersInBuckets() throws Encoder.Unreadable {
        var encoder = Encoder.fit(recipe(TEXT + "input: {ngrams: [1, 1], buckets: 4096}\n"), List.of());

        float[] values = encoded(encoder, row(Map.of("text", "A")));

        var set = new TreeSet<Integer>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                set.add(i);
            }
        }
        int a = (int) Long.remainderUnsigned(0xaf63dc4c8601ec8cL, 4096);
        int space = (int) Long.remainderUnsigned(0xaf639d4c8601817fL, 4096);
        assertEquals(new TreeSet<>(List.of(a, space)), set);
        // One a between two spaces: log 2 and log 3, scaled to length one.
        double length = Math.hypot(Math.log(2), Math.log(3));
        assertEquals(Math.log(2) / length, values[a], 1e-6);
        assertEquals(Math.log(3) / length, values[space], 1e-6);
    }

    @Test
    void formAndCaseOfATextDoNotCount() throws Encoder.Unreadable {
        var encoder = Encoder.fit(recipe(TEXT), List.of());

        float[] composed = encoded(encoder, row(Map.of("text", "Éa\n")));

        assertArrayEquals(composed, encoded(encoder, row(Map.of("text", " e\u0301A"))));
        assertArrayEquals(composed, encoded(encoder, file("éa".getBytes(StandardCharsets.UTF_8))));
        assertArrayEquals(composed, encoded(kept(encoder), row(Map.of("text", "éa"))));
    }

    @Test
    void whatIsNoTextCannotBeRead() {
        var encoder = Encoder.fit(recipe(TEXT), List.of());

        assertEquals("has no 'text'", unreadable(encoder, row(Map.of("words", "a"))));
        assertEquals("is not a text in UTF-8", unreadable(encoder, file(new byte[] {(byte) 0xFF})));
    }

    // --- images ----------------------------------------------------------------------------------------------------

    private static final String IMAGE = "task: image-classification\nlabel: folder\n";

    private static byte[] png(BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static byte[] grey(int width, int height, int... samples) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, width, height, samples);
        return png(image);
    }

    @Test
    void greyImageIsItsSamplesRowByRow() throws Exception {
        var encoder = Encoder.fit(recipe(IMAGE + "input: {width: 2, height: 2}\n"), List.of());

        float[] values = encoded(encoder, file(grey(2, 2, 0, 51, 102, 255)));

        assertArrayEquals(new float[] {0, 0.2f, 0.4f, 1}, values);
        assertArrayEquals(values, encoded(kept(encoder), file(grey(2, 2, 0, 51, 102, 255))));
    }

    @Test
    void colourImageIsOneChannelAfterTheOther() throws Exception {
        var encoder = Encoder.fit(recipe(IMAGE + "input: {width: 2, height: 1, channels: 3}\n"), List.of());
        var image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xFF0033);
        image.setRGB(1, 0, 0x00FF00);

        assertArrayEquals(new float[] {1, 0, 0, 1, 0.2f, 0}, encoded(encoder, file(png(image))));
    }

    @Test
    void imageOfAnotherSizeIsRefusedOrResized() throws Exception {
        var strict = Encoder.fit(recipe(IMAGE + "input: {width: 2, height: 2}\n"), List.of());
        var resizing = Encoder.fit(recipe(IMAGE + "input: {width: 2, height: 2, resize: true}\n"), List.of());
        byte[] white = grey(
                4, 4, java.util.stream.IntStream.generate(() -> 255).limit(16).toArray());

        assertEquals("is 4×4, not 2×2", unreadable(strict, file(white)));
        assertArrayEquals(new float[] {1, 1, 1, 1}, encoded(resizing, file(white)), 1e-6f);
    }

    @Test
    void whatIsNoImageCannotBeRead() throws Exception {
        var encoder = Encoder.fit(recipe(IMAGE + "input: {width: 2, height: 2}\n"), List.of());
        byte[] cut = java.util.Arrays.copyOf(grey(2, 2, 0, 1, 2, 3), 40);

        assertEquals(
                "is not an image that can be read", unreadable(encoder, file("text".getBytes(StandardCharsets.UTF_8))));
        assertEquals("is a damaged image", unreadable(encoder, file(cut)));
        assertEquals("is a row, not an image", unreadable(encoder, row(Map.of())));
    }

    @Test
    void imageThatClaimsToBeHugeIsNotDecoded() throws Exception {
        var encoder = Encoder.fit(recipe(IMAGE + "input: {width: 2, height: 2, resize: true}\n"), List.of());
        byte[] huge = grey(1, 1, 0);
        // PNG: width and height stand at 16 and 20; their checksum is that of chunk type and data.
        java.nio.ByteBuffer.wrap(huge).putInt(16, 100_000).putInt(20, 100_000);
        var checksum = new java.util.zip.CRC32();
        checksum.update(huge, 12, 17);
        java.nio.ByteBuffer.wrap(huge).putInt(29, (int) checksum.getValue());

        assertEquals("has more than 67108864 pixels", unreadable(encoder, file(huge)));
    }

    // --- kept ------------------------------------------------------------------------------------------------------

    @Test
    void encodingThatIsOutOfItsLimitsIsRefused() {
        for (String bad : List.of(
                "{\"kind\":\"sound\"}",
                "{\"kind\":\"image\",\"width\":0,\"height\":8,\"channels\":1,\"resize\":false}",
                "{\"kind\":\"image\",\"width\":8,\"height\":100000,\"channels\":1,\"resize\":false}",
                "{\"kind\":\"image\",\"width\":8,\"height\":8,\"channels\":2,\"resize\":false}",
                "{\"kind\":\"text\",\"column\":\"t\",\"shortest\":3,\"longest\":2,\"buckets\":64}",
                "{\"kind\":\"text\",\"column\":\"t\",\"shortest\":1,\"longest\":2,\"buckets\":0}",
                "{\"kind\":\"table\",\"columns\":[]}",
                "{\"kind\":\"table\",\"columns\":[{\"name\":\"a\",\"mean\":\"NaN\",\"spread\":\"1\"}]}",
                "{\"kind\":\"table\",\"columns\":[{\"name\":\"a\",\"mean\":\"0\",\"spread\":\"0\"}]}")) {
            var fields = new StrictDocuments().json("model.json", bad.getBytes(StandardCharsets.UTF_8));

            var error = assertThrows(CommonsException.class, () -> Encoder.from(fields), bad);

            assertEquals(CommonsException.Kind.INVALID_INPUT, error.kind(), bad);
        }
    }
}
