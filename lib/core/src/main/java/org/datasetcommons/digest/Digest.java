package org.datasetcommons.digest;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A SHA-256 digest (FIPS 180-4), written as 64 lower-case hex digits. It is the identity of content everywhere in this
 * project: Git LFS oid, in-toto subject digest, Croissant {@code sha256}.
 *
 * <p>There are as many as there are records, so one is four numbers and no text.
 */
public final class Digest implements Comparable<Digest> {
    /** Bytes in a digest. */
    public static final int LENGTH = 32;

    /** Digits of a digest that is written out. */
    public static final int DIGITS = 2 * LENGTH;

    /** The value of each ASCII character as a lower-case hex digit, or less than nothing. */
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int value = 0; value < 16; value++) {
            VALUES[Character.forDigit(value, 16)] = (byte) value;
        }
    }

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    private Digest(ByteBuffer raw) {
        first = raw.getLong();
        second = raw.getLong();
        third = raw.getLong();
        fourth = raw.getLong();
    }

    /**
     * The digest of 64 lower-case hex digits that we wrote ourselves.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public Digest(String hex) {
        this(find(hex)
                .orElseThrow(() -> new IllegalArgumentException("not a SHA-256 digest: " + hex))
                .toBuffer());
    }

    /**
     * Reads 64 lower-case hex digits.
     *
     * @throws org.datasetcommons.CommonsException if the text is anything else
     */
    public static Digest parse(String text) {
        return find(text).orElseThrow(() -> invalid("not a SHA-256 digest (64 lower-case hex digits): " + text));
    }

    /** The digest that these are the 64 lower-case hex digits of; nothing if the text is anything else. */
    public static Optional<Digest> find(String text) {
        return text.length() == DIGITS ? find(text.getBytes(StandardCharsets.UTF_8), 0) : Optional.empty();
    }

    /** As {@link #find(String)}, of 64 bytes of ASCII; there must be so many from there on. */
    public static Optional<Digest> find(byte[] digits, int from) {
        var raw = ByteBuffer.allocate(LENGTH);
        int wrong = 0;
        for (int i = from; i < from + DIGITS; i += 2) {
            int high = value(digits[i]);
            int low = value(digits[i + 1]);
            wrong |= high | low;
            raw.put((byte) (high << 4 | low));
        }
        return wrong < 0 ? Optional.empty() : Optional.of(new Digest(raw.flip()));
    }

    private static int value(byte digit) {
        return digit < 0 ? -1 : VALUES[digit];
    }

    /** The digest whose 32 raw bytes these are. */
    public static Digest ofRaw(byte[] raw) {
        if (raw.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + raw.length);
        }
        return new Digest(ByteBuffer.wrap(raw));
    }

    /** The digest whose 32 raw bytes are next in a buffer, which moves past them. */
    public static Digest read(ByteBuffer raw) {
        return new Digest(raw);
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
        var hasher = Hasher.ofThread();
        hasher.read(content);
        return hasher.digest();
    }

    /** A fresh SHA-256 computation. The JDK's own is ten times Bouncy Castle's speed, so it is used everywhere. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(raw());
    }

    /** The 32 raw bytes. */
    public byte[] raw() {
        return toBuffer().array();
    }

    /** Puts the 32 raw bytes into a buffer. */
    public void write(ByteBuffer out) {
        out.putLong(first).putLong(second).putLong(third).putLong(fourth);
    }

    private ByteBuffer toBuffer() {
        var raw = ByteBuffer.allocate(LENGTH);
        write(raw);
        return raw.flip();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest
                && first == digest.first
                && second == digest.second
                && third == digest.third
                && fourth == digest.fourth;
    }

    /** The first four bytes: they are as good as random. */
    @Override
    public int hashCode() {
        return (int) (first >>> Integer.SIZE);
    }

    /** As the hex digits compare. */
    @Override
    public int compareTo(Digest other) {
        if (first != other.first) {
            return Long.compareUnsigned(first, other.first);
        } else if (second != other.second) {
            return Long.compareUnsigned(second, other.second);
        } else if (third != other.third) {
            return Long.compareUnsigned(third, other.third);
        }
        return Long.compareUnsigned(fourth, other.fourth);
    }

    @Override
    public String toString() {
        return hex();
    }
}
