package org.datasetcommons.io.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SshSig;
import org.datasetcommons.signing.Wire;
import org.datasetcommons.testkit.People;

/** What a security key does (OpenSSH's PROTOCOL.u2f), done in software: touched once, for the application {@code ssh:}. */
record SoftHardwareKey(String type, Path folder) {
    private static final String APPLICATION = "ssh:";
    private static final byte TOUCHED = 1;

    private boolean isEd25519() {
        return type.startsWith("sk-ssh-ed25519");
    }

    PublicKey publicKey() {
        var ordinary = isEd25519() ? People.MIA.key() : TestKeys.publicKey("ecdsa-256");
        var blob = ByteBuffer.wrap(ordinary.blob());
        Wire.readText(blob);
        byte[] rest = new byte[blob.remaining()];
        blob.get(rest);
        return PublicKey.ofBlob(
                new Wire().string(type).raw(rest).string(APPLICATION).bytes());
    }

    byte[] sign(Namespace namespace, byte[] message) {
        byte[] state = new Wire().raw(new byte[] {TOUCHED}).uint32(7).bytes();
        byte[] data = new Wire()
                .raw(Digest.of(APPLICATION).raw())
                .raw(state)
                .raw(Digest.of(SshSig.toBeSigned(namespace.text(), "sha512", message))
                        .raw())
                .bytes();
        byte[] inner = new Wire().raw(signed(data)).raw(state).bytes();
        return new SshSig(publicKey(), namespace.text(), "sha512", type, SshSig.Bytes.of(inner)).armored();
    }

    private byte[] signed(byte[] data) {
        if (isEd25519()) {
            return new Wire().string(People.MIA.signer().signRaw(data)).bytes();
        }
        try {
            var key = JcaTestKey.of(TestKeys.lay(folder, "ecdsa-256"), "SHA256withECDSAinP1363Format");
            return SshAlgorithm.NISTP256.toWire(key.sign(data));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
