package org.datasetcommons.log;

import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.signing.Signer;

/**
 * The state of a log at a moment, signed by whoever keeps it (C2SP tlog-checkpoint v1.0.0 in a signed-note v1.0.0).
 *
 * @param origin names the log; also the name of its key
 * @param size how many entries it has
 */
public record Checkpoint(String origin, long size, Digest root) {
    private static final byte ED25519 = 0x01;
    private static final int MAX_SIGNATURES = 100;
    private static final char DELETE = 0x7F;

    /** A signature line: the key it claims, in four bytes, and the signature. */
    private record Line(String name, byte[] keyId, byte[] signature) {}

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.raw()) + "\n";
    }

    /** The whole note, with this signature. */
    public byte[] signedBy(Signer signer) {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        var line = new ByteArrayOutputStream();
        line.writeBytes(keyId(origin, signer.publicKey()));
        line.writeBytes(signer.signRaw(text));
        return (text() + "\n— " + origin + " " + Base64.getEncoder().encodeToString(line.toByteArray()) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a note; only the one spelling is taken. */
    public static Checkpoint parse(byte[] note) {
        return split(note).checkpoint();
    }

    /**
     * The keys, among these, whose good signature the note has. A known key with a bad signature spoils the note: then none
     * is returned.
     */
    public static List<PublicKey> signers(byte[] note, List<PublicKey> known, SignatureVerifier verifier) {
        var parts = split(note);
        byte[] text = parts.checkpoint().text().getBytes(StandardCharsets.UTF_8);
        var signers = new ArrayList<PublicKey>();
        for (var line : parts.lines()) {
            for (var key : known) {
                if (key.ed25519().isPresent()
                        && line.name().equals(parts.checkpoint().origin())
                        && Arrays.equals(line.keyId(), keyId(line.name(), key))) {
                    if (!verifier.verifyRaw(key, text, line.signature())) {
                        return List.of();
                    }
                    signers.add(key);
                }
            }
        }
        return signers;
    }

    private record Parts(Checkpoint checkpoint, List<Line> lines) {}

    private static Parts split(byte[] note) {
        String whole = new String(note, StandardCharsets.UTF_8);
        int gap = whole.lastIndexOf("\n\n");
        if (gap < 0
                || gap + 2 == whole.length()
                || !whole.endsWith("\n")
                || whole.chars().anyMatch(c -> c < ' ' && c != '\n' || c == DELETE)
                || !Arrays.equals(whole.getBytes(StandardCharsets.UTF_8), note)) {
            throw malformed();
        }
        String[] text = whole.substring(0, gap).split("\n", -1);
        if (text.length != 3 || text[0].isEmpty() || !text[1].matches("0|[1-9][0-9]{0,17}")) {
            throw malformed();
        }
        byte[] root = base64(text[2]);
        if (root.length != Digest.LENGTH) {
            throw malformed();
        }
        var lines = new ArrayList<Line>();
        for (String line : whole.substring(gap + 2, whole.length() - 1).split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length != 3 || !words[0].equals("—") || !isName(words[1]) || lines.size() == MAX_SIGNATURES) {
                throw malformed();
            }
            byte[] bytes = base64(words[2]);
            if (bytes.length < 5) {
                throw malformed();
            }
            lines.add(new Line(words[1], Arrays.copyOf(bytes, 4), Arrays.copyOfRange(bytes, 4, bytes.length)));
        }
        return new Parts(new Checkpoint(text[0], Long.parseLong(text[1]), Digest.ofRaw(root)), lines);
    }

    /** Signed-note: the name of a key is not empty, and has neither a space of any script nor a plus. */
    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.indexOf('+') < 0
                && text.codePoints().noneMatch(c -> Character.isSpaceChar(c) || Character.isWhitespace(c));
    }

    private static byte[] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static org.datasetcommons.CommonsException malformed() {
        return invalid("the log's checkpoint is malformed");
    }

    /** Signed-note: the first four bytes of {@code SHA-256(name || 0x0A || type || key)}. */
    private static byte[] keyId(String name, PublicKey key) {
        var id = new ByteArrayOutputStream();
        id.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        id.write('\n');
        id.write(ED25519);
        id.writeBytes(key.ed25519()
                .orElseThrow(() -> precondition("a log is signed with an Ed25519 key, not " + key.type())
                        .hint("make one with `commons key new`")));
        return Arrays.copyOf(Digest.of(id.toByteArray()).raw(), 4);
    }
}
