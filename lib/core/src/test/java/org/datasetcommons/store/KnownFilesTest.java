package org.datasetcommons.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownFilesTest {
    private static final long NOW = 1_790_000_000_123_456_789L;

    @ParameterizedTest(name = "{2}: {1}")
    @CsvSource({
        "1789999998000000000, true, whole seconds and two seconds ago",
        "1790000000000000000, false, whole seconds, so that a change in this second would not show",
        "1789999999000000000, false, whole seconds, of a clock that may tick every two",
        "1790000000020000000, false, hundredths, as they may be of a coarser clock",
        "1790000000020000001, true, of a fine clock that has ticked since",
        "1790000000023456789, true, of a fine clock and a tenth of a second ago",
        "1790000000023456790, false, of a fine clock that may not have ticked since",
        "1790000000123456789, false, this very moment",
        "1790000001123456789, false, in the future",
    })
    void aFileIsTakenToBeSettledWhenTheClockOfItsFileSystemHasTickedSince(long modified, boolean settled, String what) {
        assertEquals(settled, KnownFiles.isSettled(modified, NOW));
    }
}
