package org.datasetcommons.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.signing.AllowedSigners.Entry;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;

class AllowedSignersTest {
    @Test
    void writesALineForEachKeySorted() {
        var ben = new Entry("ben", People.BEN.key(), List.of("git"), Optional.empty(), Optional.empty());
        var ana = new Entry(
                "ana",
                People.ANA.key(),
                List.of("git", "release@datasetcommons.org"),
                Optional.of(Instant.parse("2026-11-22T10:00:00Z")),
                Optional.of(Instant.parse("2027-01-02T03:04:05Z")));

        assertEquals(
                "ana namespaces=\"git,release@datasetcommons.org\",valid-after=\"20261122100000Z\","
                        + "valid-before=\"20270102030404Z\" " + People.ANA.key() + "\n"
                        + "ben namespaces=\"git\" " + People.BEN.key() + "\n",
                AllowedSigners.render(List.of(ben, ana)));
    }
}
