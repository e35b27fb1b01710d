package org.datasetcommons.contributor;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.datasetcommons.digest.Digest;

/**
 * An SSH public key in OpenSSH's one-line form without comment: {@code ssh-ed25519 AAAA…} (RFC 4253 section 6.6, RFC 8709).
 * Two are equal when type and key bytes are.
 */
public record PublicKey(String line) {
    public PublicKey {
        String[] parts = line.split(" ", -1);
        if (parts.length != 2 || !parts[0].equals(typeInBlob(decode(parts[1])))) {
            throw new IllegalArgumentException("not an SSH public key: " + line);
        }
    }

    /**
     * Reads a line of a {@code .pub} file; a comment after the key is dropped.
     *
     * @throws org.datasetcommons.CommonsException if it is not an SSH public key
     */
    public static PublicKey parse(String text) {
        return find(text)
                .orElseThrow(() -> invalid("not an SSH public key: '" + text.strip() + "'")
                        .hint("expected a line like 'ssh-ed25519 AAAA…', as in ~/.ssh/id_ed25519.pub"));
    }

    /** As {@link #parse}; empty if the text is anything else, which may be a secret and is not for a message. */
    public static Optional<PublicKey> find(String text) {
        String[] parts = text.strip().split("[ \t]+", 3);
        try {
            return Optional.of(new PublicKey(parts[0] + " " + (parts.length > 1 ? parts[1] : "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The key whose wire form this is. */
    public static PublicKey ofBlob(byte[] blob) {
        return new PublicKey(typeInBlob(blob) + " " + Base64.getEncoder().encodeToString(blob));
    }

    /** {@code ssh-ed25519}, {@code rsa-sha2-512}'s {@code ssh-rsa}, … */
    public String type() {
        return line.substring(0, line.indexOf(' '));
    }

    /** The wire form: length-prefixed type, then the key material. */
    public byte[] blob() {
        return decode(line.substring(line.indexOf(' ') + 1));
    }

    /** {@code SHA256:} and the unpadded base64 of the blob's digest, as {@code ssh-keygen -l} prints it. */
    public String fingerprint() {
        return "SHA256:"
                + Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(Digest.of(blob()).raw());
    }

    @Override
    public String toString() {
        return line;
    }

    private static byte[] decode(String base64) {
        byte[] blob = Base64.getDecoder().decode(base64);
        // One value, one spelling: padding and trailing bits are as the encoder writes them.
        if (!Base64.getEncoder().encodeToString(blob).equals(base64)) {
            throw new IllegalArgumentException("not canonical base64: " + base64);
        }
        return blob;
    }

    private static String typeInBlob(byte[] blob) {
        var buffer = ByteBuffer.wrap(blob);
        if (buffer.remaining() < 4) {
            throw new IllegalArgumentException("key is too short");
        }
        int length = buffer.getInt();
        if (length < 1 || length > 64 || length > buffer.remaining()) {
            throw new IllegalArgumentException("key names no type");
        }
        return new String(blob, 4, length, StandardCharsets.US_ASCII);
    }
}
