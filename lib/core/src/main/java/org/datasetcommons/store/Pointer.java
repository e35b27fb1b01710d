package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
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

    private static final String VERSION = "version https://git-lfs.github.com/spec/v1\n";
    private static final Pattern FORM =
            Pattern.compile(Pattern.quote(VERSION) + "oid sha256:([0-9a-f]{64})\nsize ([1-9][0-9]{0,17})\n");
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
        var matcher = FORM.matcher(new String(blob, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Pointer(new Digest(matcher.group(1)), Long.parseLong(matcher.group(2))));
    }

    /** @throws org.datasetcommons.CommonsException if the blob is anything but a pointer; {@code path} is for the message */
    public static Pointer parse(String path, byte[] blob) {
        return find(blob)
                .orElseThrow(() -> invalid(path + " is not a Git LFS pointer")
                        .hint("content goes in through `commons add`, which writes the pointer"));
    }

    public byte[] bytes() {
        return size == 0
                ? new byte[0]
                : (VERSION + "oid sha256:" + oid + "\nsize " + size + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
