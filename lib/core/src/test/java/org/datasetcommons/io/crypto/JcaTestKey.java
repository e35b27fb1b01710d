package org.datasetcommons.io.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/** A key of a test that signs as no key of ours would. */
record JcaTestKey(PrivateKey key, String algorithm) {
    static JcaTestKey of(Path file, String algorithm) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(file).replaceAll("-----.*-----", "");
        var parsed = OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(
                Base64.getMimeDecoder().decode(base64));
        byte[] encoded = PrivateKeyInfoFactory.createPrivateKeyInfo(parsed).getEncoded();
        String family = algorithm.endsWith("RSA") ? "RSA" : "EC";
        return new JcaTestKey(
                KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(encoded)), algorithm);
    }

    byte[] sign(byte[] data) throws GeneralSecurityException {
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(data);
        return signature.sign();
    }
}
