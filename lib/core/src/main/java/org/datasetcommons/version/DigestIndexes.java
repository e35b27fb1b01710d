package org.datasetcommons.version;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ScratchFolder;

/**
 * What digests a long list of records has, so that it need not be read to learn that it has none of those that are looked for.
 * One file for each list, named by git's name of the list: the first four bytes of each digest, in the order of the list, and
 * then the SHA-256 of that name and all of these. It is a cache, made when a list is read from its beginning to its end; it may
 * be deleted at any time, and whoever verifies reads the lists themselves.
 */
final class DigestIndexes {
    /** A list of fewer records is as soon read itself. */
    static final int LEAST = 1_000;

    private static final int BUFFER = 1 << 16;

    private final ScratchFolder folder;
    private final Path directory;

    /** @param directory made when it is first needed */
    DigestIndexes(Path directory) {
        this.directory = directory;
        this.folder = new ScratchFolder(directory);
    }

    private Path file(String list) {
        return directory.resolve(list);
    }

    /**
     * How many digests of a list are looked for, by what is known of it.
     *
     * @param list git's name of it
     * @param wanted asked for the first four bytes of each digest
     * @return empty where nothing is known of the list
     */
    OptionalLong count(String list, IntPredicate wanted) {
        var sha256 = digestFor(list);
        try (var in =
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(file(list)), BUFFER), sha256)) {
            long left = Files.size(file(list)) - Digest.LENGTH;
            if (left < 0 || left % Integer.BYTES != 0) {
                return OptionalLong.empty();
            }
            long count = 0;
            byte[] bytes = new byte[BUFFER];
            for (int read = 1; left > 0 && read > 0; left -= read) {
                read = in.readNBytes(bytes, 0, (int) Math.min(left, BUFFER));
                for (var first = ByteBuffer.wrap(bytes, 0, read - read % Integer.BYTES); first.hasRemaining(); ) {
                    count += wanted.test(first.getInt()) ? 1 : 0;
                }
            }
            byte[] found = sha256.digest();
            in.on(false);
            return left == 0 && Arrays.equals(found, in.readNBytes(Digest.LENGTH))
                    ? OptionalLong.of(count)
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty(); // There is none yet, or it cannot be read.
        }
    }

    private static MessageDigest digestFor(String list) {
        var sha256 = Digest.sha256();
        sha256.update(list.getBytes(StandardCharsets.US_ASCII));
        return sha256;
    }

    /** Begins the index of a list that is read now. */
    Writer write(String list, IntPredicate wanted) {
        return new Writer(list, wanted);
    }

    /** Notes what digests are asked for. That it cannot be written is no failure; the list is only read again next time. */
    final class Writer implements IntPredicate, AutoCloseable {
        private final String list;
        private final IntPredicate wanted;
        private final int[] few = new int[LEAST];
        private final MessageDigest sha256;
        private long count;
        private boolean isWanted;
        private boolean isWhole = true;
        private Path temporary;
        private DataOutputStream out;

        private Writer(String list, IntPredicate wanted) {
            this.list = list;
            this.wanted = wanted;
            this.sha256 = digestFor(list);
        }

        @Override
        public boolean test(int firstBytes) {
            note(firstBytes);
            isWanted = wanted.test(firstBytes);
            return isWanted;
        }

        private void note(int firstBytes) {
            try {
                if (count < LEAST) {
                    few[(int) count] = firstBytes;
                } else if (isWhole) {
                    if (out == null) {
                        begin();
                    }
                    out.writeInt(firstBytes);
                }
                count++;
            } catch (IOException e) {
                isWhole = false;
            }
        }

        private void begin() throws IOException {
            temporary = folder.newFile("", ".tmp");
            var hashed = new DigestOutputStream(Files.newOutputStream(temporary), sha256);
            out = new DataOutputStream(new BufferedOutputStream(hashed, BUFFER));
            for (int first : few) {
                out.writeInt(first);
            }
        }

        /** A line was taken. One that is so without its digest having been asked for is not noted. */
        void take() {
            isWhole &= isWanted;
            isWanted = false;
        }

        /** The list was read to its end. */
        void finish() {
            if (out == null || !isWhole) {
                return;
            }
            try {
                out.flush();
                out.write(sha256.digest());
                out.close();
                ScratchFolder.place(temporary, file(list));
            } catch (IOException e) {
                isWhole = false;
            }
        }

        @Override
        public void close() {
            try {
                if (out != null) {
                    out.close();
                    Files.deleteIfExists(temporary);
                }
            } catch (IOException e) {
                // It is in nobody's way: what is old, commons gc takes away.
            }
        }
    }
}
