package org.datasetcommons.contributor;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;

/**
 * An SSH public key in OpenSSH's one-line form without comment: {@code ssh-ed25519 AAAA…} (RFC 4253 section 6.6, RFC 8709).
 * Two are equal when type and key bytes are.
 */
public record PublicKey(String line) {
    private static final String ED25519 = "ssh-ed25519";
    private static final int ED25519_BYTES = 32;
    /** What a type may be (RFC 4251 section 6): nothing that could end a word or a line of another file. */
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9@._-]{1,64}");

    public PublicKey {
        String[] parts = line.split(" ", -1);
        if (parts.length != 2 || !isWellFormed(parts[0], decode(parts[1]))) {
            throw new IllegalArgumentException("not an SSH public key: " + line);
        }
    }

    /** An Ed25519 key is its type and 32 bytes; of other types the verifier knows the form. */
    private static boolean isWellFormed(String type, byte[] blob) {
        return type.equals(typeInBlob(blob))
                && (!type.equals(ED25519)
                        || blob.length == 4 + ED25519.length() + 4 + ED25519_BYTES
                                && ByteBuffer.wrap(blob).getInt(4 + ED25519.length()) == ED25519_BYTES);
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

    /**
     * Reads a key in its one spelling, as a statement has it.
     *
     * @throws org.datasetcommons.CommonsException if it is anything else
     */
    public static PublicKey stated(Node node) {
        try {
            return new PublicKey(node.asText());
        } catch (IllegalArgumentException e) {
            throw invalid(node.at().prefix() + "not an SSH public key in its one spelling", e);
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

    /** The 32 bytes of an Ed25519 key (RFC 8709 section 4); empty for a key of another type. */
    public Optional<byte[]> ed25519() {
        byte[] blob = blob();
        return type().equals(ED25519)
                ? Optional.of(Arrays.copyOfRange(blob, blob.length - ED25519_BYTES, blob.length))
                : Optional.empty();
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
        String type = new String(blob, 4, length, StandardCharsets.US_ASCII);
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("key names no type");
        }
        return type;
    }

    // As in Pointer.

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && line.equals(key.line);
    }

    @Override
    public int hashCode() {
        return line.hashCode();
    }
}
