package org.datasetcommons.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    /** Each opening may ask a person for a passphrase. */
    @Test
    void opensEachKeyOnceAndNoneThatIsNotAskedFor() {
        var opened = new AtomicInteger();
        SigningKeys asking = () -> List.of(new SigningKeys.Candidate(People.ANA.key(), "a file", () -> {
            opened.incrementAndGet();
            return People.ANA.signer();
        }));

        var keys = SigningKeys.openingOnce(asking);

        assertEquals(People.ANA.key(), keys.first().publicKey());
        assertEquals(0, opened.get());
        var signer = keys.first().signer();
        assertSame(signer, keys.candidates().get(0).signer());
        assertEquals(1, opened.get());
    }
}
