package org.datasetcommons.io.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.datasetcommons.signing.Wire;

/** Signature algorithms that the JDK does, by their SSH names (RFC 8332, RFC 5656). Those with SHA-1 are not among them. */
enum SshAlgorithm {
    RSA_SHA2_256("rsa-sha2-256", "ssh-rsa", "SHA256withRSA"),
    RSA_SHA2_512("rsa-sha2-512", "ssh-rsa", "SHA512withRSA"),
    NISTP256("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "SHA256withECDSAinP1363Format"),
    NISTP384("ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384", "SHA384withECDSAinP1363Format"),
    NISTP521("ecdsa-sha2-nistp521", "ecdsa-sha2-nistp521", "SHA512withECDSAinP1363Format");

    private final String sshName;
    private final String keyType;
    private final String jcaName;

    SshAlgorithm(String sshName, String keyType, String jcaName) {
        this.sshName = sshName;
        this.keyType = keyType;
        this.jcaName = jcaName;
    }

    String sshName() {
        return sshName;
    }

    String jcaName() {
        return jcaName;
    }

    static Optional<SshAlgorithm> find(String sshName, String keyType) {
        return Arrays.stream(values())
                .filter(a -> a.sshName.equals(sshName) && a.keyType.equals(keyType))
                .findFirst();
    }

    static boolean isKeyType(String keyType) {
        return Arrays.stream(values()).anyMatch(a -> a.keyType.equals(keyType));
    }

    private boolean isRsa() {
        return keyType.equals("ssh-rsa");
    }

    /** Bytes of each half of an ECDSA signature. */
    private int half() {
        return switch (this) {
            case NISTP256 -> 32;
            case NISTP384 -> 48;
            case NISTP521 -> 66;
            case RSA_SHA2_256, RSA_SHA2_512 -> throw new IllegalStateException("RSA signatures have no halves");
        };
    }

    /** What follows the algorithm's name in an SSH signature: RSA as it is, ECDSA as two multiple-precision integers. */
    byte[] toWire(byte[] signature) {
        if (isRsa()) {
            return new Wire().string(signature).bytes();
        }
        byte[] r = new BigInteger(1, Arrays.copyOf(signature, half())).toByteArray();
        byte[] s = new BigInteger(1, Arrays.copyOfRange(signature, half(), 2 * half())).toByteArray();
        return new Wire().string(new Wire().string(r).string(s).bytes()).bytes();
    }

    /** The JDK's form of what {@link #toWire} wrote; every byte must have a meaning. */
    byte[] fromWire(byte[] wire) {
        var in = ByteBuffer.wrap(wire);
        byte[] signature = Wire.readString(in);
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("it has bytes after its end");
        }
        if (isRsa()) {
            return signature;
        }
        var halves = ByteBuffer.wrap(signature);
        byte[] joined = new byte[2 * half()];
        place(Wire.readPositive(halves), joined, 0);
        place(Wire.readPositive(halves), joined, half());
        if (halves.hasRemaining()) {
            throw new IllegalArgumentException("it has bytes after its end");
        }
        return joined;
    }

    private void place(BigInteger value, byte[] into, int offset) {
        if (value.bitLength() > half() * 8) {
            throw new IllegalArgumentException("it holds a number out of range");
        }
        byte[] bytes = value.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        System.arraycopy(bytes, start, into, offset + half() - (bytes.length - start), bytes.length - start);
    }
}
