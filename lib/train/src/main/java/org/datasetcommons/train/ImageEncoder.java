package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.datasetcommons.document.Node;

/** Images as channels of rows of pixels, each from 0 to 1. */
final class ImageEncoder implements Encoder {
    private static final long MOST_PIXELS = 64L << 20;

    private final int columns;
    private final int rows;
    private final int channels;
    private final boolean resize;

    private ImageEncoder(int columns, int rows, int channels, boolean resize) {
        this.columns = columns;
        this.rows = rows;
        this.channels = channels;
        this.resize = resize;
    }

    static ImageEncoder of(Recipe.Input input) {
        return new ImageEncoder(input.width(), input.height(), input.channels(), input.resize());
    }

    static ImageEncoder from(Node.Fields kept) {
        int channels = Encoder.number(kept, "channels", 1, 3);
        if (channels == 2) {
            throw invalid(kept.get("channels").at().prefix() + "an image has 1 channel or 3");
        }
        return new ImageEncoder(
                Encoder.number(kept, "width", 1, Recipe.MOST_PIXELS),
                Encoder.number(kept, "height", 1, Recipe.MOST_PIXELS),
                channels,
                kept.get("resize").asBoolean());
    }

    @Override
    public int width() {
        return columns * rows * channels;
    }

    @Override
    public Vector encode(Example example) throws Unreadable {
        byte[] bytes = example.content()
                .orElseThrow(() -> new Unreadable("is a row, not an image"))
                .read();
        var image = fit(decode(bytes));
        int pixels = columns * rows;
        float[] values = new float[width()];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int at = y * columns + x;
                if (channels == 1) {
                    values[at] = grey(image, x, y);
                } else {
                    int rgb = image.getRGB(x, y);
                    values[at] = (rgb >> 16 & 0xFF) / 255f;
                    values[pixels + at] = (rgb >> 8 & 0xFF) / 255f;
                    values[2 * pixels + at] = (rgb & 0xFF) / 255f;
                }
            }
        }
        return Vector.dense(values);
    }

    /** A grey image's sample is read as it is; getRGB would pass it through a colour profile. */
    private static float grey(BufferedImage image, int x, int y) {
        if (image.getRaster().getNumBands() == 1
                && image.getSampleModel().getSampleSize(0) == 8
                && image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            return image.getRaster().getSample(x, y, 0) / 255f;
        }
        int rgb = image.getRGB(x, y);
        // ITU-R BT.601 luma
        return (0.299f * (rgb >> 16 & 0xFF) + 0.587f * (rgb >> 8 & 0xFF) + 0.114f * (rgb & 0xFF)) / 255f;
    }

    /** The size is looked at before the image is decoded: a small file can claim to be a huge image. */
    private static BufferedImage decode(byte[] bytes) throws Unreadable {
        ImageIO.setUseCache(false);
        try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new Unreadable("is not an image that can be read");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new Unreadable("has more than " + MOST_PIXELS + " pixels");
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // What the decoder says differs between Java releases, and reasons are compared.
            throw new Unreadable("is a damaged image");
        }
    }

    private BufferedImage fit(BufferedImage image) throws Unreadable {
        if (image.getWidth() == columns && image.getHeight() == rows) {
            return image;
        }
        if (!resize) {
            throw new Unreadable("is " + image.getWidth() + "×" + image.getHeight() + ", not " + columns + "×" + rows);
        }
        var fitted = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        var graphics = fitted.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, columns, rows, null);
        graphics.dispose();
        return fitted;
    }

    @Override
    public Node.Fields toNode() {
        return Node.fields()
                .put("kind", "image")
                .put("width", columns)
                .put("height", rows)
                .put("channels", channels)
                .put("resize", resize)
                .build();
    }
}
