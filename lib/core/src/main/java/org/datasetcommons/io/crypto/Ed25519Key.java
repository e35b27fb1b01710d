package org.datasetcommons.io.crypto;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.signing.SshSig;
import org.datasetcommons.signing.Wire;

/** An Ed25519 private key in memory (RFC 8032). */
public final class Ed25519Key implements Signer {
    static final String TYPE = "ssh-ed25519";

    private final Ed25519PrivateKeyParameters key;
    private final PublicKey publicKey;

    Ed25519Key(Ed25519PrivateKeyParameters key) {
        this.key = key;
        this.publicKey = PublicKey.ofBlob(new Wire()
                .string(TYPE)
                .string(key.generatePublicKey().getEncoded())
                .bytes());
    }

    /** The key of these 32 bytes. */
    public static Ed25519Key fromSeed(byte[] seed) {
        return new Ed25519Key(new Ed25519PrivateKeyParameters(seed));
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(Namespace namespace, byte[] message) {
        byte[] signature = signRaw(SshSig.toBeSigned(namespace.text(), "sha512", message));
        return new SshSig(
                        publicKey,
                        namespace.text(),
                        "sha512",
                        TYPE,
                        SshSig.Bytes.of(new Wire().string(signature).bytes()))
                .armored();
    }

    @Override
    public byte[] signRaw(byte[] message) {
        var signer = new org.bouncycastle.crypto.signers.Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }
}
