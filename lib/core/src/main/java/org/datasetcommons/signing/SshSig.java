package org.datasetcommons.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.datasetcommons.contributor.PublicKey;

/**
 * A detached SSH signature (OpenSSH's PROTOCOL.sshsig, version 1): its blob, its armor, and the bytes that are signed.
 *
 * @param namespace what it is about
 * @param hashAlgorithm {@code sha256} or {@code sha512}
 * @param algorithm of the signature itself: {@code ssh-ed25519}, {@code rsa-sha2-512}, …
 * @param signature the rest of the inner signature, by algorithm
 */
public record SshSig(PublicKey key, String namespace, String hashAlgorithm, String algorithm, Bytes signature) {
    /** Bytes that compare by content. */
    public record Bytes(ByteBuffer buffer) {
        public static Bytes of(byte[] bytes) {
            return new Bytes(ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer());
        }

        public byte[] array() {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
    }

    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----\n";
    private static final String END = "-----END SSH SIGNATURE-----\n";
    private static final int COLUMNS = 70;
    private static final int MAX_BYTES = 16 * 1024;

    /** The bytes that a key signs: magic, namespace, empty reserved field, hash algorithm, hash of the message. */
    public static byte[] toBeSigned(String namespace, String hashAlgorithm, byte[] message) {
        return new Wire()
                .raw(MAGIC)
                .string(namespace)
                .string(new byte[0])
                .string(hashAlgorithm)
                .string(hash(hashAlgorithm, message))
                .bytes();
    }

    private static byte[] hash(String algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm.equals("sha256") ? "SHA-256" : "SHA-512")
                    .digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256 and SHA-512", e);
        }
    }

    /** The blob. */
    public byte[] blob() {
        byte[] inner = signature.array();
        return new Wire()
                .raw(MAGIC)
                .uint32(1)
                .string(key.blob())
                .string(namespace)
                .string(new byte[0])
                .string(hashAlgorithm)
                .string(new Wire().string(algorithm).raw(inner).bytes())
                .bytes();
    }

    /** The blob between its armor lines, wrapped as OpenSSH wraps it. */
    public byte[] armored() {
        return armor(blob());
    }

    /** Any blob between armor lines. */
    public static byte[] armor(byte[] blob) {
        String base64 = Base64.getEncoder().encodeToString(blob);
        var out = new StringBuilder(BEGIN);
        for (int i = 0; i < base64.length(); i += COLUMNS) {
            out.append(base64, i, Math.min(i + COLUMNS, base64.length())).append('\n');
        }
        return out.append(END).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads an armored signature. Base64 is taken in its one spelling; where its lines end does not matter, since others
     * end them elsewhere.
     *
     * @throws IllegalArgumentException with what is wrong, if it is anything else
     */
    public static SshSig parse(byte[] armored) {
        if (armored.length > MAX_BYTES) {
            throw new IllegalArgumentException("the signature is too long");
        }
        String text = new String(armored, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IllegalArgumentException("it is not an armored SSH signature");
        }
        return parseBlob(decode(
                text.substring(BEGIN.length(), text.length() - END.length()).replace("\n", "")));
    }

    private static byte[] decode(String base64) {
        try {
            byte[] blob = Base64.getDecoder().decode(base64);
            // The decoder overlooks bits that no byte holds: then two texts would be one signature.
            if (Base64.getEncoder().encodeToString(blob).equals(base64)) {
                return blob;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its armor is damaged", e);
        }
        throw new IllegalArgumentException("its armor is damaged");
    }

    /** Reads a blob; every byte of it must have a meaning. */
    public static SshSig parseBlob(byte[] blob) {
        var in = ByteBuffer.wrap(blob);
        byte[] magic = new byte[MAGIC.length];
        if (in.remaining() < magic.length + 4) {
            throw new IllegalArgumentException("it is cut short");
        }
        in.get(magic);
        if (!Arrays.equals(magic, MAGIC) || in.getInt() != 1) {
            throw new IllegalArgumentException("it is not a version 1 SSH signature");
        }
        var key = key(Wire.readString(in));
        String namespace = Wire.readText(in);
        byte[] reserved = Wire.readString(in);
        String hashAlgorithm = Wire.readText(in);
        byte[] signature = Wire.readString(in);
        if (namespace.isEmpty() || reserved.length > 0 || in.hasRemaining()) {
            throw new IllegalArgumentException("it is not in its one form");
        }
        if (!hashAlgorithm.equals("sha512") && !hashAlgorithm.equals("sha256")) {
            throw new IllegalArgumentException("it hashes with " + hashAlgorithm);
        }
        var inner = ByteBuffer.wrap(signature);
        String algorithm = Wire.readText(inner);
        byte[] rest = new byte[inner.remaining()];
        inner.get(rest);
        return new SshSig(key, namespace, hashAlgorithm, algorithm, Bytes.of(rest));
    }

    private static PublicKey key(byte[] blob) {
        try {
            return PublicKey.ofBlob(blob);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its key is malformed", e);
        }
    }
}
