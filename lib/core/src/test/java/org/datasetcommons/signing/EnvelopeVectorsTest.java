package org.datasetcommons.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/release.md}: the envelope. */
class EnvelopeVectorsTest {
    private static final byte[] PAYLOAD = FormatVectors.bytes("release/good/first.json");

    static List<Path> good() {
        return FormatVectors.in("envelope/good", ".json");
    }

    static List<Path> bad() {
        return FormatVectors.in("envelope/bad", ".json");
    }

    @ParameterizedTest
    @MethodSource("good")
    void findsTheSignersBesideTheGoodVector(Path vector) throws IOException {
        var envelope = read(vector);

        assertEquals(
                new String(PAYLOAD, StandardCharsets.UTF_8), new String(envelope.payload(), StandardCharsets.UTF_8));
        FormatVectors.holdBeside(vector, ".signers", signers(envelope));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void findsNoSignerOfTheBadVector(Path vector) throws IOException {
        String reason;
        try {
            var envelope = read(vector);
            assertEquals("", signers(envelope), vector.toString());
            reason = "nobody signed it\n";
        } catch (CommonsException e) {
            reason = FormatVectors.spelled(e);
        }
        FormatVectors.holdBeside(vector, ".error", reason);
    }

    private static Envelope read(Path vector) throws IOException {
        return Envelope.parse(new StrictDocuments().json("release.dsse.json", Files.readAllBytes(vector)));
    }

    private static String signers(Envelope envelope) {
        var lines = new StringBuilder();
        envelope.signers(new SshSignatureVerifier())
                .forEach(key -> lines.append(key).append('\n'));
        return lines.toString();
    }

    @Test
    void theVectorsAreWhatTheirNamesSay() throws IOException {
        for (var vector : goodOnes().entrySet()) {
            FormatVectors.hold(FormatVectors.at("envelope/good/" + vector.getKey() + ".json"), vector.getValue());
        }
        for (var vector : badOnes().entrySet()) {
            FormatVectors.hold(FormatVectors.at("envelope/bad/" + vector.getKey() + ".json"), vector.getValue());
        }
        assertEquals(goodOnes().size(), good().size());
        assertEquals(badOnes().size(), bad().size());
        assertTrue(bad().size() >= 12, bad().size() + " bad vectors");
    }

    private static byte[] signedBy(String type, People... people) {
        return Envelope.sign(
                        type,
                        PAYLOAD,
                        Arrays.stream(people).map(p -> (Signer) p.signer()).toList())
                .bytes();
    }

    private static SortedMap<String, byte[]> goodOnes() {
        var good = new TreeMap<String, byte[]>();
        good.put("one-signer", signedBy(Statement.MEDIA_TYPE, People.ANA));
        good.put("two-signers", signedBy(Statement.MEDIA_TYPE, People.ANA, People.BEN));
        good.put("one-signer-twice", signedBy(Statement.MEDIA_TYPE, People.ANA, People.ANA));
        String text = new String(signedBy(Statement.MEDIA_TYPE, People.ANA), StandardCharsets.UTF_8);
        good.put(
                "hint-of-another-key",
                bytes(text.replace(
                        People.ANA.key().fingerprint(), People.EVE.key().fingerprint())));
        good.put("hint-missing", bytes(text.replaceFirst("\"keyid\": \"[^\"]*\",\\s*", "")));
        good.put("fields-of-others", bytes(text.replace("\"payloadType\"", "\"comment\": {},\n  \"payloadType\"")));
        byte[] bare = People.BEN.signer().signRaw(Envelope.preAuthenticationEncoding(Statement.MEDIA_TYPE, PAYLOAD));
        good.put(
                "bare-signature-beside-ours",
                bytes(text.replaceFirst(
                        "\"signatures\": \\[",
                        "\"signatures\": [\n    {\n      \"sig\": \""
                                + Base64.getEncoder().encodeToString(bare).replace("$", "") + "\"\n    },")));
        return good;
    }

    private static SortedMap<String, byte[]> badOnes() {
        var bad = new TreeMap<String, byte[]>();
        String text = new String(signedBy(Statement.MEDIA_TYPE, People.ANA), StandardCharsets.UTF_8);
        bad.put(
                "signed-for-another-type",
                bytes(new String(signedBy("application/json", People.ANA), StandardCharsets.UTF_8)
                        .replace("application/json", Statement.MEDIA_TYPE)));
        bad.put(
                "payload-changed",
                bytes(text.replace(
                        Base64.getEncoder().encodeToString(PAYLOAD),
                        Base64.getEncoder()
                                .encodeToString(
                                        bytes(new String(PAYLOAD, StandardCharsets.UTF_8).replace("115", "116"))))));
        bad.put("type-changed", bytes(text.replace("in-toto+json", "in-toto.release+json")));
        bad.put(
                "signature-of-the-bare-statement",
                withSignature(
                        text,
                        SshSig.parse(People.ANA.signer().sign(Namespace.RELEASE, PAYLOAD))
                                .blob()));
        bad.put(
                "signature-without-encoding",
                withSignature(
                        text,
                        SshSig.parse(People.ANA.signer().sign(Namespace.ATTESTATION, PAYLOAD))
                                .blob()));
        bad.put(
                "signature-in-another-namespace",
                withSignature(
                        text,
                        SshSig.parse(People.ANA
                                        .signer()
                                        .sign(
                                                Namespace.RELEASE,
                                                Envelope.preAuthenticationEncoding(Statement.MEDIA_TYPE, PAYLOAD)))
                                .blob()));
        bad.put("signature-empty", withSignature(text, new byte[0]));
        bad.put("no-signatures", bytes(text.replaceFirst("(?s)\"signatures\": \\[.*\\]", "\"signatures\": []")));
        bad.put("signatures-missing", bytes(text.replace("\"signatures\"", "\"signs\"")));
        bad.put("payload-missing", bytes(text.replace("\"payload\"", "\"load\"")));
        bad.put("payload-not-base64", bytes(text.replace("\"payload\": \"", "\"payload\": \"*")));
        bad.put("signature-not-base64", bytes(text.replace("\"sig\": \"", "\"sig\": \"*")));
        bad.put("signature-armored", bytes(text.replace("\"sig\": \"", "\"sig\": \"-----BEGIN SSH SIGNATURE-----\\n")));
        bad.put("field-twice", bytes(text.replace("\"payloadType\"", "\"payloadType\": \"x\",\n  \"payloadType\"")));
        return bad;
    }

    private static byte[] withSignature(String text, byte[] blob) {
        return bytes(text.replaceFirst(
                "\"sig\": \"[^\"]*\"", "\"sig\": \"" + Base64.getEncoder().encodeToString(blob) + "\""));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
