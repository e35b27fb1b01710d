package org.datasetcommons.io.crypto;

import java.nio.ByteBuffer;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.signing.SshSig;
import org.datasetcommons.signing.Wire;

/**
 * Signatures of keys on hardware (OpenSSH's PROTOCOL.u2f). Such a key is an ordinary one with the name of an application; it
 * signs not the bytes but their digest, between the application's and what the hardware says of itself.
 */
final class HardwareKey {
    private static final String ED25519 = "sk-ssh-ed25519@openssh.com";
    private static final String NISTP256 = "sk-ecdsa-sha2-nistp256@openssh.com";

    /** The same claim in ordinary terms: this signature, by its key, is of these bytes. */
    record Ordinary(SshSig signature, byte[] signed) {}

    private HardwareKey() {}

    static boolean holds(PublicKey key) {
        return key.type().equals(ED25519) || key.type().equals(NISTP256);
    }

    /** What a hardware key's signature says, in ordinary terms; every byte of it must have a meaning. */
    static Ordinary ordinary(SshSig signature, byte[] signed) {
        String type = signature.key().type();
        if (!signature.algorithm().equals(type)) {
            throw new IllegalArgumentException("its algorithm " + signature.algorithm() + " does not fit its key");
        }
        var key = ByteBuffer.wrap(signature.key().blob());
        Wire.readText(key);
        var ordinaryKey = type.equals(ED25519)
                ? new Wire().string(Ed25519Key.TYPE).string(Wire.readString(key))
                : new Wire()
                        .string(SshAlgorithm.NISTP256.sshName())
                        .string(Wire.readString(key))
                        .string(Wire.readString(key));
        byte[] application = Wire.readString(key);
        var inner = ByteBuffer.wrap(signature.signature().array());
        byte[] ordinarySignature = Wire.readString(inner);
        byte[] flagsAndCounter = new byte[1 + Integer.BYTES];
        if (key.hasRemaining() || inner.remaining() != flagsAndCounter.length) {
            throw new IllegalArgumentException("it is not in its one form");
        }
        inner.get(flagsAndCounter);
        var publicKey = PublicKey.ofBlob(ordinaryKey.bytes());
        return new Ordinary(
                new SshSig(
                        publicKey,
                        signature.namespace(),
                        signature.hashAlgorithm(),
                        publicKey.type(),
                        SshSig.Bytes.of(new Wire().string(ordinarySignature).bytes())),
                new Wire()
                        .raw(Digest.of(application).raw())
                        .raw(flagsAndCounter)
                        .raw(Digest.of(signed).raw())
                        .bytes());
    }
}
