package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.datasetcommons.digest.Digest;

/**
 * A Git LFS pointer file (git-lfs docs/spec.md, version 1): what git holds in place of content. There is just one valid
 * spelling; pointers with extensions are refused, since extensions are programs. An empty file is its own pointer.
 *
 * @param size bytes of the content
 */
public record Pointer(Digest oid, long size) {
    /** The most bytes a pointer file may have. */
    public static final int MAX_BYTES = 1024;

    private static final int BUFFER = 64 * 1024;
    private static final String VERSION = "version https://git-lfs.github.com/spec/v1\n";
    private static final String OID = VERSION + "oid sha256:";
    private static final String SIZE = "\nsize ";
    private static final int MAX_DIGITS = 18;

    /** The pointer of content without bytes. */
    static final Pointer EMPTY = new Pointer(Digest.of(new byte[0]), 0);

    /** The pointer in this blob; empty if the blob does not even begin like one. */
    public static Optional<Pointer> find(byte[] blob) {
        if (blob.length == 0) {
            return Optional.of(EMPTY);
        }
        if (blob.length > MAX_BYTES) {
            return Optional.empty();
        }
        String text = new String(blob, StandardCharsets.ISO_8859_1);
        int oidEnd = OID.length() + 2 * Digest.LENGTH;
        int sizeStart = oidEnd + SIZE.length();
        if (!text.startsWith(OID) || !text.startsWith(SIZE, oidEnd) || !text.endsWith("\n")) {
            return Optional.empty();
        }
        String oid = text.substring(OID.length(), oidEnd);
        String size = text.substring(sizeStart, text.length() - 1);
        return Digest.isDigest(oid) && isNumber(size)
                ? Optional.of(new Pointer(new Digest(oid), Long.parseLong(size)))
                : Optional.empty();
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && text.charAt(0) != '0';
    }

    /** @throws org.datasetcommons.CommonsException if the blob is anything but a pointer; {@code path} is for the message */
    public static Pointer parse(String path, byte[] blob) {
        return find(blob)
                .orElseThrow(() -> invalid(path + " is not a Git LFS pointer")
                        .hint("content goes in through `commons add`, which writes the pointer"));
    }

    /** The pointer to all that is left in the stream. */
    public static Pointer of(InputStream content) throws IOException {
        return of(content, OutputStream.nullOutputStream());
    }

    /** As {@link #of(InputStream)}, with the content copied in the same pass. */
    static Pointer of(InputStream content, OutputStream copy) throws IOException {
        var sha256 = Digest.sha256();
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            sha256.update(buffer, 0, n);
            copy.write(buffer, 0, n);
            size += n;
        }
        return new Pointer(Digest.ofRaw(sha256.digest()), size);
    }

    /** Git's name of the pointer, as a blob; for finding out whether it is the one we know, never for trust. */
    public String blob() {
        try {
            byte[] bytes = bytes();
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha1.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    public byte[] bytes() {
        return size == 0 ? new byte[0] : (OID + oid + SIZE + size + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    // As in Digest.

    @Override
    public boolean equals(Object other) {
        return other instanceof Pointer pointer && size == pointer.size && oid.equals(pointer.oid);
    }

    @Override
    public int hashCode() {
        return oid.hashCode();
    }
}
