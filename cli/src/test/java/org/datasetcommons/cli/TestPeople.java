package org.datasetcommons.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * People for scripts: each has a home of their own, a git identity and an SSH key, the same in every run because
 * the seed of the key is the SHA-256 of the name. The keys are known to everybody and worth nothing.
 */
final class TestPeople {
    private TestPeople() {}

    /** Makes a home for this person unless there is one, and returns the variables that lead to it. */
    static Map<String, String> moveIn(Path homes, String name) throws IOException {
        Path home = homes.resolve(name);
        if (!Files.exists(home)) {
            Files.createDirectories(home.resolve(".ssh"));
            writeKey(home.resolve(".ssh").resolve("id_ed25519"), name);
            Files.writeString(
                    home.resolve(".gitconfig"),
                    String.join(
                            "\n",
                            "[user]",
                            "\tname = " + fullName(name),
                            "\temail = " + email(name),
                            "\tsigningkey = " + home.resolve(".ssh/id_ed25519.pub"),
                            "[gpg]",
                            "\tformat = ssh",
                            "[init]",
                            "\tdefaultBranch = main",
                            ""));
        }
        return Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.resolve(".config").toString(),
                "GIT_AUTHOR_NAME", fullName(name),
                "GIT_AUTHOR_EMAIL", email(name),
                "GIT_COMMITTER_NAME", fullName(name),
                "GIT_COMMITTER_EMAIL", email(name));
    }

    private static String fullName(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " Example";
    }

    private static String email(String name) {
        return name + "@example.org";
    }

    /** Writes the private key as OpenSSH's PROTOCOL.key says, without a passphrase, and the public key beside it. */
    static void writeKey(Path file, String name) throws IOException {
        byte[] seed = sha256(name);
        byte[] point = publicKey(seed);
        byte[] publicBlob = join(string("ssh-ed25519".getBytes(StandardCharsets.US_ASCII)), string(point));
        byte[] comment = email(name).getBytes(StandardCharsets.UTF_8);
        byte[] check = Arrays.copyOf(seed, 4);
        byte[] secret = pad(join(check, check, publicBlob, string(join(seed, point)), string(comment)));
        byte[] none = string("none".getBytes(StandardCharsets.US_ASCII));
        byte[] key = join(
                "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII),
                none,
                none,
                string(new byte[0]),
                number(1),
                string(publicBlob),
                string(secret));
        Files.writeString(
                file,
                "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(key)
                        + "\n-----END OPENSSH PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".pub"),
                "ssh-ed25519 " + Base64.getEncoder().encodeToString(publicBlob) + " " + email(name) + "\n");
    }

    private static byte[] sha256(String name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public point of a seed: the generator asks its source of chance for exactly the seed. */
    private static byte[] publicKey(byte[] seed) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
            var pair = generator.generateKeyPair();
            if (!Arrays.equals(
                    seed, ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow())) {
                throw new IllegalStateException("the generator did not take the seed");
            }
            // RFC 8410, section 4: the 32 bytes of the point end the encoded key.
            byte[] encoded = pair.getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] pad(byte[] bytes) {
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8);
        for (int i = bytes.length; i < padded.length; i++) {
            padded[i] = (byte) (i - bytes.length + 1);
        }
        return padded;
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] string(byte[] bytes) {
        return join(number(bytes.length), bytes);
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        FixedRandom(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
