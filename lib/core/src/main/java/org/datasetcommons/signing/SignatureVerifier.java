package org.datasetcommons.signing;

import org.datasetcommons.contributor.PublicKey;

/** Checks signatures; it knows nothing of who may sign what. */
public interface SignatureVerifier {
    /**
     * What an armored SSHSIG says of a message.
     *
     * @return {@link SignatureResult.Good} with the key that signed, or {@link SignatureResult.Bad} with the reason: another
     *     namespace, other bytes, a malformed or weak signature. Whether that key may sign is the caller's question.
     */
    SignatureResult verify(Namespace namespace, byte[] message, byte[] armoredSignature);

    /** Whether this is the key's bare Ed25519 signature of the message. */
    boolean verifyRaw(PublicKey key, byte[] message, byte[] signature);
}
