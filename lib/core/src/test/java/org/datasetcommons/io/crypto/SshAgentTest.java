package org.datasetcommons.io.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.datasetcommons.CommonsException;
import org.datasetcommons.CommonsException.Kind;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.signing.Wire;
import org.datasetcommons.testkit.FakeAgent;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;

class SshAgentTest {
    private static final byte[] MESSAGE = "hello commons\n".getBytes(StandardCharsets.US_ASCII);
    private static final List<Ed25519Key> KEYS = List.of(People.ANA.signer(), People.BEN.signer());

    @Test
    void namesTheKeysItHolds() throws IOException {
        try (var fake = FakeAgent.holding(KEYS)) {
            assertEquals(
                    List.of(
                            new SshAgent.Identity(People.ANA.key(), "held"),
                            new SshAgent.Identity(People.BEN.key(), "held")),
                    new SshAgent(fake.socket()).identities());
        }
    }

    @Test
    void signsAsTheKeyItselfWould() throws IOException {
        try (var fake = FakeAgent.holding(KEYS)) {
            var signer = new SshAgent(fake.socket()).signer(People.BEN.key());

            assertArrayEquals(People.BEN.signer().sign(Namespace.ROOT, MESSAGE), signer.sign(Namespace.ROOT, MESSAGE));
            assertArrayEquals(People.BEN.signer().signRaw(MESSAGE), signer.signRaw(MESSAGE));
        }
    }

    @Test
    void signsWithAKeyOnHardware(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        var hardware = new SoftHardwareKey("sk-ssh-ed25519@openssh.com", folder);
        try (var fake = FakeAgent.answering(request -> signed(innerOf(hardware.sign(Namespace.ROOT, MESSAGE))))) {
            var signer = new SshAgent(fake.socket()).signer(hardware.publicKey());

            assertEquals(
                    new SignatureResult.Good(hardware.publicKey()),
                    new SshSignatureVerifier().verify(Namespace.ROOT, MESSAGE, signer.sign(Namespace.ROOT, MESSAGE)));
        }
    }

    private static byte[] innerOf(byte[] armored) {
        var signature = org.datasetcommons.signing.SshSig.parse(armored);
        return new Wire()
                .string(signature.algorithm())
                .raw(signature.signature().array())
                .bytes();
    }

    private static byte[] signed(byte[] inner) {
        return new Wire().raw(new byte[] {14}).string(inner).bytes();
    }

    @Test
    void asksForShaTwoOfAnRsaKey() throws IOException {
        var asked = new java.util.concurrent.atomic.AtomicInteger();
        var rsa = TestKeys.publicKey("rsa");
        try (var fake = FakeAgent.answering(request -> {
            var in = ByteBuffer.wrap(request);
            in.get();
            assertArrayEquals(rsa.blob(), Wire.readString(in));
            Wire.readString(in);
            asked.set(in.getInt());
            return new byte[] {5};
        })) {
            var signer = new SshAgent(fake.socket()).signer(rsa);

            assertThrows(CommonsException.class, () -> signer.sign(Namespace.GIT, MESSAGE));
            assertEquals(4, asked.get()); // SSH_AGENT_RSA_SHA2_512
        }
    }

    @Test
    void saysThatItRefused() throws IOException {
        try (var fake = FakeAgent.holding(KEYS)) {
            var error = assertThrows(
                    CommonsException.class,
                    () -> new SshAgent(fake.socket()).signer(People.MIA.key()).sign(Namespace.GIT, MESSAGE));

            assertEquals("the ssh agent at " + fake.socket() + " refused", error.getMessage());
            assertEquals(Kind.ENVIRONMENT, error.kind());
        }
    }

    @Test
    void passesNoSignatureOnThatIsNoGood() throws IOException {
        var problem = signingWith(request -> {
            byte[] answer = FakeAgent.answer(KEYS, request);
            answer[answer.length - 1] ^= 1;
            return answer;
        });

        assertTrue(problem.endsWith("made is no good: it is not a signature of these bytes"), problem);
    }

    @Test
    void passesNoSignatureOnThatIsAnotherKeys() throws IOException {
        var problem = signingWith(request -> {
            var in = ByteBuffer.wrap(request);
            in.get();
            Wire.readString(in);
            byte[] data = Wire.readString(in);
            return signed(new Wire()
                    .string("ssh-ed25519")
                    .string(People.EVE.signer().signRaw(data))
                    .bytes());
        });

        assertTrue(problem.endsWith("made is no good: it is not a signature of these bytes"), problem);
    }

    private static String signingWith(UnaryOperator<byte[]> answers) throws IOException {
        try (var fake = FakeAgent.answering(answers)) {
            var signer = new SshAgent(fake.socket()).signer(People.ANA.key());
            var error = assertThrows(CommonsException.class, () -> signer.signRaw(MESSAGE));
            assertEquals(Kind.ENVIRONMENT, error.kind());
            return assertThrows(CommonsException.class, () -> signer.sign(Namespace.GIT, MESSAGE))
                    .getMessage();
        }
    }

    @Test
    void survivesWhateverAnAgentSays() throws IOException {
        byte[] count = new Wire().raw(new byte[] {12}).uint32(2).bytes();
        byte[] key = People.ANA.key().blob();
        var nonsense = List.of(
                new byte[] {12},
                count,
                new Wire().raw(count).string(key).bytes(),
                new Wire().raw(count).string(key).string("held").bytes(),
                new Wire().raw(count).uint32(Integer.MAX_VALUE).bytes(),
                new Wire().raw(new byte[] {12}).uint32(1).string("").string("").bytes(),
                new Wire()
                        .raw(new byte[] {12})
                        .uint32(1)
                        .string("no key")
                        .string("")
                        .bytes());
        for (byte[] said : nonsense) {
            try (var fake = FakeAgent.answering(request -> said)) {
                var error = assertThrows(CommonsException.class, () -> new SshAgent(fake.socket()).identities());

                assertEquals("the ssh agent at " + fake.socket() + " answers nonsense", error.getMessage());
                assertEquals(List.of(), keysAtHand(fake.socket()).candidates());
            }
        }
    }

    @Test
    void survivesAnAgentThatHangsUp() throws IOException {
        try (var fake = FakeAgent.answering(request -> new byte[0])) {
            var error = assertThrows(CommonsException.class, () -> new SshAgent(fake.socket()).identities());

            assertEquals("cannot talk to the ssh agent at " + fake.socket(), error.getMessage());
        }
    }

    @Test
    void offersTheKeysOfAnAgentAndLeavesCertificatesAlone() throws IOException {
        byte[] certificate = new Wire()
                .string("ssh-ed25519-cert-v01@openssh.com")
                .string(new byte[32])
                .bytes();
        byte[] answer = new Wire()
                .raw(new byte[] {12})
                .uint32(2)
                .string(certificate)
                .string("certificate")
                .string(People.ANA.key().blob())
                .string("laptop")
                .bytes();
        try (var fake = FakeAgent.answering(request -> answer)) {
            var candidates = keysAtHand(fake.socket()).candidates();

            assertEquals(1, candidates.size());
            assertEquals(People.ANA.key(), candidates.get(0).publicKey());
            assertEquals("the ssh agent (laptop)", candidates.get(0).origin());
        }
    }

    @Test
    void usesAKeyThatTheAgentHoldsThroughIt(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        Path file = TestKeys.lay(folder, "ed25519-aes256-ctr");
        var held = TestKeys.publicKey("ed25519");
        byte[] answer = new Wire()
                .raw(new byte[] {12})
                .uint32(1)
                .string(held.blob())
                .string("laptop")
                .bytes();
        try (var fake = FakeAgent.answering(request -> answer)) {
            var keys = new KeysAtHand(
                    List.of(file),
                    false,
                    java.util.Optional.of(fake.socket()),
                    java.util.Optional.empty(),
                    f -> new char[0]);

            assertEquals(
                    List.of("the ssh agent (laptop)"),
                    keys.candidates().stream().map(c -> c.origin()).toList());
        }
    }

    private static KeysAtHand keysAtHand(Path socket) {
        return new KeysAtHand(
                List.of(), false, java.util.Optional.of(socket), java.util.Optional.empty(), file -> new char[0]);
    }

    @Test
    void findsFilesWhereTheAgentIsGone(@org.junit.jupiter.api.io.TempDir Path folder) {
        Path file = TestKeys.lay(folder, "ed25519");
        var keys = new KeysAtHand(
                List.of(folder.resolve("none"), folder.resolve("ed25519.pub")),
                false,
                java.util.Optional.of(folder.resolve("gone")),
                java.util.Optional.empty(),
                f -> new char[0]);

        var first = keys.first();

        assertEquals(file.toString(), first.origin());
        assertInstanceOf(Ed25519Key.class, first.signer());
    }
}
