package org.datasetcommons.digest;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4), written as 64 lower-case hex digits. It is the identity of content everywhere in this
 * project: Git LFS oid, in-toto subject digest, Croissant {@code sha256}.
 */
public record Digest(String hex) implements Comparable<Digest> {
    /** Bytes in a digest. */
    public static final int LENGTH = 32;

    private static final int BUFFER = 64 * 1024;

    public Digest {
        if (!isDigest(hex)) {
            throw new IllegalArgumentException("not a SHA-256 digest: " + hex);
        }
    }

    /**
     * Reads 64 lower-case hex digits.
     *
     * @throws org.datasetcommons.CommonsException if the text is anything else
     */
    public static Digest parse(String text) {
        if (!isDigest(text)) {
            throw invalid("not a SHA-256 digest (64 lower-case hex digits): " + text);
        }
        return new Digest(text);
    }

    /** The digest whose 32 raw bytes these are. */
    public static Digest ofRaw(byte[] raw) {
        if (raw.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + raw.length);
        }
        return new Digest(HexFormat.of().formatHex(raw));
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] content) {
        return ofRaw(sha256().digest(content));
    }

    /** The digest of the UTF-8 bytes of this text. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of all that is left in the stream, which stays open. */
    public static Digest of(InputStream content) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[BUFFER];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            sha256.update(buffer, 0, n);
        }
        return ofRaw(sha256.digest());
    }

    /** A fresh SHA-256 computation. The JDK's own is ten times Bouncy Castle's speed, so it is used everywhere. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The 32 raw bytes. */
    public byte[] raw() {
        return HexFormat.of().parseHex(hex);
    }

    // Asked for millions of times: a record's own equals and hashCode are put together at run time, and slow for long.

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    /** Whether this is a digest: 64 lower-case hex digits. */
    public static boolean isDigest(String text) {
        if (text.length() != 2 * LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
