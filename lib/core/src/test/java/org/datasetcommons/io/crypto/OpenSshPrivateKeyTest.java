package org.datasetcommons.io.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.datasetcommons.CommonsException.Kind;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.signing.SshSig;
import org.datasetcommons.signing.Wire;
import org.datasetcommons.testkit.FixedRandom;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSshPrivateKeyTest {
    private static final byte[] MESSAGE = "hello commons\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default",
                "3des-cbc",
                "aes128-cbc",
                "aes192-cbc",
                "aes256-cbc",
                "aes128-ctr",
                "aes192-ctr",
                "aes256-ctr",
                "aes128-gcm",
                "aes256-gcm",
                "chacha20-poly1305"
            })
    void unlocksWhateverCipherSshKeygenUsed(String cipher) {
        var key = OpenSshPrivateKey.read(TestKeys.lay(folder, "ed25519-" + cipher));

        var signer = key.open(file -> TestKeys.PASSPHRASE.toCharArray());

        assertEquals(TestKeys.publicKey("ed25519"), key.publicKey());
        assertSigns(signer.sign(Namespace.GIT, MESSAGE), "ed25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes256-ctr", "aes256-gcm", "chacha20-poly1305", "3des-cbc"})
    void saysThatThePassphraseIsWrong(String cipher) {
        var file = TestKeys.lay(folder, "ed25519-" + cipher);
        var key = OpenSshPrivateKey.read(file);

        var error = assertThrows(CommonsException.class, () -> key.open(f -> "wrong horse".toCharArray()));

        assertEquals("cannot unlock the key " + file + ": is the passphrase right?", error.getMessage());
        assertEquals(List.of("try it: `ssh-keygen -y -f " + file + "`"), error.hints());
        assertEquals(Kind.PRECONDITION, error.kind());
    }

    @Test
    void overwritesThePassphraseAfterUse() {
        char[] passphrase = TestKeys.PASSPHRASE.toCharArray();

        OpenSshPrivateKey.read(TestKeys.lay(folder, "ed25519-aes256-ctr")).open(file -> passphrase);

        assertArrayEquals(new char[passphrase.length], passphrase);
    }

    @Test
    void asksForNoPassphraseWhereThereIsNone() {
        var key = OpenSshPrivateKey.read(TestKeys.lay(folder, "ed25519"));

        var signer = key.open(file -> {
            throw new AssertionError("asked for a passphrase");
        });

        assertSigns(signer.sign(Namespace.GIT, MESSAGE), "ed25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "rsa-locked", "ecdsa-256", "ecdsa-256-locked", "ecdsa-384", "ecdsa-521"})
    void opensRsaAndEcdsaKeys(String name) {
        var signer = TestKeys.signer(folder, name);

        assertSigns(signer.sign(Namespace.GIT, MESSAGE), name.replace("-locked", ""));
    }

    private static void assertSigns(byte[] signature, String publicKey) {
        assertEquals(
                new SignatureResult.Good(TestKeys.publicKey(publicKey)),
                new SshSignatureVerifier().verify(Namespace.GIT, MESSAGE, signature));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa-256"})
    void saysThatOnlyEd25519KeysSignLogs(String name) {
        var signer = TestKeys.signer(folder, name);

        var error = assertThrows(CommonsException.class, () -> signer.signRaw(MESSAGE));

        assertEquals(
                "a log is signed with an Ed25519 key, not "
                        + TestKeys.publicKey(name).type(),
                error.getMessage());
    }

    @Test
    void refusesKeysThatNobodyWouldTake() {
        assertEquals(
                "keys of type ssh-dss cannot sign here: " + folder.resolve("dsa"),
                problem(() -> TestKeys.signer(folder, "dsa")));
        assertEquals(
                "the RSA key " + folder.resolve("rsa-1024") + " has fewer than 2048 bits",
                problem(() -> TestKeys.signer(folder, "rsa-1024")));
    }

    @Test
    void tellsHowAKeyOnHardwareIsReached() throws IOException {
        // The file of such a key names it and holds no secret; its public part stands where every key's does.
        byte[] blob = blob("ed25519");
        var hardware = new SoftHardwareKey("sk-ssh-ed25519@openssh.com", folder).publicKey();
        Path file = TestKeys.lay(folder, "hardware", armored(withPublicKey(blob, hardware.blob())));
        var key = OpenSshPrivateKey.read(file);

        var error = assertThrows(CommonsException.class, () -> key.open(f -> new char[0]));

        assertEquals("the key " + file + " is on hardware, and is reached through an ssh agent", error.getMessage());
        assertEquals(List.of("give it to the agent: `ssh-add " + file + "`"), error.hints());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa-256"})
    void refusesAFileWhosePublicPartIsAnothers(String name) {
        byte[] blob = withPublicKey(blob(name), People.EVE.key().blob());
        Path file = TestKeys.lay(folder, "mixed", armored(blob));
        var key = OpenSshPrivateKey.read(file);

        var error = assertThrows(CommonsException.class, () -> key.open(f -> new char[0]));

        assertTrue(
                error.getMessage().equals("the key " + file + " is damaged")
                        || error.getMessage().startsWith("keys of type"),
                error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ed25519-aes256-ctr", "ecdsa-256"})
    void noticesEveryPlaceWhereTheFileWasCut(String name) {
        byte[] blob = blob(name);
        for (int length = 0; length < blob.length; length++) {
            Path file = TestKeys.lay(folder, "cut", armored(java.util.Arrays.copyOf(blob, length)));

            var error = assertThrows(
                    CommonsException.class,
                    () -> OpenSshPrivateKey.read(file).open(f -> TestKeys.PASSPHRASE.toCharArray()));

            assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
        }
    }

    @Test
    void neverSignsWithAKeyOfWhichAByteIsAnother() {
        byte[] blob = blob("ed25519");
        for (int i = 0; i < blob.length; i++) {
            byte[] changed = blob.clone();
            changed[i] ^= 0x40;
            Path file = TestKeys.lay(folder, "changed", armored(changed));
            byte[] signature;
            try {
                var key = OpenSshPrivateKey.read(file);
                var signer = key.open(f -> new char[0]);
                assertEquals(key.publicKey(), signer.publicKey());
                signature = signer.sign(Namespace.GIT, MESSAGE);
            } catch (CommonsException e) {
                assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
                continue;
            }
            // What is left are bytes that say nothing of the key: its comment.
            assertSigns(signature, "ed25519");
        }
    }

    private static byte[] withPublicKey(byte[] blob, byte[] publicKey) {
        var in = java.nio.ByteBuffer.wrap(blob);
        in.position("openssh-key-v1\0".length());
        byte[] cipher = Wire.readString(in);
        byte[] derivation = Wire.readString(in);
        byte[] options = Wire.readString(in);
        int count = in.getInt();
        Wire.readString(in);
        return new Wire()
                .raw(java.util.Arrays.copyOf(blob, "openssh-key-v1\0".length()))
                .string(cipher)
                .string(derivation)
                .string(options)
                .uint32(count)
                .string(publicKey)
                .string(Wire.readString(in))
                .bytes();
    }

    private static byte[] blob(String name) {
        return Base64.getMimeDecoder().decode(TestKeys.text(name + ".key").replaceAll("-----.*-----", ""));
    }

    private static String armored(byte[] blob) {
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(blob)
                + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    @Test
    void namesTheFileAndTheNextStep() {
        Path none = folder.resolve("none");
        assertEquals("no such key file: " + none, problem(() -> OpenSshPrivateKey.read(none)));

        Path pem = TestKeys.lay(folder, "rsa-pem");
        var error = assertThrows(CommonsException.class, () -> OpenSshPrivateKey.read(pem));
        assertEquals(pem + " is not a private key in OpenSSH's format", error.getMessage());
        assertEquals(List.of("convert it: `ssh-keygen -p -f " + pem + "`"), error.hints());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void refusesAKeyThatOthersCanRead(String permissions) throws IOException {
        Path file = TestKeys.lay(folder, "ed25519");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        var error = assertThrows(CommonsException.class, () -> OpenSshPrivateKey.read(file));

        assertEquals("the key " + file + " can be read by others than you", error.getMessage());
        assertEquals(List.of("`chmod 600 " + file + "`"), error.hints());
    }

    @Test
    void makesAKeyThatItsOwnerAloneCanRead() throws IOException {
        Path file = folder.resolve("new/id_ed25519");

        var made = OpenSshPrivateKey.create(file, new FixedRandom(), "ana@example.org");

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        assertEquals(made + " ana@example.org\n", Files.readString(folder.resolve("new/id_ed25519.pub")));
        var signer = OpenSshPrivateKey.read(file).open(f -> new char[0]);
        assertEquals(made, signer.publicKey());
        assertInstanceOf(
                SignatureResult.Good.class,
                new SshSignatureVerifier().verify(Namespace.GIT, MESSAGE, signer.sign(Namespace.GIT, MESSAGE)));
    }

    @Test
    void neverWritesOverAKey() throws IOException {
        Path file = Files.writeString(folder.resolve("mine"), "mine");
        Path other = folder.resolve("other");
        Files.writeString(folder.resolve("other.pub"), "mine too");

        assertEquals(
                "there is a file " + file + " already",
                problem(() -> OpenSshPrivateKey.create(file, new FixedRandom(), "")));
        assertEquals(
                "there is a file " + other + ".pub already",
                problem(() -> OpenSshPrivateKey.create(other, new FixedRandom(), "")));

        assertEquals("mine", Files.readString(file));
        assertEquals("mine too", Files.readString(folder.resolve("other.pub")));
        assertTrue(Files.notExists(other) && Files.notExists(folder.resolve("mine.pub")));
    }

    private static String problem(org.junit.jupiter.api.function.Executable executable) {
        return assertThrows(CommonsException.class, executable).getMessage();
    }

    @Test
    void readsTheBlobOfASignatureBackByteForByte() {
        byte[] armored = TestKeys.signer(folder, "ecdsa-384").sign(Namespace.GIT, MESSAGE);

        assertArrayEquals(armored, SshSig.parse(armored).armored());
    }
}
