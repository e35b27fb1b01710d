package org.datasetcommons.io.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.signing.SshSig;
import org.datasetcommons.signing.Wire;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.Tampering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshSignaturesTest {
    private static final byte[] MESSAGE = "{\"license\": \"CC-BY-4.0\"}\n".getBytes(StandardCharsets.UTF_8);
    /** RFC 8032, section 7.1, test 1. */
    private static final Ed25519Key RFC_KEY = Ed25519Key.fromSeed(
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    private final SshSignatureVerifier verifier = new SshSignatureVerifier();

    @TempDir
    Path folder;

    @Test
    void writesWhatOpenSshWrites() {
        byte[] message = "hello commons\n".getBytes(StandardCharsets.US_ASCII);
        String namespace = "contribution@commons.example.org";
        byte[] raw = RFC_KEY.signRaw(SshSig.toBeSigned(namespace, "sha512", message));

        byte[] armored = new SshSig(
                        RFC_KEY.publicKey(),
                        namespace,
                        "sha512",
                        "ssh-ed25519",
                        SshSig.Bytes.of(new Wire().string(raw).bytes()))
                .armored();

        assertEquals("""
                -----BEGIN SSH SIGNATURE-----
                U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg11qYAYKxCrfVS/7TyWQHOg7hcv
                PapiMlrwIaaPcHURoAAAAgY29udHJpYnV0aW9uQGNvbW1vbnMuZXhhbXBsZS5vcmcAAAAA
                AAAABnNoYTUxMgAAAFMAAAALc3NoLWVkMjU1MTkAAABAJJw/1Z86h5eFWagchWp/XonxKo
                QyM0mhV24ebRvIju5qqlyEoSZEptHw51leepfsUkaCSJ8njvAjC+bhKt6XDQ==
                -----END SSH SIGNATURE-----
                """, new String(armored, StandardCharsets.US_ASCII));
    }

    @Test
    void knowsTheKeyAsOpenSshDoes() {
        assertEquals(
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
                RFC_KEY.publicKey().line());
        assertEquals(
                "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8",
                RFC_KEY.publicKey().fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa-256", "ecdsa-384", "ecdsa-521"})
    void takesTheSignatureOfEachKindOfKey(String name) {
        var signer = TestKeys.signer(folder, name);

        byte[] signature = signer.sign(Namespace.RELEASE, MESSAGE);

        assertEquals(
                new SignatureResult.Good(TestKeys.publicKey(name)),
                verifier.verify(Namespace.RELEASE, MESSAGE, signature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa-256", "ecdsa-384", "ecdsa-521"})
    void noticesEveryChangedByteOfTheSignature(String name) {
        byte[] signature = TestKeys.signer(folder, name).sign(Namespace.RELEASE, MESSAGE);

        Tampering.eachLowestBit(
                blob(signature), changed -> assertBad(Namespace.RELEASE, MESSAGE, SshSig.armor(changed)));
        Tampering.eachLength(blob(signature), changed -> assertBad(Namespace.RELEASE, MESSAGE, SshSig.armor(changed)));
    }

    @Test
    void noticesEveryChangedByteOfTheArmor() {
        byte[] signature = People.ANA.signer().sign(Namespace.RELEASE, MESSAGE);

        Tampering.eachByte(blob(signature), changed -> assertBad(Namespace.RELEASE, MESSAGE, SshSig.armor(changed)));
        Tampering.each(signature, changed -> assertBad(Namespace.RELEASE, MESSAGE, changed));
        Tampering.eachBase64Character(signature, changed -> assertBad(Namespace.RELEASE, MESSAGE, changed));
    }

    @Test
    void noticesEveryChangedByteOfTheMessage() {
        byte[] signature = People.ANA.signer().sign(Namespace.CONTRIBUTION, MESSAGE);

        Tampering.each(MESSAGE, changed -> assertBad(Namespace.CONTRIBUTION, changed, signature));
    }

    @ParameterizedTest
    @EnumSource(Namespace.class)
    void takesASignatureInItsOwnNamespaceAlone(Namespace namespace) {
        byte[] signature = People.ANA.signer().sign(namespace, MESSAGE);

        for (var other : Namespace.values()) {
            if (other == namespace) {
                assertInstanceOf(SignatureResult.Good.class, verifier.verify(other, MESSAGE, signature));
            } else {
                assertEquals(
                        new SignatureResult.Bad("it is about '" + namespace.text() + "', not '" + other.text() + "'"),
                        verifier.verify(other, MESSAGE, signature));
            }
        }
    }

    @Test
    void theNamespaceIsSignedAndNotOnlyWritten() {
        var signed = SshSig.parse(People.ANA.signer().sign(Namespace.CONTRIBUTION, MESSAGE));
        var relabelled = new SshSig(
                signed.key(), Namespace.RELEASE.text(), signed.hashAlgorithm(), signed.algorithm(), signed.signature());

        assertBad(Namespace.RELEASE, MESSAGE, relabelled.armored());
    }

    @Test
    void theHashIsSignedAndNotOnlyWritten() {
        var signed = SshSig.parse(People.ANA.signer().sign(Namespace.CONTRIBUTION, MESSAGE));
        var relabelled = new SshSig(signed.key(), signed.namespace(), "sha256", signed.algorithm(), signed.signature());

        assertBad(Namespace.CONTRIBUTION, MESSAGE, relabelled.armored());
    }

    @Test
    void theKeyDecidesAndNotWhatTheSignatureNames() {
        var signed = SshSig.parse(People.ANA.signer().sign(Namespace.CONTRIBUTION, MESSAGE));
        var asBen = new SshSig(
                People.BEN.key(), signed.namespace(), signed.hashAlgorithm(), signed.algorithm(), signed.signature());

        assertBad(Namespace.CONTRIBUTION, MESSAGE, asBen.armored());
    }

    @Test
    void whatIsReadIsWrittenAgainByteForByte() {
        byte[] armored = People.ANA.signer().sign(Namespace.ROOT, MESSAGE);

        assertArrayEquals(armored, SshSig.parse(armored).armored());
    }

    @Test
    void readsArmorWhoseLinesEndElsewhere() {
        String armored = new String(People.ANA.signer().sign(Namespace.GIT, MESSAGE), StandardCharsets.US_ASCII);
        String base64 = armored.replaceAll("-----.*-----", "").replace("\n", "");
        String other = "-----BEGIN SSH SIGNATURE-----\n" + base64.replaceAll("(.{76})", "$1\n")
                + "\n-----END SSH SIGNATURE-----\n";

        assertEquals(
                new SignatureResult.Good(People.ANA.key()),
                verifier.verify(Namespace.GIT, MESSAGE, other.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-sha2-256", "ssh-rsa"})
    void takesRsaWithShaTwoAlone(String algorithm) throws Exception {
        var file = TestKeys.lay(folder, "rsa");
        var rsa = JcaTestKey.of(file, algorithm.equals("ssh-rsa") ? "SHA1withRSA" : "SHA256withRSA");
        byte[] raw = rsa.sign(SshSig.toBeSigned(Namespace.RELEASE.text(), "sha512", MESSAGE));
        byte[] armored = new SshSig(
                        TestKeys.publicKey("rsa"),
                        Namespace.RELEASE.text(),
                        "sha512",
                        algorithm,
                        SshSig.Bytes.of(new Wire().string(raw).bytes()))
                .armored();

        var result = verifier.verify(Namespace.RELEASE, MESSAGE, armored);

        assertEquals(
                algorithm.equals("rsa-sha2-256")
                        ? new SignatureResult.Good(TestKeys.publicKey("rsa"))
                        : new SignatureResult.Bad("signatures of type ssh-rsa by keys of type ssh-rsa are not taken"),
                result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"})
    void takesSignaturesOfKeysOnHardware(String type) {
        var hardware = new SoftHardwareKey(type, folder);

        byte[] armored = hardware.sign(Namespace.CONTRIBUTION, MESSAGE);

        assertEquals(
                new SignatureResult.Good(hardware.publicKey()),
                verifier.verify(Namespace.CONTRIBUTION, MESSAGE, armored));
        Tampering.eachLowestBit(
                blob(armored), changed -> assertBad(Namespace.CONTRIBUTION, MESSAGE, SshSig.armor(changed)));
        Tampering.each(MESSAGE, changed -> assertBad(Namespace.CONTRIBUTION, changed, armored));
    }

    @Test
    void verifiesBareEd25519AsInRfc8032() {
        byte[] signature = HexFormat.of()
                .parseHex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                        + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");

        assertArrayEquals(signature, RFC_KEY.signRaw(new byte[0]));
        assertTrue(verifier.verifyRaw(RFC_KEY.publicKey(), new byte[0], signature));
        Tampering.each(
                signature, changed -> assertFalse(verifier.verifyRaw(RFC_KEY.publicKey(), new byte[0], changed)));
    }

    @Test
    void refusesTheOtherFormOfTheSameEd25519Signature() {
        // S plus the order of the group solves the same equation (RFC 8032, section 5.1.7 asks for S below it).
        byte[] signature = RFC_KEY.signRaw(MESSAGE);
        var order = new java.math.BigInteger(
                "7237005577332262213973186563042994240857116359379907606001950938285454250989");
        byte[] s = Arrays.copyOfRange(signature, 32, 64);
        var sum = littleEndian(s).add(order).toByteArray();
        byte[] other = signature.clone();
        for (int i = 0; i < 32; i++) {
            other[32 + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }

        assertFalse(verifier.verifyRaw(RFC_KEY.publicKey(), MESSAGE, other));
    }

    private static java.math.BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new java.math.BigInteger(1, reversed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The neutral element, a point of order eight, and a y that is not reduced.
                "0100000000000000000000000000000000000000000000000000000000000000",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void refusesKeysThatSignAnything(String point) {
        var weak = PublicKey.ofBlob(new Wire()
                .string("ssh-ed25519")
                .string(HexFormat.of().parseHex(point))
                .bytes());
        // With a key of small order, R = the neutral element and S = 0 solve the equation for many messages.
        byte[] signature = new byte[64];
        signature[0] = 1;

        assertFalse(verifier.verifyRaw(weak, MESSAGE, signature));
        assertFalse(verifier.verifyRaw(weak, Digest.of("another").raw(), signature));
    }

    private static byte[] blob(byte[] armored) {
        return SshSig.parse(armored).blob();
    }

    private void assertBad(Namespace namespace, byte[] message, byte[] signature) {
        var result = verifier.verify(namespace, message, signature);
        assertInstanceOf(SignatureResult.Bad.class, result, () -> new String(signature, StandardCharsets.ISO_8859_1));
    }
}
