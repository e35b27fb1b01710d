package org.datasetcommons.digest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.datasetcommons.CommonsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    /** FIPS 180-4's own example. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isTheSameHoweverTheBytesCome() throws IOException {
        byte[] bytes = "abc".getBytes(StandardCharsets.US_ASCII);

        assertEquals(ABC, Digest.of(bytes).hex());
        assertEquals(ABC, Digest.of("abc").hex());
        assertEquals(ABC, Digest.of(new ByteArrayInputStream(bytes)).hex());
        assertEquals(new Digest(ABC), Digest.ofRaw(HexFormat.of().parseHex(ABC)));
        assertArrayEquals(HexFormat.of().parseHex(ABC), Digest.parse(ABC).raw());
    }

    @Test
    void hashesTheUtf8OfAText() {
        assertEquals(Digest.of(new byte[] {(byte) 0xC3, (byte) 0xA9}), Digest.of("é"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ba7816bf",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0",
                " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                // Digits of another script.
                "٠a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void hasOneSpelling(String text) {
        var error = assertThrows(CommonsException.class, () -> Digest.parse(text));

        assertEquals("not a SHA-256 digest (64 lower-case hex digits): " + text, error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Digest(text));
    }

    @Test
    void isOrderedAsItsBytesAre() {
        var low = new Digest("7f" + ABC.substring(2));
        var high = new Digest("80" + ABC.substring(2));

        assertTrue(low.compareTo(high) < 0);
    }
}
