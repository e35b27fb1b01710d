package org.datasetcommons.io.git;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads an index that was written here, entry by entry; it has nothing between the entries and the checksum. */
final class IndexReader implements AutoCloseable {
    private final DataInputStream in;
    private int left;
    private byte[] entry = new byte[1 << 10];
    private int length;
    private int pathLength;

    IndexReader(Path file) throws IOException {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        in.skipNBytes(IndexWriter.BEGINNING.length);
        left = in.readInt();
    }

    /** Goes to the next entry, if there is one. */
    boolean next() throws IOException {
        if (left == 0) {
            return false;
        }
        left--;
        length = IndexWriter.BEFORE_PATH;
        in.readFully(entry, 0, length);
        // An entry ends in one to eight zero bytes, so that its length is a multiple of eight. The length of a path in
        // the
        // flags has no room for a long one, but no path has a zero in it.
        do {
            if (entry.length < length + Long.BYTES) {
                entry = Arrays.copyOf(entry, 2 * entry.length);
            }
            int part = Long.BYTES - length % Long.BYTES;
            in.readFully(entry, length, part);
            length += part;
        } while (entry[length - 1] != 0);
        pathLength = length - IndexWriter.BEFORE_PATH;
        while (entry[IndexWriter.BEFORE_PATH + pathLength - 1] == 0) {
            pathLength--;
        }
        return true;
    }

    int comparePath(byte[] path) {
        int start = IndexWriter.BEFORE_PATH;
        return Arrays.compareUnsigned(entry, start, start + pathLength, path, 0, path.length);
    }

    /** The entry is at the beginning of this array, until the next one is read. */
    byte[] entry() {
        return entry;
    }

    /** How many bytes it has. */
    int length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
