package org.datasetcommons.io.crypto;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.signing.SshSig;

/** An RSA or ECDSA private key, used through the JDK. */
final class JcaKey implements Signer {
    private final PublicKey publicKey;
    private final PrivateKey key;
    private final SshAlgorithm algorithm;

    JcaKey(PublicKey publicKey, PrivateKey key, SshAlgorithm algorithm) {
        this.publicKey = publicKey;
        this.key = key;
        this.algorithm = algorithm;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(Namespace namespace, byte[] message) {
        try {
            var signature = Signature.getInstance(algorithm.jcaName());
            signature.initSign(key);
            signature.update(SshSig.toBeSigned(namespace.text(), "sha512", message));
            byte[] inner = algorithm.toWire(signature.sign());
            return new SshSig(publicKey, namespace.text(), "sha512", algorithm.sshName(), SshSig.Bytes.of(inner))
                    .armored();
        } catch (GeneralSecurityException e) {
            throw environment("cannot sign with " + publicKey.fingerprint(), e);
        }
    }

    @Override
    public byte[] signRaw(byte[] message) {
        throw precondition("a log is signed with an Ed25519 key, not " + publicKey.type())
                .hint("make one with `commons key new`");
    }
}
