package org.datasetcommons.io.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
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
 * appended bytes that one lets pass; RSA and ECDSA with the JDK. Keys on hardware are taken too.
 */
public final class SshSignatureVerifier implements SignatureVerifier {
    static final int RSA_BITS = 2048;
    private static final String ECDSA = "ecdsa-sha2-";
    private static final int ED25519_SIGNATURE = 64;

    /** Whether signatures by keys of this type are taken at all: certificates are not, nor what is weak by its kind. */
    static boolean takes(PublicKey key) {
        return key.type().equals(Ed25519Key.TYPE) || HardwareKey.holds(key) || SshAlgorithm.isKeyType(key.type());
    }

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
            return isOf(signature, signed)
                    ? new SignatureResult.Good(signature.key())
                    : new SignatureResult.Bad("it is not a signature of these bytes");
        } catch (IllegalArgumentException e) {
            return new SignatureResult.Bad(e.getMessage());
        }
    }

    private boolean isOf(SshSig signature, byte[] signed) {
        if (HardwareKey.holds(signature.key())) {
            var ordinary = HardwareKey.ordinary(signature, signed);
            return isOf(ordinary.signature(), ordinary.signed());
        }
        return signature.key().type().equals(Ed25519Key.TYPE)
                ? verifyEd25519(signature, signed)
                : verifyOther(signature, signed);
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
        byte[] raw = key.ed25519().orElseThrow(() -> new IllegalArgumentException("it has no Ed25519 key"));
        // Small-order and badly written points are refused, whatever they would verify.
        if (signature.length != ED25519_SIGNATURE || !Ed25519.validatePublicKeyFull(raw, 0)) {
            return false;
        }
        var verifier = new org.bouncycastle.crypto.signers.Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(raw));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
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

    /** The JDK's form of a key; every byte of ours must have a meaning, so that a key is not another one as well. */
    private static java.security.PublicKey jdkKey(PublicKey key) throws GeneralSecurityException {
        var blob = ByteBuffer.wrap(key.blob());
        String type = Wire.readText(blob);
        return type.equals("ssh-rsa") ? rsaKey(blob) : ecdsaKey(type, blob, key);
    }

    private static java.security.PublicKey rsaKey(ByteBuffer blob) throws GeneralSecurityException {
        var exponent = Wire.readPositive(blob);
        var modulus = Wire.readPositive(blob);
        if (blob.hasRemaining()) {
            throw new IllegalArgumentException("its key is malformed");
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    }

    private static java.security.PublicKey ecdsaKey(String type, ByteBuffer blob, PublicKey key)
            throws GeneralSecurityException {
        // RFC 5656, section 3.1: the curve stands in the type and again after it. Bouncy Castle takes any name there,
        // and several forms of a point.
        if (!type.equals(ECDSA + Wire.readText(blob))) {
            throw new IllegalArgumentException("its key is malformed");
        }
        AsymmetricKeyParameter parsed;
        try {
            parsed = OpenSSHPublicKeyUtil.parsePublicKey(key.blob());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its key is malformed", e);
        }
        try {
            if (!Arrays.equals(OpenSSHPublicKeyUtil.encodePublicKey(parsed), key.blob())) {
                throw new IllegalArgumentException("its key is not in its one form");
            }
            byte[] encoded = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(parsed)
                    .getEncoded();
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IOException e) {
            throw new IllegalArgumentException("its key is malformed", e);
        }
    }
}
