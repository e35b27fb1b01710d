package org.datasetcommons.train;

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

    private final Recipe.Input input;

    ImageEncoder(Recipe.Input input) {
        this.input = input;
    }

    @Override
    public int width() {
        return input.width() * input.height() * input.channels();
    }

    @Override
    public Vector encode(Example example) throws Unreadable {
        byte[] bytes = example.content()
                .orElseThrow(() -> new Unreadable("is a row, not an image"))
                .read();
        var image = fit(decode(bytes));
        int pixels = input.width() * input.height();
        float[] values = new float[width()];
        for (int y = 0; y < input.height(); y++) {
            for (int x = 0; x < input.width(); x++) {
                int at = y * input.width() + x;
                if (input.channels() == 1) {
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
            throw new Unreadable("is a damaged image: " + e.getMessage());
        }
    }

    private BufferedImage fit(BufferedImage image) throws Unreadable {
        if (image.getWidth() == input.width() && image.getHeight() == input.height()) {
            return image;
        }
        if (!input.resize()) {
            throw new Unreadable("is " + image.getWidth() + "×" + image.getHeight() + ", not " + input.width() + "×"
                    + input.height());
        }
        var fitted = new BufferedImage(input.width(), input.height(), BufferedImage.TYPE_INT_RGB);
        var graphics = fitted.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, input.width(), input.height(), null);
        graphics.dispose();
        return fitted;
    }

    @Override
    public Node.Fields toNode() {
        return Encoder.nothing();
    }
}
