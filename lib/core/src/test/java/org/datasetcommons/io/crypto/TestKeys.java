package org.datasetcommons.io.crypto;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.signing.Signer;

/** Key files that ssh-keygen made once, for these tests alone; those that are locked, with the same passphrase. */
final class TestKeys {
    static final String PASSPHRASE = "correct horse";

    private TestKeys() {}

    /** The text of a key file. */
    static String text(String name) {
        try (var in = TestKeys.class.getResourceAsStream(name)) {
            assertNotNull(in, name);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lays a key file down where only its owner can read it. */
    static Path lay(Path folder, String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.writeString(file, text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #lay(Path, String, String)}, of the key of this name. */
    static Path lay(Path folder, String name) {
        return lay(folder, name, text(name + ".key"));
    }

    static Signer signer(Path folder, String name) {
        return OpenSshPrivateKey.read(lay(folder, name)).open(file -> PASSPHRASE.toCharArray());
    }

    static PublicKey publicKey(String name) {
        return PublicKey.parse(text(name + ".pub"));
    }
}
