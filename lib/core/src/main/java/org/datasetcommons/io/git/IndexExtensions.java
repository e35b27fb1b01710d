package org.datasetcommons.io.git;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;

/**
 * What an index has besides its entries (gitformat-index(5)). A program that does not know an extension whose name begins
 * with a small letter cannot read the index; JGit knows none of these.
 */
final class IndexExtensions {
    private static final int FLAGS_AT = 60;
    private static final int MORE_FLAGS = 0x4000;
    private static final int PREFIXED_PATHS = 4;

    private final DataInputStream in;
    private long left;

    private IndexExtensions(DataInputStream in, long size) {
        this.in = in;
        this.left = size - Constants.OBJECT_ID_LENGTH;
    }

    /** Whether only git can read this index: most of it is in another file, or it names folders in place of what is in them. */
    static boolean isForGitAlone(Path index) throws IOException {
        var names = new HashSet<String>();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(index), 1 << 16))) {
            new IndexExtensions(in, Files.size(index)).read(names);
        } catch (EOFException e) {
            return false; // It is damaged.
        }
        return names.contains("link") || names.contains("sdir");
    }

    private void read(Set<String> names) throws IOException {
        skip(Integer.BYTES);
        int version = number();
        for (int entries = number(); entries > 0; entries--) {
            skipEntry(version);
        }
        while (left > 0) {
            byte[] name = new byte[Integer.BYTES];
            in.readFully(name);
            left -= name.length;
            names.add(new String(name, StandardCharsets.ISO_8859_1));
            skip(Integer.toUnsignedLong(number()));
        }
    }

    private void skipEntry(int version) throws IOException {
        long before = left;
        skip(FLAGS_AT);
        if ((number(Short.BYTES) & MORE_FLAGS) != 0) {
            skip(Short.BYTES);
        }
        while (version == PREFIXED_PATHS && number(1) > Byte.MAX_VALUE) {
            // How much of the path before it is the beginning of this one; a byte below 128 is the last of that.
        }
        while (number(1) != 0) {
            // The path ends with a zero.
        }
        if (version < PREFIXED_PATHS) {
            // One to eight zeros make the length of an entry a multiple of eight.
            skip((Long.BYTES - (before - left) % Long.BYTES) % Long.BYTES);
        }
    }

    private int number() throws IOException {
        return number(Integer.BYTES);
    }

    private int number(int bytes) throws IOException {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << Byte.SIZE | in.readUnsignedByte();
        }
        left -= bytes;
        return number;
    }

    private void skip(long bytes) throws IOException {
        in.skipNBytes(bytes);
        left -= bytes;
    }
}
