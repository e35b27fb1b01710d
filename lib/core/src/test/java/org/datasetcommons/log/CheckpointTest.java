package org.datasetcommons.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.io.crypto.Ed25519Key;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.signing.Wire;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.Tampering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final SignatureVerifier VERIFIER = new SshSignatureVerifier();
    /** RFC 8032, section 7.1, test 1. */
    private static final Ed25519Key LOG_KEY = Ed25519Key.fromSeed(
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    private static final Checkpoint THREE = new Checkpoint(
            "example.org/commons/birdsong",
            3,
            new Digest("a64bf26e09128f6fe2fe6f8b2d8c801e166b57c047a7cd9b2b809e7a96a2f1cb"));

    private static final String NOTE = """
            example.org/commons/birdsong
            3
            pkvybgkSj2/i/m+LLYyAHhZrV8BHp82bK4Ceepai8cs=

            — example.org/commons/birdsong zEGwO68SO0cZoM5+vfCfCKZAmQCzqEJDgIQ7SKyTTvS4itR+pcaWWm09/y70PWq2s4CVfhG14v1lu8/uGVBnspMxeQA=
            """;
    /** What a witness adds: a line of its own, with a type of signature that we do not count. */
    private static final String COSIGNATURE =
            "— witness.example.net/w1 qKgsTQAAAABpVbkAud53ntRDQwRK8RWOwAZPWPB7yGH7hxhBWQsBdlmnGmAowfy5urJEQ5IXDYl8G/SUNd9IgKnzkz9lOektc9d4Cw==\n";

    @Test
    void signsAsOtherLogsDo() {
        assertEquals(NOTE, text(THREE.signedBy(LOG_KEY)));
    }

    @Test
    void readsBackWhatWasSigned() {
        assertEquals(THREE, Checkpoint.parse(bytes(NOTE)));
        assertEquals(List.of(LOG_KEY.publicKey()), signers(NOTE, LOG_KEY.publicKey()));
    }

    @Test
    void passesOverTheSignaturesOfOthers() {
        assertEquals(THREE, Checkpoint.parse(bytes(NOTE + COSIGNATURE)));
        assertEquals(List.of(LOG_KEY.publicKey()), signers(NOTE + COSIGNATURE, LOG_KEY.publicKey()));
        assertEquals(List.of(), signers(NOTE + COSIGNATURE, People.EVE.key()));
        assertEquals(List.of(), signers(NOTE + COSIGNATURE));
    }

    @Test
    void countsBothOfTwoSignatures() {
        String ana = text(THREE.signedBy(People.ANA.signer()));
        String both = NOTE + ana.substring(ana.indexOf("—"));

        assertEquals(
                List.of(LOG_KEY.publicKey(), People.ANA.key()), signers(both, People.ANA.key(), LOG_KEY.publicKey()));
    }

    @Test
    void aKnownKeyWithABadSignatureSpoilsTheNote() {
        String other = text(new Checkpoint(THREE.origin(), 4, THREE.root()).signedBy(People.ANA.signer()));
        String both = NOTE + other.substring(other.indexOf("—"));

        assertEquals(List.of(), signers(both, People.ANA.key(), LOG_KEY.publicKey()));
        assertEquals(List.of(LOG_KEY.publicKey()), signers(both, LOG_KEY.publicKey()));
    }

    @Test
    void theNameOfTheKeyIsTheLogs() {
        var elsewhere = new Checkpoint("example.org/commons/other", 3, THREE.root());
        String note = text(elsewhere.signedBy(LOG_KEY));
        String moved = NOTE.substring(0, NOTE.indexOf("—")) + note.substring(note.indexOf("—"));

        assertEquals(List.of(), signers(moved, LOG_KEY.publicKey()));
    }

    @Test
    void noticesEveryChangedByte() {
        Tampering.each(bytes(NOTE), changed -> {
            List<PublicKey> signers;
            try {
                signers = Checkpoint.signers(changed, List.of(LOG_KEY.publicKey()), VERIFIER);
            } catch (CommonsException e) {
                assertEquals("the log's checkpoint is malformed", e.getMessage());
                return;
            }
            assertEquals(List.of(), signers, () -> text(changed));
        });
        Tampering.eachBase64Character(bytes(NOTE), changed -> {
            try {
                assertEquals(List.of(), Checkpoint.signers(changed, List.of(LOG_KEY.publicKey()), VERIFIER));
            } catch (CommonsException e) {
                assertEquals("the log's checkpoint is malformed", e.getMessage());
            }
        });
    }

    static List<String> malformed() {
        String signature = NOTE.substring(NOTE.indexOf("—"));
        String root = "pkvybgkSj2/i/m+LLYyAHhZrV8BHp82bK4Ceepai8cs=\n";
        return List.of(
                "",
                "\n\n",
                "example.org/x\n3\n" + root,
                "example.org/x\n3\n" + root + "\n",
                "\n3\n" + root + "\n" + signature,
                "example.org/x\n03\n" + root + "\n" + signature,
                "example.org/x\n-3\n" + root + "\n" + signature,
                "example.org/x\n+3\n" + root + "\n" + signature,
                "example.org/x\n3 \n" + root + "\n" + signature,
                "example.org/x\n9999999999999999999\n" + root + "\n" + signature,
                "example.org/x\n٣\n" + root + "\n" + signature,
                "example.org/x\n3\npkvybg==\n\n" + signature,
                "example.org/x\n3\n" + root.replace("cs=", "ct=") + "\n" + signature,
                "example.org/x\n3\n" + root + "extension\n\n" + signature,
                "example.org/x\r\n3\r\n" + root + "\n" + signature,
                "example.org/x\ty\n3\n" + root + "\n" + signature,
                NOTE + "\n",
                NOTE.replace("— ", "- "),
                NOTE.replace("— ", "—  "),
                NOTE.replace("— ", "— a+b "),
                NOTE.replace("— example.org/commons/birdsong", "— "),
                NOTE.replace("— example.org/commons/birdsong", "— example.org/commons birdsong"),
                NOTE.replace("— example.org/commons/birdsong", "— example.org\u00a0birdsong"),
                NOTE.replace("— example.org/commons/birdsong", "— example.org+birdsong"),
                NOTE.replace("zEGwO68S", "zEGwO6 8S"),
                NOTE.substring(0, NOTE.indexOf("zEGw")) + "zEGwOw==\n",
                NOTE.substring(0, NOTE.length() - 1),
                NOTE + COSIGNATURE.repeat(100));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesWhatIsNotInItsOneSpelling(String note) {
        var error = assertThrows(CommonsException.class, () -> Checkpoint.parse(bytes(note)));

        assertEquals("the log's checkpoint is malformed", error.getMessage());
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] note = bytes(NOTE);
        note[0] = (byte) 0xFF;

        assertThrows(CommonsException.class, () -> Checkpoint.parse(note));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-rsa", "ecdsa-sha2-nistp256"})
    void countsEd25519KeysAlone(String type) {
        var other =
                PublicKey.ofBlob(new Wire().string(type).string(new byte[32]).bytes());

        assertEquals(List.of(), signers(NOTE, other));
    }

    @Test
    void emptyLogsHaveACheckpointToo() {
        var empty = new Checkpoint("example.org/x", 0, Digest.of(""));

        assertEquals(empty, Checkpoint.parse(empty.signedBy(LOG_KEY)));
        assertEquals("example.org/x\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", empty.text());
    }

    private static List<PublicKey> signers(String note, PublicKey... known) {
        return Checkpoint.signers(bytes(note), List.of(known), VERIFIER);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
