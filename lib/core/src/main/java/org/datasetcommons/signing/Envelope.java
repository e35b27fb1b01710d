package org.datasetcommons.signing;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/**
 * A DSSE envelope (protocol 1.0.2): a payload with its type and signatures over both. Our signatures are SSHSIG blobs in the
 * namespace {@link Namespace#ATTESTATION}, so that keys in agents and on hardware can sign; readers skip those they cannot
 * check.
 */
public final class Envelope {
    /** @param keyId a hint, never decided by */
    private record Signed(String keyId, String signature) {}

    private final String payloadType;
    private final byte[] payload;
    private final List<Signed> signatures;

    private Envelope(String payloadType, byte[] payload, List<Signed> signatures) {
        this.payloadType = payloadType;
        this.payload = payload.clone();
        this.signatures = List.copyOf(signatures);
    }

    /** The bytes that are signed; lengths count bytes, not characters. */
    public static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        return new Wire()
                .raw(ascii("DSSEv1 " + type.length + " "))
                .raw(type)
                .raw(ascii(" " + payload.length + " "))
                .raw(payload)
                .bytes();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public static Envelope sign(String payloadType, byte[] payload, List<Signer> signers) {
        var envelope = new Envelope(payloadType, payload, List.of());
        for (var signer : signers) {
            envelope = envelope.cosign(signer);
        }
        return envelope;
    }

    /** The envelope with one signature more. */
    public Envelope cosign(Signer signer) {
        byte[] armored = signer.sign(Namespace.ATTESTATION, preAuthenticationEncoding(payloadType, payload));
        var more = new ArrayList<>(signatures);
        more.add(new Signed(
                signer.publicKey().fingerprint(),
                Base64.getEncoder().encodeToString(SshSig.parse(armored).blob())));
        return new Envelope(payloadType, payload, more);
    }

    /**
     * Unknown fields are ignored, as the protocol asks.
     *
     * @throws org.datasetcommons.CommonsException if a field is missing, or holds what is not base64
     */
    public static Envelope parse(Node.Fields fields) {
        var signatures = new ArrayList<Signed>();
        for (var item : fields.get("signatures").asItems()) {
            var signature = item.asFields();
            base64(signature.text("sig"));
            signatures.add(new Signed(signature.findText("keyid").orElse(""), signature.text("sig")));
        }
        return new Envelope(fields.text("payloadType"), base64(fields.text("payload")), signatures);
    }

    /** The protocol allows both alphabets; what would be written in another way is refused. */
    private static byte[] base64(String text) {
        boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            byte[] bytes = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
            String again = (url ? Base64.getUrlEncoder() : Base64.getEncoder()).encodeToString(bytes);
            if (again.replace("=", "").equals(text.replace("=", ""))) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw invalid("the envelope holds what is not base64", e);
        }
        throw invalid("the envelope holds base64 that is not in its one spelling");
    }

    public byte[] payload() {
        return payload.clone();
    }

    public String payloadType() {
        return payloadType;
    }

    /** The distinct keys whose good signatures the envelope has. */
    public Set<PublicKey> signers(SignatureVerifier verifier) {
        byte[] message = preAuthenticationEncoding(payloadType, payload);
        var keys = new LinkedHashSet<PublicKey>();
        for (var signed : signatures) {
            byte[] blob = base64(signed.signature());
            if (verifier.verify(Namespace.ATTESTATION, message, SshSig.armor(blob))
                    instanceof SignatureResult.Good good) {
                keys.add(good.key());
            }
        }
        return keys;
    }

    public byte[] bytes() {
        var items = signatures.stream()
                .map(signed -> Node.fields()
                        .put("keyid", signed.keyId())
                        .put("sig", signed.signature())
                        .build())
                .toList();
        return Json.pretty(Node.fields()
                .put("payload", Base64.getEncoder().encodeToString(payload))
                .put("payloadType", payloadType)
                .put("signatures", Node.items(items))
                .build());
    }
}
