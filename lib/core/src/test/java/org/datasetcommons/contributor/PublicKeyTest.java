package org.datasetcommons.contributor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.datasetcommons.signing.Wire;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {
    private static final String LINE =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    @Test
    void readsALineOfAPublicKeyFileAndDropsItsComment() {
        assertEquals(LINE, PublicKey.parse(LINE).line());
        assertEquals(LINE, PublicKey.parse(LINE + " ana@example.org, at home\n").line());
        assertEquals(
                PublicKey.parse(LINE), PublicKey.ofBlob(PublicKey.parse(LINE).blob()));
    }

    @Test
    void knowsTypeAndFingerprint() {
        assertEquals("ssh-ed25519", PublicKey.parse(LINE).type());
        assertEquals(
                "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8",
                PublicKey.parse(LINE).fingerprint());
    }

    @Test
    void givesTheBytesOfEd25519KeysAlone() {
        assertEquals(32, People.ANA.key().ed25519().orElseThrow().length);
        assertTrue(PublicKey.ofBlob(blob("ssh-rsa", 3)).ed25519().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "ssh-ed25519 ",
                // Another type than the blob's.
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
                // Cut short; then padding that is not needed, and bits that no byte holds.
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1E",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3Bw==",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1EaAA==",
                "ssh-ed25519 AAAA",
                "ssh-ed25519 not-base64!",
                "-----BEGIN OPENSSH PRIVATE KEY-----"
            })
    void refusesWhatIsNoKey(String text) {
        var error = assertThrows(CommonsException.class, () -> PublicKey.parse(text));

        assertTrue(error.getMessage().startsWith("not an SSH public key"), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a b", "a\tb", "a\"b", "", "é", "\u0000"})
    void refusesATypeThatCouldEndAWordOrLineOfAnotherFile(String type) {
        byte[] blob = blob(type, 32);
        String line = type + " " + Base64.getEncoder().encodeToString(blob);

        assertThrows(IllegalArgumentException.class, () -> PublicKey.ofBlob(blob));
        assertThrows(IllegalArgumentException.class, () -> new PublicKey(line));
    }

    @Test
    void refusesEveryEd25519KeyOfAnotherLength() {
        for (int length : List.of(0, 31, 33, 64)) {
            assertThrows(IllegalArgumentException.class, () -> PublicKey.ofBlob(blob("ssh-ed25519", length)));
        }
        byte[] good = People.ANA.key().blob();
        assertThrows(
                IllegalArgumentException.class, () -> PublicKey.ofBlob(java.util.Arrays.copyOf(good, good.length + 1)));
        good[18] = 31; // The length says less than there is.
        assertThrows(IllegalArgumentException.class, () -> PublicKey.ofBlob(good));
    }

    @Test
    void twoKeysDifferIfAByteDoes() {
        assertFalse(People.ANA.key().equals(People.BEN.key()));
        assertEquals(People.ANA.key(), PublicKey.parse(People.ANA.key().line() + " with a comment"));
    }

    private static byte[] blob(String type, int length) {
        return new Wire()
                .string(type.getBytes(StandardCharsets.UTF_8))
                .string(new byte[length])
                .bytes();
    }
}
