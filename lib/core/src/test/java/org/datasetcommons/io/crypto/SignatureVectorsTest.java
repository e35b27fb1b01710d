package org.datasetcommons.io.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.signing.SshSig;
import org.datasetcommons.signing.Wire;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/signature.md}. The good vectors were made by ssh-keygen; each bad one is wrong in one way. */
class SignatureVectorsTest {
    private static final byte[] MESSAGE = FormatVectors.bytes("signature/message");
    private static final String NAMESPACE = Namespace.CONTRIBUTION.text();

    private final SshSignatureVerifier verifier = new SshSignatureVerifier();

    static List<Path> good() {
        return FormatVectors.in("signature/good", ".sig");
    }

    static List<Path> bad() {
        return FormatVectors.in("signature/bad", ".sig");
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesGoodVectorAsASignatureByTheKeyBesideIt(Path vector) throws IOException {
        byte[] armored = Files.readAllBytes(vector);
        var namespace = Arrays.stream(Namespace.values())
                .filter(n -> n.text().equals(SshSig.parse(armored).namespace()))
                .findFirst()
                .orElseThrow();

        var result = verifier.verify(namespace, MESSAGE, armored);

        var good = assertInstanceOf(SignatureResult.Good.class, result);
        FormatVectors.holdBeside(vector, ".key", good.key().line() + "\n");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorForTheReasonBesideIt(Path vector) throws IOException {
        var result = verifier.verify(Namespace.CONTRIBUTION, MESSAGE, Files.readAllBytes(vector));

        var bad = assertInstanceOf(SignatureResult.Bad.class, result);
        FormatVectors.holdBeside(vector, ".error", bad.reason() + "\n");
    }

    @Test
    void eachBadVectorIsAGoodSignatureChangedInOneWay() throws IOException {
        for (var vector : badOnes().entrySet()) {
            FormatVectors.hold(FormatVectors.at("signature/bad/" + vector.getKey() + ".sig"), vector.getValue());
        }

        assertEquals(badOnes().size(), bad().size());
        assertTrue(good().size() >= 15, "good vectors");
    }

    /** The fields of a blob, each of which can be another. */
    private static final class Blob {
        byte[] magic = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
        int version = 1;
        byte[] key = People.ANA.key().blob();
        String namespace = NAMESPACE;
        String reserved = "";
        String hash = "sha512";
        byte[] signature = new Wire()
                .string("ssh-ed25519")
                .string(People.ANA.signer().signRaw(SshSig.toBeSigned(NAMESPACE, "sha512", MESSAGE)))
                .bytes();
        byte[] end = {};

        byte[] armored() {
            return SshSig.armor(bytes());
        }

        byte[] bytes() {
            return new Wire()
                    .raw(magic)
                    .uint32(version)
                    .string(key)
                    .string(namespace)
                    .string(reserved)
                    .string(hash)
                    .string(signature)
                    .raw(end)
                    .bytes();
        }
    }

    private interface Change {
        void in(Blob blob);
    }

    private static byte[] changed(Change change) {
        var blob = new Blob();
        change.in(blob);
        return blob.armored();
    }

    private static SortedMap<String, byte[]> badOnes() {
        var bad = new TreeMap<String, byte[]>();
        bad.put("namespace-of-release", People.ANA.signer().sign(Namespace.RELEASE, MESSAGE));
        bad.put("namespace-relabelled", changed(blob -> {
            blob.signature = new Wire()
                    .string("ssh-ed25519")
                    .string(People.ANA.signer().signRaw(SshSig.toBeSigned("git", "sha512", MESSAGE)))
                    .bytes();
        }));
        bad.put("namespace-empty", changed(blob -> blob.namespace = ""));
        bad.put(
                "another-message",
                People.ANA.signer().sign(Namespace.CONTRIBUTION, "hello\n".getBytes(StandardCharsets.US_ASCII)));
        bad.put("another-key", changed(blob -> blob.key = People.BEN.key().blob()));
        bad.put("version-2", changed(blob -> blob.version = 2));
        bad.put("magic-in-lower-case", changed(blob -> blob.magic = "sshsig".getBytes(StandardCharsets.US_ASCII)));
        bad.put("reserved-not-empty", changed(blob -> blob.reserved = "later"));
        bad.put("hash-sha1", changed(blob -> blob.hash = "sha1"));
        bad.put("hash-relabelled", changed(blob -> blob.hash = "sha256"));
        bad.put("bytes-after-the-end", changed(blob -> blob.end = new byte[] {0}));
        bad.put("bytes-after-the-signature", changed(blob -> blob.signature = plus(blob.signature, 0)));
        bad.put(
                "signature-of-63-bytes",
                changed(blob -> blob.signature =
                        new Wire().string("ssh-ed25519").string(new byte[63]).bytes()));
        bad.put(
                "algorithm-of-another-key",
                changed(blob -> blob.signature =
                        new Wire().string("rsa-sha2-512").string(new byte[64]).bytes()));
        bad.put(
                "key-of-33-bytes",
                changed(blob -> blob.key =
                        new Wire().string("ssh-ed25519").string(new byte[33]).bytes()));
        bad.put("key-of-small-order", changed(blob -> {
            byte[] point = new byte[32];
            point[0] = 1;
            blob.key = new Wire().string("ssh-ed25519").string(point).bytes();
            byte[] signature = new byte[64];
            signature[0] = 1;
            blob.signature = new Wire().string("ssh-ed25519").string(signature).bytes();
        }));
        bad.put(
                "key-of-type-dsa",
                changed(blob -> blob.key =
                        new Wire().string("ssh-dss").string(new byte[64]).bytes()));
        bad.put("cut-short", SshSig.armor(Arrays.copyOf(new Blob().bytes(), 100)));
        putEcdsa(bad);
        putRsa(bad);
        putArmor(bad);
        return bad;
    }

    private static void putEcdsa(SortedMap<String, byte[]> bad) {
        var ecdsa = SshSig.parse(FormatVectors.bytes("signature/good/ecdsa-256-sha512.sig"));
        var halves = ByteBuffer.wrap(
                Wire.readString(ByteBuffer.wrap(ecdsa.signature().array())));
        byte[] r = Wire.readString(halves);
        byte[] s = Wire.readString(halves);
        byte[] padded = new byte[r.length + 1];
        System.arraycopy(r, 0, padded, 1, r.length);
        bad.put("ecdsa-number-with-a-zero-before-it", armored(ecdsa, ecdsa.key(), padded, s));
        bad.put("ecdsa-number-zero", armored(ecdsa, ecdsa.key(), new byte[] {0}, s));
        bad.put("ecdsa-number-missing", armored(ecdsa, ecdsa.key(), new byte[0], s));
        bad.put("ecdsa-number-too-large", armored(ecdsa, ecdsa.key(), plus(r, 0, 0), s));
        byte[] key = ecdsa.key().blob();
        // string type, string curve, string point: the point's first byte says that it is uncompressed.
        int point = 4 + "ecdsa-sha2-nistp256".length() + 4 + "nistp256".length() + 4;
        key[point] = (byte) (6 + (key[key.length - 1] & 1));
        bad.put("ecdsa-point-in-another-form", armored(ecdsa, PublicKey.ofBlob(key), r, s));
        byte[] curve = ecdsa.key().blob();
        curve[point - 5] = '5';
        bad.put("ecdsa-curve-unknown", armored(ecdsa, PublicKey.ofBlob(curve), r, s));
        byte[] off = ecdsa.key().blob();
        off[off.length - 1] ^= 1;
        bad.put("ecdsa-point-not-on-the-curve", armored(ecdsa, PublicKey.ofBlob(off), r, s));
    }

    private static byte[] armored(SshSig like, PublicKey key, byte[] r, byte[] s) {
        var inner = new Wire().string(new Wire().string(r).string(s).bytes());
        return new SshSig(key, like.namespace(), like.hashAlgorithm(), like.algorithm(), SshSig.Bytes.of(inner.bytes()))
                .armored();
    }

    private static void putRsa(SortedMap<String, byte[]> bad) {
        var rsa = SshSig.parse(FormatVectors.bytes("signature/good/rsa-sha512.sig"));
        bad.put(
                "rsa-with-sha1",
                new SshSig(rsa.key(), rsa.namespace(), rsa.hashAlgorithm(), "ssh-rsa", rsa.signature()).armored());
        bad.put(
                "rsa-algorithm-relabelled",
                new SshSig(rsa.key(), rsa.namespace(), rsa.hashAlgorithm(), "rsa-sha2-256", rsa.signature()).armored());
        var blob = ByteBuffer.wrap(rsa.key().blob());
        String type = Wire.readText(blob);
        byte[] exponent = Wire.readString(blob);
        byte[] modulus = Wire.readString(blob);
        bad.put(
                "rsa-exponent-with-a-zero-before-it",
                new SshSig(
                                PublicKey.ofBlob(new Wire()
                                        .string(type)
                                        .string(plusBefore(exponent))
                                        .string(modulus)
                                        .bytes()),
                                rsa.namespace(),
                                rsa.hashAlgorithm(),
                                rsa.algorithm(),
                                rsa.signature())
                        .armored());
        bad.put(
                "rsa-of-1024-bits",
                new SshSig(
                                PublicKey.ofBlob(new Wire()
                                        .string(type)
                                        .string(exponent)
                                        .string(Arrays.copyOf(modulus, 129))
                                        .bytes()),
                                rsa.namespace(),
                                rsa.hashAlgorithm(),
                                rsa.algorithm(),
                                rsa.signature())
                        .armored());
    }

    private static void putArmor(SortedMap<String, byte[]> bad) {
        String armored = new String(new Blob().armored(), StandardCharsets.US_ASCII);
        bad.put("no-armor", new Blob().bytes());
        bad.put("text-before", bytes("signed:\n" + armored));
        bad.put("text-after", bytes(armored + "\n"));
        bad.put("armor-of-pgp", bytes(armored.replace("SSH SIGNATURE", "PGP SIGNATURE")));
        bad.put("no-end", bytes(armored.substring(0, armored.indexOf("-----END"))));
        bad.put("carriage-returns", bytes(armored.replace("\n", "\r\n")));
        bad.put("space-in-base64", bytes(armored.replaceFirst("AAAA", "AA AA")));
        // The last character before the padding has bits that no byte holds.
        String loose = new String(FormatVectors.bytes("signature/good/rsa-sha512.sig"), StandardCharsets.US_ASCII);
        int last = loose.indexOf("==\n-----END") - 1;
        bad.put(
                "base64-with-loose-bits",
                bytes(loose.substring(0, last) + (char) (loose.charAt(last) + 1) + loose.substring(last + 1)));
        String base64 = Base64.getUrlEncoder().encodeToString(plus(new Blob().bytes(), 0xFB, 0xEF, 0xFF));
        bad.put(
                "base64-for-urls",
                bytes("-----BEGIN SSH SIGNATURE-----\n" + base64 + "\n-----END SSH SIGNATURE-----\n"));
        bad.put("longer-than-16-kib", changed(blob -> blob.end = new byte[16 * 1024]));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] plus(byte[] bytes, int... more) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
        for (int i = 0; i < more.length; i++) {
            longer[bytes.length + i] = (byte) more[i];
        }
        return longer;
    }

    private static byte[] plusBefore(byte[] bytes) {
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 1, bytes.length);
        return longer;
    }
}
