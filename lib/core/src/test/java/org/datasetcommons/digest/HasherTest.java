package org.datasetcommons.digest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HasherTest {
    /** More than is read at once. */
    private static final int LENGTH = 200_001;

    private static byte[] noise(int seed) {
        byte[] bytes = new byte[LENGTH];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void assertRead(byte[] expected, Hasher hasher) {
        assertEquals(expected.length, hasher.size());
        assertEquals(Digest.of(expected), hasher.digest());
    }

    @Test
    void readsOneContentAfterTheOther(@TempDir Path folder) throws IOException {
        byte[] first = noise(1);
        byte[] second = noise(2);
        var hasher = Hasher.ofThread();
        var copy = new ByteArrayOutputStream();

        hasher.read(new ByteArrayInputStream(first), copy);
        assertRead(first, hasher);
        assertArrayEquals(first, copy.toByteArray());
        hasher.read(Files.write(folder.resolve("second"), second));
        assertRead(second, hasher);
        hasher.read(InputStream.nullInputStream());
        assertRead(new byte[0], hasher);
    }

    @Test
    void contentMayReadOtherContentWhileItIsRead() throws IOException {
        byte[] outer = noise(1);
        byte[] inner = noise(2);
        var hasher = Hasher.ofThread();

        hasher.read(new FilterInputStream(new ByteArrayInputStream(outer)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = super.read(buffer, offset, length);
                assertEquals(Digest.of(inner), Digest.of(new ByteArrayInputStream(inner)));
                return read;
            }
        });

        assertRead(outer, hasher);
    }

    /** Larger than what one thread does alone, and not a whole number of blocks. */
    private static byte[] large() {
        byte[] bytes = new byte[(20 << 20) + 3];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @Test
    void copiesWhatIsLargeByteForByte() throws IOException {
        byte[] bytes = large();
        var hasher = Hasher.ofThread();
        var copy = new ByteArrayOutputStream();

        hasher.read(new ByteArrayInputStream(bytes), copy);

        assertArrayEquals(bytes, copy.toByteArray());
        assertRead(bytes, hasher);
    }

    @Test
    void whatIsLargeAndCannotBeCopiedIsForgotten() throws IOException {
        byte[] bytes = large();
        var hasher = Hasher.ofThread();
        var full = new OutputStream() {
            private int room = 17 << 20;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                room -= length;
                if (room < 0) {
                    throw new IOException("no room");
                }
            }
        };

        assertThrows(IOException.class, () -> hasher.read(new ByteArrayInputStream(bytes), full));

        hasher.read(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
        assertRead(bytes, hasher);
    }

    @Test
    void whatCouldNotBeReadIsForgotten(@TempDir Path folder) throws IOException {
        byte[] bytes = noise(1);
        var hasher = Hasher.ofThread();

        assertThrows(IOException.class, () -> hasher.read(folder.resolve("missing")));
        assertEquals(hasher, Hasher.ofThread());
        hasher.read(new ByteArrayInputStream(bytes));
        assertRead(bytes, hasher);
    }
}
