package org.datasetcommons.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.datasetcommons.testkit.Tampering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestIndexesTest {
    private static final String LIST = "d670460b4b4aece5915caf5c68d12f560a9fe3e4";
    private static final int RECORDS = DigestIndexes.LEAST + 10;

    @TempDir
    Path folder;

    private static int firstBytes(int record) {
        return record * 0x9E3779B1;
    }

    /** Asks for the digests of a list, as whoever reads it does, and takes what is wanted. */
    private void read(DigestIndexes indexes, String list, int records, IntPredicate wanted) {
        try (var writer = indexes.write(list, wanted)) {
            for (int i = 0; i < records; i++) {
                if (writer.test(firstBytes(i))) {
                    writer.take();
                }
            }
            writer.finish();
        }
    }

    @Test
    void knowsWhichDigestsAListHas() {
        var indexes = new DigestIndexes(folder.resolve("lists"));
        assertEquals(OptionalLong.empty(), indexes.count(LIST, first -> true));

        read(indexes, LIST, RECORDS, first -> first == firstBytes(7));

        assertEquals(OptionalLong.of(RECORDS), indexes.count(LIST, first -> true));
        assertEquals(OptionalLong.of(0), indexes.count(LIST, first -> false));
        for (int i : new int[] {0, 7, DigestIndexes.LEAST - 1, DigestIndexes.LEAST, RECORDS - 1}) {
            assertEquals(OptionalLong.of(1), indexes.count(LIST, first -> first == firstBytes(i)), "record " + i);
        }
        assertEquals(OptionalLong.of(0), indexes.count(LIST, first -> first == firstBytes(RECORDS)));
    }

    @Test
    void knowsNothingOfAListThatWasNotReadToItsEnd() throws IOException {
        var indexes = new DigestIndexes(folder);
        try (var writer = indexes.write(LIST, first -> false)) {
            for (int i = 0; i < RECORDS; i++) {
                writer.test(firstBytes(i));
            }
        }
        assertEquals(OptionalLong.empty(), indexes.count(LIST, first -> true));
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    /** As one that is spelled so that its digest is found only by reading it strictly. */
    @Test
    void knowsNothingOfAListWithALineThatItWasNotAskedFor() {
        for (boolean isAfterSkipped : new boolean[] {true, false}) {
            var indexes = new DigestIndexes(folder);
            try (var writer = indexes.write(LIST, first -> !isAfterSkipped)) {
                for (int i = 0; i < RECORDS; i++) {
                    if (writer.test(firstBytes(i))) {
                        writer.take();
                    }
                }
                writer.take();
                writer.finish();
            }
            assertEquals(OptionalLong.empty(), indexes.count(LIST, first -> true));
        }
    }

    @Test
    void keepsNoneOfAShortList() {
        var indexes = new DigestIndexes(folder.resolve("lists"));
        read(indexes, LIST, DigestIndexes.LEAST, first -> false);
        assertFalse(Files.exists(folder.resolve("lists")));
    }

    @Test
    void believesNothingThatIsDamagedOrOfAnotherList() throws IOException {
        var indexes = new DigestIndexes(folder);
        read(indexes, LIST, RECORDS, first -> false);
        Path file = folder.resolve(LIST);
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(4 * RECORDS + 32, bytes.length);

        Tampering.eachLowestBit(bytes, changed -> assertUnknown(indexes, file, changed));
        for (int length : new int[] {0, 3, 31, 32, 33, 36, bytes.length - 32, bytes.length - 4, bytes.length - 1}) {
            assertUnknown(indexes, file, java.util.Arrays.copyOf(bytes, length));
        }
        Files.write(folder.resolve(LIST.replace('d', 'e')), bytes);
        assertEquals(OptionalLong.empty(), indexes.count(LIST.replace('d', 'e'), first -> true));
        Files.write(file, bytes);
        assertTrue(indexes.count(LIST, first -> true).isPresent());
    }

    private static void assertUnknown(DigestIndexes indexes, Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertEquals(OptionalLong.empty(), indexes.count(LIST, first -> true));
    }

    @Test
    void doesWithoutAFolderThatItCannotWriteTo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var indexes = new DigestIndexes(file.resolve("lists"));
        read(indexes, LIST, RECORDS, first -> false);
        assertEquals(OptionalLong.empty(), indexes.count(LIST, first -> true));
    }
}
