package org.datasetcommons.signing;

import org.datasetcommons.contributor.PublicKey;

/** A private key that can be asked to sign; it may lie in a file or be held by an agent, and is never shown. */
public interface Signer {
    PublicKey publicKey();

    /**
     * Signs a message as SSHSIG.
     *
     * @return the armored signature, {@code -----BEGIN SSH SIGNATURE-----} to the newline after the last line
     * @throws org.datasetcommons.CommonsException if the key cannot be used
     */
    byte[] sign(Namespace namespace, byte[] message);

    /**
     * Signs these bytes with the bare algorithm of the key (Ed25519: 64 bytes), as C2SP signed notes want it.
     *
     * @throws org.datasetcommons.CommonsException if the key is not Ed25519 or cannot be used
     */
    byte[] signRaw(byte[] message);
}
