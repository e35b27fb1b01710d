package org.datasetcommons.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Workers;
import org.datasetcommons.digest.Digest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreTest {
    @TempDir
    Path directory;

    private ObjectStore store;

    @BeforeEach
    void setUp() {
        store = new ObjectStore(directory.resolve("objects"), directory.resolve("tmp"));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void laysObjectsDownAsGitLfsDoes() {
        var pointer = store.put("owl".getBytes(UTF_8));

        assertEquals(
                directory.resolve("objects/10/f7/10f7127b980b0b06ef157749f8a02cca1c606d22642729dcb2d24dbbf2bf30df"),
                store.path(pointer.oid()));
        assertTrue(Files.isRegularFile(store.path(pointer.oid())));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 3_000_000})
    void takesFilesOfEverySize(int size) throws IOException {
        byte[] content = bytes(size);
        Path file = Files.write(directory.resolve("file"), content);

        var pointer = store.put(file);

        assertEquals(new Pointer(Digest.of(content), size), pointer);
        assertArrayEquals(content, store.read(pointer.oid()));
        assertArrayEquals(content, Files.readAllBytes(file));
    }

    @Test
    void leavesNothingBehindButObjects() throws IOException {
        store.put(bytes(10));
        store.put(bytes(10));
        store.put(new ByteArrayInputStream(bytes(10)));
        store.accept(new Pointer(Digest.of("other"), 5), new ByteArrayInputStream(bytes(10)));
        store.sync();

        try (var left = Files.list(directory.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
        try (var objects = Files.walk(directory.resolve("objects"))) {
            assertEquals(1, objects.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void takesManyFilesAtOnce() throws IOException {
        for (int i = 0; i < 500; i++) {
            Files.write(directory.resolve("file" + i), bytes(i % 100));
        }

        Workers.forEach(500, i -> {
            try {
                store.put(directory.resolve("file" + i));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        store.sync();

        for (int i = 0; i < 100; i++) {
            assertArrayEquals(bytes(i), store.read(Digest.of(bytes(i))));
        }
    }

    @Test
    void goesOnWhereAKilledCommandLeftItsFiles() throws IOException {
        Files.createDirectories(directory.resolve("tmp"));
        store.put(bytes(1));
        long process = ProcessHandle.current().pid();
        for (int i = 0; i < 2_000; i++) {
            Files.write(directory.resolve("tmp").resolve(process + "-" + i), bytes(7));
        }

        var pointer = store.put(bytes(2));

        assertArrayEquals(bytes(2), store.read(pointer.oid()));
    }

    @Test
    void refusesBytesThatAreNotTheObject() throws IOException {
        var expected = new Pointer(Digest.of("owl"), 3);

        assertFalse(store.accept(expected, new ByteArrayInputStream("cat".getBytes(UTF_8))));
        assertFalse(store.has(expected.oid()));
        assertTrue(store.accept(expected, new ByteArrayInputStream("owl".getBytes(UTF_8))));
        assertTrue(store.has(expected.oid()));
    }

    @Test
    void noticesRot() throws IOException {
        var pointer = store.put("owl".getBytes(UTF_8));
        Files.writeString(store.path(pointer.oid()), "cat");

        assertEquals(Optional.of("digest differs"), store.fault(pointer.oid()));
        try (InputStream in = store.open(pointer.oid())) {
            assertThrows(IOException.class, in::readAllBytes);
        }
        assertEquals(Optional.of("content is missing"), store.fault(Digest.of("other")));
    }

    @Test
    void namesContentThatIsNotHere() {
        var error = assertThrows(CommonsException.class, () -> store.open(Digest.of("owl")));

        assertEquals("content " + Digest.of("owl") + " is not here", error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 3_000_000})
    void curesWhatRottedWhenTheSameContentComesAgain(int size) throws IOException {
        byte[] content = bytes(size);
        Path file = Files.write(directory.resolve("file"), content);
        var pointer = store.put(file);
        byte[] rotten = content.clone();
        rotten[1] ^= 1;
        Files.write(store.path(pointer.oid()), rotten);

        store.put(file);

        assertEquals(Optional.empty(), store.fault(pointer.oid()));
        assertArrayEquals(content, store.read(pointer.oid()));
    }

    @Test
    void takesOneObjectFromManyWritersAtOnce() throws IOException {
        byte[] content = bytes(100_000);
        var pointer = new Pointer(Digest.of(content), content.length);

        Workers.forEach(50, i -> {
            try {
                assertEquals(pointer, store.put(new ByteArrayInputStream(content)));
                assertTrue(store.accept(pointer, new ByteArrayInputStream(content)));
                assertArrayEquals(content, store.read(pointer.oid()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });

        assertEquals(Optional.empty(), store.fault(pointer.oid()));
        try (var left = Files.list(directory.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void contentWithoutBytesIsAlwaysHere() throws IOException {
        var nothing = Digest.of("");

        assertTrue(store.has(nothing));
        assertEquals(Optional.empty(), store.fault(nothing));
        assertArrayEquals(new byte[0], store.read(nothing));
        assertEquals(new Pointer(nothing, 0), store.put(new ByteArrayInputStream(new byte[0])));
        assertTrue(store.accept(new Pointer(nothing, 0), new ByteArrayInputStream(new byte[0])));
        assertFalse(store.accept(new Pointer(nothing, 0), new ByteArrayInputStream(new byte[1])));
    }

    @Test
    void takesNoMoreBytesThanTheObjectHas() throws IOException {
        var read = new java.util.concurrent.atomic.AtomicLong();
        var endless = new InputStream() {
            @Override
            public int read() {
                read.incrementAndGet();
                return 'x';
            }
        };

        assertFalse(store.accept(new Pointer(Digest.of("owl"), 3), endless));
        assertTrue(read.get() <= 4, read + " bytes were read");
    }

    @Test
    void failsAtTheEndOfRottenContentHoweverItIsRead() throws IOException {
        var pointer = store.put("owl".getBytes(UTF_8));
        Files.writeString(store.path(pointer.oid()), "cat");

        try (InputStream in = store.open(pointer.oid())) {
            assertThrows(IOException.class, () -> {
                while (in.read() >= 0) {
                    // byte by byte
                }
            });
        }
        try (InputStream in = store.open(pointer.oid())) {
            assertThrows(IOException.class, () -> in.skipNBytes(4));
        }
        try (InputStream in = store.open(pointer.oid())) {
            assertFalse(in.markSupported());
        }
    }

    @Test
    void takesNoMoreThanAnObjectShouldHave() throws IOException {
        byte[] content = bytes(1000);
        var pointer = new Pointer(Digest.of(content), content.length);
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                return given < content.length ? content[(int) given++] & 0xff : (int) (++given & 0x7f);
            }
        };

        assertFalse(store.accept(pointer, endless));
        assertTrue(endless.given <= 1001, "read " + endless.given);
        assertFalse(store.has(pointer.oid()));
    }

    @Test
    void adoptsAFileWhoseBytesAreRight() throws IOException {
        byte[] content = bytes(1000);
        var pointer = new Pointer(Digest.of(content), content.length);
        Path partial = store.partial(pointer.oid());
        Files.createDirectories(partial.getParent());
        Files.write(partial, content);

        assertTrue(store.adopt(pointer, partial));

        assertArrayEquals(content, store.read(pointer.oid()));
        assertFalse(Files.exists(partial));
    }

    @Test
    void throwsAwayAFileWhoseBytesAreWrong() throws IOException {
        byte[] content = bytes(1000);
        var pointer = new Pointer(Digest.of(content), content.length);
        Path partial = store.partial(pointer.oid());
        Files.createDirectories(partial.getParent());
        for (byte[] wrong : List.of(bytes(999), bytes(1001), new byte[1000])) {
            Files.write(partial, wrong);

            assertFalse(store.adopt(pointer, partial));

            assertFalse(store.has(pointer.oid()));
            assertFalse(Files.exists(partial));
        }
    }

    @Test
    void adoptsWhatAnotherProcessHasAdoptedMeanwhile() throws IOException {
        var pointer = store.put(bytes(1000));

        assertTrue(store.adopt(pointer, store.partial(pointer.oid())));
        assertFalse(store.adopt(new Pointer(Digest.of("other"), 5), store.partial(Digest.of("other"))));
    }

    @Test
    void takesObjectsFromAnotherStoreAndChecksThem() throws IOException {
        var other = new ObjectStore(directory.resolve("other/objects"), directory.resolve("other/tmp"));
        var right = other.put(bytes(1000));
        var damaged = other.put(bytes(2000));
        Files.write(other.path(damaged.oid()), bytes(2000 - 1));

        assertTrue(store.takeFrom(other, right));
        assertFalse(store.takeFrom(other, damaged));

        assertArrayEquals(bytes(1000), store.read(right.oid()));
        assertFalse(store.has(damaged.oid()));
        assertFalse(Files.exists(directory.resolve("tmp")), "a link needs no file in between");
    }

    @Test
    void replacesWhatIsDamagedHereByWhatAnotherStoreHas() throws IOException {
        var other = new ObjectStore(directory.resolve("other/objects"), directory.resolve("other/tmp"));
        var pointer = other.put(bytes(1000));
        store.put(bytes(1000));
        Files.write(store.path(pointer.oid()), bytes(999));

        assertTrue(store.takeFrom(other, pointer));

        assertArrayEquals(bytes(1000), store.read(pointer.oid()));
        try (var left = Files.list(directory.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void knowsWhetherAnythingHasArrived() throws IOException {
        assertFalse(store.hasBegun());

        Path partial = store.partial(Digest.of("owl"));
        Files.createDirectories(partial.getParent());
        assertFalse(store.hasBegun());
        Files.write(partial, new byte[1]);
        assertTrue(store.hasBegun());
        Files.delete(partial);
        store.put("owl".getBytes(UTF_8));
        assertTrue(store.hasBegun());
    }
}
