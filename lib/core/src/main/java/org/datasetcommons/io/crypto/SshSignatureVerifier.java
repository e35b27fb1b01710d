package org.datasetcommons.io.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.signing.SshSig;
import org.datasetcommons.signing.Wire;

/**
 * Verifies SSH signatures: Ed25519 with Bouncy Castle, which is ten times faster than JDK 17's and refuses the weak keys and
 * appended bytes that one lets pass; RSA and ECDSA with the JDK.
 */
public final class SshSignatureVerifier implements SignatureVerifier {
    private static final int ED25519_SIGNATURE = 64;
    private static final int RSA_BITS = 2048;

    @Override
    public SignatureResult verify(Namespace namespace, byte[] message, byte[] armoredSignature) {
        SshSig signature;
        try {
            signature = SshSig.parse(armoredSignature);
        } catch (IllegalArgumentException e) {
            return new SignatureResult.Bad(e.getMessage());
        }
        if (!signature.namespace().equals(namespace.text())) {
            return new SignatureResult.Bad(
                    "it is about '" + signature.namespace() + "', not '" + namespace.text() + "'");
        }
        byte[] signed = SshSig.toBeSigned(signature.namespace(), signature.hashAlgorithm(), message);
        try {
            boolean good = signature.key().type().equals(Ed25519Key.TYPE)
                    ? verifyEd25519(signature, signed)
                    : verifyOther(signature, signed);
            return good
                    ? new SignatureResult.Good(signature.key())
                    : new SignatureResult.Bad("it is not a signature of these bytes");
        } catch (IllegalArgumentException e) {
            return new SignatureResult.Bad(e.getMessage());
        }
    }

    private boolean verifyEd25519(SshSig signature, byte[] signed) {
        if (!signature.algorithm().equals(Ed25519Key.TYPE)) {
            throw new IllegalArgumentException("its algorithm " + signature.algorithm() + " does not fit its key");
        }
        var inner = ByteBuffer.wrap(signature.signature().array());
        byte[] bytes = Wire.readString(inner);
        if (inner.hasRemaining()) {
            throw new IllegalArgumentException("it has bytes after its end");
        }
        return verifyRaw(signature.key(), signed, bytes);
    }

    @Override
    public boolean verifyRaw(PublicKey key, byte[] message, byte[] signature) {
        byte[] raw = ed25519(key);
        // Small-order and badly written points are refused, whatever they would verify.
        if (signature.length != ED25519_SIGNATURE || !Ed25519.validatePublicKeyFull(raw, 0)) {
            return false;
        }
        var verifier = new org.bouncycastle.crypto.signers.Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(raw));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    private static byte[] ed25519(PublicKey key) {
        var blob = ByteBuffer.wrap(key.blob());
        String type = Wire.readText(blob);
        byte[] raw = Wire.readString(blob);
        if (!type.equals(Ed25519Key.TYPE) || raw.length != Ed25519.PUBLIC_KEY_SIZE || blob.hasRemaining()) {
            throw new IllegalArgumentException("it has no Ed25519 key of 32 bytes");
        }
        return raw;
    }

    private static boolean verifyOther(SshSig signature, byte[] signed) {
        var algorithm = SshAlgorithm.find(signature.algorithm(), signature.key().type())
                .orElseThrow(() -> new IllegalArgumentException("signatures of type " + signature.algorithm()
                        + " by keys of type " + signature.key().type() + " are not taken"));
        byte[] bytes = algorithm.fromWire(signature.signature().array());
        try {
            var key = jdkKey(signature.key());
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_BITS) {
                throw new IllegalArgumentException("its RSA key has fewer than " + RSA_BITS + " bits");
            }
            var verifier = Signature.getInstance(algorithm.jcaName());
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it cannot be checked: " + e.getMessage(), e);
        }
    }

    private static java.security.PublicKey jdkKey(PublicKey key) throws GeneralSecurityException {
        try {
            AsymmetricKeyParameter parsed = OpenSSHPublicKeyUtil.parsePublicKey(key.blob());
            byte[] encoded = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(parsed)
                    .getEncoded();
            return KeyFactory.getInstance(key.type().equals("ssh-rsa") ? "RSA" : "EC")
                    .generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IOException e) {
            throw new IllegalArgumentException("its key is malformed", e);
        }
    }
}
