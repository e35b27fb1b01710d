package org.datasetcommons.signing;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** SSH's wire format (RFC 4251 section 5): a {@code string} is a 32-bit big-endian length and that many bytes. */
public final class Wire {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Appends bytes as they are. */
    public Wire raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Wire uint32(int value) {
        return raw(ByteBuffer.allocate(4).putInt(value).array());
    }

    public Wire string(byte[] bytes) {
        return uint32(bytes.length).raw(bytes);
    }

    public Wire string(String ascii) {
        return string(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    /** Reads a {@code string}; fails if the buffer is shorter than it says. */
    public static byte[] readString(ByteBuffer in) {
        if (in.remaining() < 4) {
            throw new IllegalArgumentException("it is cut short");
        }
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("it is cut short");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** Reads a {@code string} of ASCII. */
    public static String readText(ByteBuffer in) {
        return new String(readString(in), StandardCharsets.US_ASCII);
    }

    /** Reads an {@code mpint} that is positive, in its one form: with no more bytes than it takes. */
    public static BigInteger readPositive(ByteBuffer in) {
        byte[] bytes = readString(in);
        if (bytes.length == 0 || !Arrays.equals(new BigInteger(bytes).toByteArray(), bytes)) {
            throw new IllegalArgumentException("it holds a number that is not in its one form");
        }
        var value = new BigInteger(bytes);
        if (value.signum() <= 0) {
            throw new IllegalArgumentException("it holds a number out of range");
        }
        return value;
    }
}
