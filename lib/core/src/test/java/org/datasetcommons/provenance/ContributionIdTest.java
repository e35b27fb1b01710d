package org.datasetcommons.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.datasetcommons.contributor.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContributionIdTest {
    @Test
    void isMadeOfTheDayInUtcAPersonAndFourBytes() {
        var id = ContributionId.of(
                Instant.parse("2026-11-22T23:59:59.999Z"), new Handle("ana-maria-2"), new byte[] {0, -1, 16, 5, 9});

        assertEquals("2026-11-22-ana-maria-2-00ff1005", id.text());
        assertEquals(new Handle("ana-maria-2"), id.contributor());
        assertEquals(
                List.of(
                        "contributions/2026-11-22-ana-maria-2-00ff1005/contribution.json",
                        "contributions/2026-11-22-ana-maria-2-00ff1005/contribution.json.sig",
                        "contributions/2026-11-22-ana-maria-2-00ff1005/records-00001.jsonl"),
                id.files());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-22-ana",
                "2026-11-22-ana-3f9a2c1",
                "2026-11-22-ana-3F9A2C1B",
                "2026-11-22-Ana-3f9a2c1b",
                "2026-11-22--3f9a2c1b",
                "2026-11-22--ana-3f9a2c1b",
                "2026-11-22-ana--3f9a2c1b",
                "2026-02-29-ana-3f9a2c1b",
                "2026-13-01-ana-3f9a2c1b",
                "٢٠٢٦-11-22-ana-3f9a2c1b",
                "2026-11-22-ana-3f9a2c1b\n",
                "2026-11-22-../ana-3f9a2c1b"
            })
    void isNothingElse(String text) {
        assertThrows(CommonsException.class, () -> new ContributionId(text));
    }
}
