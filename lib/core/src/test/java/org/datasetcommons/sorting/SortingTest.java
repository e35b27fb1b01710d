package org.datasetcommons.sorting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortingTest {
    /** So small that a few thousand items make enough files for them to be merged twice. */
    private static final int TINY = 256;

    @TempDir
    Path folder;

    private static List<byte[]> items(int count, int longest) {
        var random = new Random(20_261_122);
        var items = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            byte[] item = new byte[random.nextInt(longest)];
            random.nextBytes(item);
            items.add(item);
        }
        return items;
    }

    private static void assertSorted(List<byte[]> items, Sorting sorting) {
        items.forEach(sorting::add);
        items.sort(Arrays::compareUnsigned);
        for (int again = 0; again < 2; again++) {
            var sorted = sorting.iterator();
            for (byte[] item : items) {
                assertArrayEquals(item, sorted.next());
            }
            assertFalse(sorted.hasNext());
            assertThrows(NoSuchElementException.class, sorted::next);
        }
        assertEquals(items.size(), sorting.size());
    }

    @Test
    void sortsInMemoryWithoutTouchingTheDisk() {
        Path none = folder.resolve("none");

        assertSorted(items(1000, 40), new Sorting(none));

        assertFalse(Files.exists(none));
    }

    @Test
    void sortsMoreThanMayBeInMemory() {
        assertSorted(items(60_000, 20), new Sorting(folder, TINY));
    }

    @Test
    void sortsItemsThatAreLargerThanWhatMayBeInMemory() {
        assertSorted(items(30, 200_000), new Sorting(folder, TINY));
    }

    @Test
    void keepsThoseOfOneValue() {
        var items = items(500, 30);
        items.addAll(items(500, 30));

        assertSorted(items, new Sorting(folder, TINY));
    }

    @Test
    void hasNothingIfNothingWasAdded() {
        assertSorted(new ArrayList<>(), new Sorting(folder, TINY));
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        assertSorted(items(5000, 20), new Sorting(folder, TINY));

        try (var files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void takesNothingMoreOnceItWasRead() {
        var sorting = new Sorting(folder, TINY);
        sorting.iterator();

        assertThrows(IllegalStateException.class, () -> sorting.add(new byte[1]));
    }
}
