package org.datasetcommons.contributor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContributorTest {
    private static final Instant FROM = Instant.parse("2026-11-22T10:00:00Z");
    private static final ContributorKey KEY =
            new ContributorKey(People.ANA.key(), FROM, Optional.empty(), Optional.empty());

    @Test
    void aKeySpeaksFromItsFirstMomentOn() {
        assertFalse(KEY.speaksAt(FROM.minusSeconds(1)));
        assertTrue(KEY.speaksAt(FROM));
        assertTrue(KEY.speaksAt(FROM.plusSeconds(1L << 40)));
    }

    @Test
    void aRetiredKeySignsNothingNewAndWhatItSignedStaysSigned() {
        var end = FROM.plusSeconds(60);
        var retired = KEY.retiredAt(end);

        assertTrue(retired.speaksAt(FROM));
        assertTrue(retired.speaksAt(end.minusSeconds(1)));
        assertFalse(retired.speaksAt(end));
    }

    @Test
    void aRevokedKeyNeverSpoke() {
        var revoked = KEY.revokedFor("stolen");

        assertFalse(revoked.speaksAt(FROM));
        assertFalse(revoked.retiredAt(FROM.plusSeconds(60)).speaksAt(FROM.plusSeconds(1)));
    }

    @Test
    void speaksWithEachKeyInItsTimeAndWithNoOther() {
        var second = new ContributorKey(
                People.ANA.spare(2).publicKey(), FROM.plusSeconds(100), Optional.empty(), Optional.empty());
        var ana = People.ANA
                .contributor()
                .with(KEY.retiredAt(FROM.plusSeconds(200)))
                .with(second);

        assertTrue(ana.speaks(People.ANA.key(), FROM));
        assertFalse(ana.speaks(second.key(), FROM));
        assertTrue(ana.speaks(People.ANA.key(), FROM.plusSeconds(150)));
        assertTrue(ana.speaks(second.key(), FROM.plusSeconds(150)));
        assertFalse(ana.speaks(People.ANA.key(), FROM.plusSeconds(250)));
        assertFalse(ana.speaks(People.BEN.key(), FROM.plusSeconds(150)));
    }

    @Test
    void putsAChangedKeyInItsOldPlace() {
        var second = new ContributorKey(People.ANA.spare(2).publicKey(), FROM, Optional.empty(), Optional.empty());
        var ana = People.ANA.contributor().with(second);

        var changed = ana.with(KEY.revokedFor("stolen"));

        assertEquals(List.of(KEY.revokedFor("stolen"), second), changed.keys());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ana",
                "no",
                "123",
                "# not a comment",
                "\"quoted\" \\ back",
                "- a: [b, {c}]",
                "Ana\u200d's",
                "آنا نمونه‌ای",
                "עדי דוגמה\u200f",
                "🦉",
                "  spaces  ",
                "&a *b !c"
            })
    void anyNameThatIsTakenReadsBackAsItself(String name) {
        assertReadsBack(name);
    }

    @Test
    void everyCharacterIsEitherRefusedOrReadBack() {
        var taken = new StringBuilder("a");
        for (int c = 0; c <= 0x11FFF; c++) {
            try {
                contributor("a" + Character.toString(c));
                taken.appendCodePoint(c);
            } catch (CommonsException e) {
                assertTrue(e.getMessage().contains("which nobody can read"), e.getMessage());
            }
            if (taken.length() > 500) {
                assertReadsBack(taken.toString());
                taken.setLength(1);
            }
        }
        assertReadsBack(taken.toString());
    }

    private static Contributor contributor(String name) {
        return new Contributor(People.ANA.handle(), name, "Ana", List.of(KEY));
    }

    private static void assertReadsBack(String name) {
        var contributor = contributor(name);

        assertEquals(
                contributor,
                Contributor.from(new StrictDocuments().yaml("contributors/ana.yaml", contributor.bytes())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0", "a\nb", "a\u0000b", "a\u007fb", "a\u2028b", "a\u202eb", "a\ufeffb"})
    void refusesNamesThatNobodyCanRead(String name) {
        // The no-break space alone is printable, and blank all the same to whoever looks at it.
        var error = assertThrows(CommonsException.class, () -> contributor(name));

        assertTrue(error.getMessage().startsWith("the name of a contributor "), error.getMessage());
    }
}
