package org.datasetcommons.io.archive;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.utils.BoundedArchiveInputStream;
import org.datasetcommons.CommonsException;
import org.datasetcommons.bundle.BundleArchive;
import org.datasetcommons.digest.Digest;

/** Bundles as POSIX tar (pax), with nothing in the headers that could differ between machines. */
public final class TarBundles implements BundleArchive {
    private static final String DESCRIPTION = "bundle.json";
    private static final int MAX_DESCRIPTION = 1 << 20;
    private static final int BLOCK = 10240;

    @Override
    public boolean isBundle(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] name = in.readNBytes(DESCRIPTION.length() + 1);
            return new String(name, StandardCharsets.ISO_8859_1).equals(DESCRIPTION + "\0");
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    @Override
    public void write(Path archive, SortedMap<String, Path> entries, byte[] description) {
        Path temporary = archive.resolveSibling(archive.getFileName() + ".tmp");
        try {
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(temporary));
                    var tar = new TarArchiveOutputStream(file, BLOCK, StandardCharsets.UTF_8.name())) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                put(tar, DESCRIPTION, description.length);
                tar.write(description);
                tar.closeArchiveEntry();
                for (var entry : entries.entrySet()) {
                    put(tar, entry.getKey(), Files.size(entry.getValue()));
                    Files.copy(entry.getValue(), tar);
                    tar.closeArchiveEntry();
                }
            }
            Files.move(temporary, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw environment("cannot write " + archive, e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    /** An entry's content; that it cannot be read is the archive's fault, not that of whoever reads it. */
    private static final class Entry extends FilterInputStream {
        private final Path archive;

        Entry(InputStream tar, Path archive) {
            super(tar);
            this.archive = archive;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                throw unreadable(archive, e);
            }
        }

        @Override
        public void close() {
            // The archive is closed once, at its end.
        }
    }

    private static CommonsException unreadable(Path archive, IOException cause) {
        return invalid("cannot read the bundle " + archive + ": " + cause.getMessage(), cause);
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw environment("cannot delete " + temporary, e);
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, long size) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setModTime(0);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setMode(0100644);
        tar.putArchiveEntry(entry);
    }

    @Override
    public void read(Path archive, Consumer<byte[]> description, BiConsumer<String, InputStream> each) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                var tar = new TarArchiveInputStream(file, StandardCharsets.UTF_8.name())) {
            var first = tar.getNextEntry();
            if (first == null || !first.getName().equals(DESCRIPTION) || first.getSize() > MAX_DESCRIPTION) {
                throw invalid(archive + " is not a bundle");
            }
            description.accept(tar.readAllBytes());
            String before = "";
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                if (!entry.isFile() || entry.isSparse() || !name.matches("commits\\.bundle|objects/[0-9a-f]{64}")) {
                    throw invalid(archive + " holds what no bundle holds: " + name);
                }
                if (name.compareTo(before) <= 0) {
                    throw invalid(archive + " holds its entries out of order at " + name);
                }
                before = name;
                each.accept(name, new Entry(tar, archive));
            }
        } catch (IOException e) {
            throw unreadable(archive, e);
        }
    }

    @Override
    public Map<Digest, Content> objects(Path archive) {
        if (!isBundle(archive)) {
            throw invalid(archive + " is not a bundle");
        }
        try (var tar = new TarFile(archive)) {
            var objects = new HashMap<Digest, Content>();
            for (var entry : tar.getEntries()) {
                if (entry.isFile() && !entry.isSparse() && entry.getName().matches("objects/[0-9a-f]{64}")) {
                    var oid = Digest.parse(entry.getName().substring("objects/".length()));
                    long offset = entry.getDataOffset();
                    long size = entry.getSize();
                    objects.put(
                            oid, () -> new Section(FileChannel.open(archive, StandardOpenOption.READ), offset, size));
                }
            }
            return objects;
        } catch (IOException e) {
            throw invalid("cannot read the bundle " + archive + ": " + e.getMessage(), e);
        }
    }

    /** Some of the bytes of a file. */
    private static final class Section extends BoundedArchiveInputStream {
        private final FileChannel file;

        Section(FileChannel file, long offset, long length) {
            super(offset, length);
            this.file = file;
        }

        @Override
        protected int read(long position, ByteBuffer buffer) throws IOException {
            int count = file.read(buffer, position);
            buffer.flip();
            return count;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
