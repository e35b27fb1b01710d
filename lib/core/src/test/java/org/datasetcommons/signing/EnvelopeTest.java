package org.datasetcommons.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.datasetcommons.CommonsException;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.Tampering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final byte[] PAYLOAD = "{\"license\": \"CC-BY-4.0\"}\n".getBytes(StandardCharsets.UTF_8);
    private static final SignatureVerifier VERIFIER = new SshSignatureVerifier();

    @Test
    void encodesWhatIsSignedAsTheProtocolSays() {
        assertEquals(
                "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
                new String(
                        Envelope.preAuthenticationEncoding("http://example.com/HelloWorld", ascii("hello world")),
                        StandardCharsets.US_ASCII));
    }

    @Test
    void countsBytesAndNotCharacters() {
        byte[] payload = "né".getBytes(StandardCharsets.UTF_8);

        assertEquals(
                "DSSEv1 3 té 3 né",
                new String(Envelope.preAuthenticationEncoding("té", payload), StandardCharsets.UTF_8));
        assertEquals(
                "DSSEv1 0  0 ",
                new String(Envelope.preAuthenticationEncoding("", new byte[0]), StandardCharsets.UTF_8));
    }

    @Test
    void readsBackWhatItWrote() {
        var envelope = signedBy(People.ANA, People.BEN);

        var read = read(envelope.bytes());

        assertArrayEquals(PAYLOAD, read.payload());
        assertEquals(Statement.MEDIA_TYPE, read.payloadType());
        assertEquals(Set.of(People.ANA.key(), People.BEN.key()), read.signers(VERIFIER));
        assertArrayEquals(envelope.bytes(), read.bytes());
    }

    @Test
    void takesOneSignatureMoreWithoutTouchingTheOthers() {
        var both = read(signedBy(People.ANA).bytes()).cosign(People.BEN.signer());

        assertArrayEquals(signedBy(People.ANA, People.BEN).bytes(), both.bytes());
    }

    @Test
    void countsAKeyOnceHoweverOftenItSigned() {
        assertEquals(Set.of(People.ANA.key()), signedBy(People.ANA, People.ANA).signers(VERIFIER));
    }

    @Test
    void noticesEveryChangedByteOfThePayload() {
        String signature = signature(People.ANA);
        Tampering.each(
                PAYLOAD,
                changed -> assertEquals(
                        Set.of(),
                        read(json(changed, Statement.MEDIA_TYPE, signature)).signers(VERIFIER)));
    }

    @Test
    void noticesEveryChangedByteOfASignature() {
        byte[] signature = Base64.getDecoder().decode(signature(People.ANA));
        Tampering.each(
                signature,
                changed -> assertEquals(
                        Set.of(),
                        read(json(
                                        PAYLOAD,
                                        Statement.MEDIA_TYPE,
                                        Base64.getEncoder().encodeToString(changed)))
                                .signers(VERIFIER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "application/vnd.in-toto+json ", "application/vnd.in-toto+jsoN"})
    void noticesAnotherPayloadType(String type) {
        assertEquals(Set.of(), read(json(PAYLOAD, type, signature(People.ANA))).signers(VERIFIER));
    }

    @Test
    void theBorderBetweenTypeAndPayloadIsSigned() {
        var envelope = Envelope.sign("ab", ascii("c"), List.of(People.ANA.signer()));
        String signature = signature(envelope);

        assertEquals(
                Set.of(People.ANA.key()),
                read(json(ascii("c"), "ab", signature)).signers(VERIFIER));
        assertEquals(Set.of(), read(json(ascii("bc"), "a", signature)).signers(VERIFIER));
    }

    @Test
    void aSignatureOfTheBareStatementIsNoneOfTheEnvelope() {
        byte[] bare = People.ANA.signer().sign(Namespace.RELEASE, PAYLOAD);
        byte[] relabelled = People.ANA.signer().sign(Namespace.ATTESTATION, PAYLOAD);

        for (byte[] armored : List.of(bare, relabelled)) {
            String signature =
                    Base64.getEncoder().encodeToString(SshSig.parse(armored).blob());
            assertEquals(
                    Set.of(),
                    read(json(PAYLOAD, Statement.MEDIA_TYPE, signature)).signers(VERIFIER));
        }
    }

    @Test
    void skipsSignaturesThatOthersCanCheck() {
        // A bare Ed25519 signature of 64 bytes, as most DSSE tools write it.
        byte[] raw = People.BEN.signer().signRaw(Envelope.preAuthenticationEncoding(Statement.MEDIA_TYPE, PAYLOAD));
        String bare = Base64.getEncoder().encodeToString(raw);

        var envelope = read(json(PAYLOAD, Statement.MEDIA_TYPE, bare, signature(People.ANA)));

        assertEquals(Set.of(People.ANA.key()), envelope.signers(VERIFIER));
    }

    @Test
    void decidesNothingByTheHintOfAKey() {
        String text = new String(signedBy(People.ANA).bytes(), StandardCharsets.UTF_8)
                .replace(People.ANA.key().fingerprint(), People.EVE.key().fingerprint());

        assertEquals(
                Set.of(People.ANA.key()),
                read(text.getBytes(StandardCharsets.UTF_8)).signers(VERIFIER));
    }

    @Test
    void readsWhatOthersMayWrite() {
        byte[] payload = {(byte) 0xFB, (byte) 0xEF, (byte) 0xFF};
        var envelope = Envelope.sign("x", payload, List.of(People.ANA.signer()));
        String signature = signature(envelope);
        String json = "{\"mediaType\":\"later\",\"signatures\":[{\"later\":1,\"sig\":\""
                + signature.replace('+', '-').replace('/', '_') + "\"}],\"payloadType\":\"x\",\"payload\":\"----\"}";
        String withPayload = json.replace("----", Base64.getUrlEncoder().encodeToString(payload));

        assertEquals(Set.of(People.ANA.key()), read(ascii(withPayload)).signers(VERIFIER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"payload\":\"*\",\"payloadType\":\"x\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"x\",\"signatures\":[{\"sig\":\"*\"}]}",
                "{\"payload\":\"YQ=\",\"payloadType\":\"x\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"x\",\"signatures\":[{}]}",
                "{\"payload\":\"\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"x\"}"
            })
    void refusesWhatIsNoEnvelope(String json) {
        assertThrows(CommonsException.class, () -> read(ascii(json)));
    }

    private static Envelope signedBy(People... people) {
        return Envelope.sign(
                Statement.MEDIA_TYPE,
                PAYLOAD,
                java.util.Arrays.stream(people).map(p -> (Signer) p.signer()).toList());
    }

    private static String signature(People person) {
        return signature(signedBy(person));
    }

    private static String signature(Envelope envelope) {
        return new StrictDocuments()
                .json("envelope.json", envelope.bytes())
                .items("signatures")
                .get(0)
                .asFields()
                .text("sig");
    }

    private static Envelope read(byte[] bytes) {
        return Envelope.parse(new StrictDocuments().json("envelope.json", bytes));
    }

    private static byte[] json(byte[] payload, String type, String... signatures) {
        var items = java.util.Arrays.stream(signatures)
                .map(signature -> "{\"keyid\":\"\",\"sig\":\"" + signature + "\"}")
                .toList();
        return ascii("{\"payload\":\"" + Base64.getEncoder().encodeToString(payload) + "\",\"payloadType\":\"" + type
                + "\",\"signatures\":[" + String.join(",", items) + "]}");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
