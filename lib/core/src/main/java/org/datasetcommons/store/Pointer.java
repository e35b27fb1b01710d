package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.Hasher;

/**
 * A Git LFS pointer file (git-lfs docs/spec.md, version 1): what git holds in place of content. There is just one valid
 * spelling; pointers with extensions are refused, since extensions are programs. An empty file is its own pointer.
 *
 * @param size bytes of the content
 */
public record Pointer(Digest oid, long size) {
    /** The most bytes a pointer file may have. */
    public static final int MAX_BYTES = 1024;

    private static final String VERSION = "version https://git-lfs.github.com/spec/v1\n";
    private static final byte[] OID = (VERSION + "oid sha256:").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIZE = "\nsize ".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DIGITS = 18;

    /** The pointer of content without bytes. */
    static final Pointer EMPTY = new Pointer(Digest.of(new byte[0]), 0);

    /** The pointer in this blob; empty if the blob does not even begin like one. */
    public static Optional<Pointer> find(byte[] blob) {
        if (blob.length == 0) {
            return Optional.of(EMPTY);
        }
        int sizeAt = OID.length + Digest.DIGITS;
        int digitsAt = sizeAt + SIZE.length;
        if (blob.length < digitsAt || !hasAt(blob, 0, OID) || !hasAt(blob, sizeAt, SIZE)) {
            return Optional.empty();
        }
        long size = number(blob, digitsAt, blob.length - 1);
        return size > 0 && blob[blob.length - 1] == '\n'
                ? Digest.find(blob, OID.length).map(oid -> new Pointer(oid, size))
                : Optional.empty();
    }

    private static boolean hasAt(byte[] blob, int at, byte[] part) {
        return Arrays.equals(blob, at, at + part.length, part, 0, part.length);
    }

    /** A number above nothing in its one spelling, that a long surely holds; anything else is below. */
    private static long number(byte[] text, int from, int to) {
        if (from >= to || to - from > MAX_DIGITS || text[from] == '0') {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return -1;
            }
            number = 10 * number + text[i] - '0';
        }
        return number;
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

    /** The pointer to all of a file, by whatever name it has. */
    public static Pointer of(Path file) throws IOException {
        var hasher = Hasher.ofThread();
        hasher.read(file);
        return new Pointer(hasher.digest(), hasher.size());
    }

    /** As {@link #of(InputStream)}, with the content copied in the same pass. */
    public static Pointer of(InputStream content, OutputStream copy) throws IOException {
        var hasher = Hasher.ofThread();
        hasher.read(content, copy);
        return new Pointer(hasher.digest(), hasher.size());
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
        if (size == 0) {
            return new byte[0];
        }
        byte[] digits = (oid.hex() + size).getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(OID.length + SIZE.length + digits.length + 1);
        bytes.put(OID).put(digits, 0, Digest.DIGITS);
        bytes.put(SIZE).put(digits, Digest.DIGITS, digits.length - Digest.DIGITS);
        return bytes.put((byte) '\n').array();
    }

    // Asked for millions of times: a record's own equals and hashCode are put together at run time, and slow for long.

    @Override
    public boolean equals(Object other) {
        return other instanceof Pointer pointer && size == pointer.size && oid.equals(pointer.oid);
    }

    @Override
    public int hashCode() {
        return oid.hashCode();
    }
}
