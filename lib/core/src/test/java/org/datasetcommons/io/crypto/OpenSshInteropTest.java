package org.datasetcommons.io.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.contributor.ContributorKey;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.signing.AllowedSigners;
import org.datasetcommons.signing.Envelope;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.testkit.FixedRandom;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSH takes what we sign, and we take what it signs. */
class OpenSshInteropTest {
    private static final byte[] MESSAGE = "hello commons\n".getBytes(StandardCharsets.US_ASCII);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyyMMddHHmmss'Z'", java.util.Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Namespace.class)
    void sshKeygenTakesOurSignatures(Namespace namespace) throws IOException {
        allow(People.ANA.key(), Optional.empty(), Optional.empty());
        Files.write(folder.resolve("sig"), People.ANA.signer().sign(namespace, MESSAGE));

        assertEquals(0, verify(namespace, MESSAGE).status());
        assertNotEquals(
                0,
                verify(namespace, "hello\n".getBytes(StandardCharsets.US_ASCII)).status());
        for (var other : Namespace.values()) {
            assertEquals(other == namespace, verify(other, MESSAGE).status() == 0, other.text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa-256", "ecdsa-384", "ecdsa-521"})
    void sshKeygenTakesSignaturesOfOurOtherKeys(String name) throws IOException {
        allow(TestKeys.publicKey(name), Optional.empty(), Optional.empty());
        Files.write(folder.resolve("sig"), TestKeys.signer(folder, name).sign(Namespace.RELEASE, MESSAGE));

        assertEquals(0, verify(Namespace.RELEASE, MESSAGE).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"})
    void sshKeygenTakesSignaturesOfHardwareAsWeDo(String type) throws IOException {
        var hardware = new SoftHardwareKey(type, folder);
        allow(hardware.publicKey(), Optional.empty(), Optional.empty());
        Files.write(folder.resolve("sig"), hardware.sign(Namespace.RELEASE, MESSAGE));

        assertEquals(0, verify(Namespace.RELEASE, MESSAGE).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa-256", "ecdsa-384", "ecdsa-521"})
    void weTakeSignaturesOfSshKeygen(String name) {
        var keygen = Tool.in(folder, "ssh-keygen");
        Path file = TestKeys.lay(folder, name);
        for (String hash : List.of("sha256", "sha512")) {
            var signed = keygen.run(
                    MESSAGE, "-q", "-Y", "sign", "-f", file.toString(), "-n", "git", "-O", "hashalg=" + hash);

            assertEquals(
                    new SignatureResult.Good(TestKeys.publicKey(name)),
                    new SshSignatureVerifier().verify(Namespace.GIT, MESSAGE, signed.bytes()));
        }
    }

    static List<Path> badVectors() {
        return FormatVectors.in("signature/bad", ".sig");
    }

    /** Where we are stricter than OpenSSH 9: one spelling for a value, and no key that signs anything. */
    private static final List<String> TAKEN_BY_OPENSSH = List.of(
            "ecdsa-number-with-a-zero-before-it",
            "key-of-small-order",
            "reserved-not-empty",
            "rsa-exponent-with-a-zero-before-it",
            "space-in-base64",
            "text-after");

    @ParameterizedTest
    @MethodSource("badVectors")
    void sshKeygenRefusesTheBadVectorsToo(Path vector) {
        String name = vector.getFileName().toString().replace(".sig", "");
        var result = Tool.in(folder, "ssh-keygen")
                .run(MESSAGE, "-Y", "check-novalidate", "-n", Namespace.CONTRIBUTION.text(), "-s", vector.toString());

        assertTrue(result.status() != 0 || TAKEN_BY_OPENSSH.contains(name), result::text);
    }

    @Test
    void aKeySpeaksForTheSameSecondsAsInAllowedSigners() throws IOException {
        var from = Instant.parse("2026-11-22T10:00:00Z");
        var until = Instant.parse("2027-01-02T03:04:05Z");
        var key = new ContributorKey(People.ANA.key(), from, Optional.of(until), Optional.empty());
        allow(People.ANA.key(), Optional.of(from), Optional.of(until));
        Files.write(folder.resolve("sig"), People.ANA.signer().sign(Namespace.RELEASE, MESSAGE));

        for (var when : List.of(
                from.minusSeconds(1), from, from.plusSeconds(1), until.minusSeconds(1), until, until.plusSeconds(1))) {
            var result = verify(Namespace.RELEASE, MESSAGE, "-Overify-time=" + TIME.format(when));
            assertEquals(key.speaksAt(when), result.status() == 0, () -> when + ": " + result.text());
        }
    }

    @Test
    void sshKeygenTakesTheInsideOfAnEnvelope() throws IOException {
        var envelope = Envelope.sign(Statement.MEDIA_TYPE, MESSAGE, List.of(People.ANA.signer()));
        String signature = new StrictDocuments()
                .json("envelope.json", envelope.bytes())
                .items("signatures")
                .get(0)
                .asFields()
                .text("sig");
        Files.writeString(
                folder.resolve("sig"),
                "-----BEGIN SSH SIGNATURE-----\n" + signature.replaceAll("(.{70})", "$1\n")
                        + "\n-----END SSH SIGNATURE-----\n");
        allow(People.ANA.key(), Optional.empty(), Optional.empty());

        byte[] signed = Envelope.preAuthenticationEncoding(Statement.MEDIA_TYPE, MESSAGE);

        assertEquals(0, verify(Namespace.ATTESTATION, signed).status());
    }

    @Test
    void sshKeygenReadsTheKeysWeMake() {
        Path file = folder.resolve("made");
        var made = OpenSshPrivateKey.create(file, new FixedRandom(), "ana@example.org");
        var keygen = Tool.in(folder, "ssh-keygen");

        assertEquals(made + " ana@example.org\n", keygen.succeed("-y", "-f", file.toString()));
        assertTrue(keygen.succeed("-l", "-f", file.toString()).startsWith("256 " + made.fingerprint() + " ana"));
    }

    @Test
    void signsThroughARealAgent() throws Exception {
        Path socket = Files.createTempDirectory("agent").resolve("s");
        var adding = Tool.in(folder, "ssh-add").with("SSH_AUTH_SOCK", socket.toString());
        Tool.in(folder, "ssh-agent");
        var agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (!Files.exists(socket)) {
                assertTrue(agent.isAlive());
                Thread.onSpinWait();
            }
            var names = List.of("ed25519", "rsa", "ecdsa-256", "ecdsa-384", "ecdsa-521");
            for (String name : names) {
                adding.succeed("-q", TestKeys.lay(folder, name).toString());
            }
            var ours = new SshAgent(socket);

            assertEquals(
                    names.stream().map(TestKeys::publicKey).toList(),
                    ours.identities().stream().map(SshAgent.Identity::key).toList());
            for (String name : names) {
                Signer signer = ours.signer(TestKeys.publicKey(name));
                assertEquals(
                        new SignatureResult.Good(TestKeys.publicKey(name)),
                        new SshSignatureVerifier()
                                .verify(Namespace.ROOT, MESSAGE, signer.sign(Namespace.ROOT, MESSAGE)));
            }
        } finally {
            agent.destroy();
            agent.waitFor();
            Files.deleteIfExists(socket);
            Files.delete(socket.getParent());
        }
    }

    private void allow(PublicKey key, Optional<Instant> from, Optional<Instant> until) throws IOException {
        var namespaces = Arrays.stream(Namespace.values()).map(Namespace::text).toList();
        Files.writeString(
                folder.resolve("allowed_signers"),
                AllowedSigners.render(List.of(new AllowedSigners.Entry("ana", key, namespaces, from, until))));
    }

    private Tool.Result verify(Namespace namespace, byte[] message, String... options) {
        var arguments = new java.util.ArrayList<>(List.of("-Y", "verify"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-f", "allowed_signers", "-I", "ana", "-n", namespace.text(), "-s", "sig"));
        return Tool.in(folder, "ssh-keygen").run(message, arguments.toArray(String[]::new));
    }
}
