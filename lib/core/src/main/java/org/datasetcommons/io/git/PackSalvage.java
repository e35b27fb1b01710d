package org.datasetcommons.io.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.datasetcommons.store.Unsynced;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;

/**
 * Packs anew what can be read of a pack that is damaged, or whose index is. The pack itself stays as it is. Of a pack that is
 * damaged and has no index either, nothing is read. Layout: {@code gitformat-pack(5)}.
 */
final class PackSalvage {
    private static final int HEADER = 12;
    private static final int SEAL = Constants.OBJECT_ID_LENGTH;
    private static final byte[] SIGNATURE = {'P', 'A', 'C', 'K', 0, 0, 0, 2};

    private final FileRepository git;
    private final BesideRepository beside;
    private final Unsynced unsynced;

    /** @param beside where a pack is looked at that git would not take as it is */
    PackSalvage(FileRepository git, BesideRepository beside, Unsynced unsynced) {
        this.git = git;
        this.beside = beside;
        this.unsynced = unsynced;
    }

    /** Reads a pack of this repository. */
    void run(Path pack) throws IOException {
        if (!Files.exists(pack)) {
            return;
        }
        Path index = PackWriter.index(pack);
        if (hasIndex(pack, index)) {
            if (hasEnds(pack, index)) {
                copyReadable(PackIndex.open(index.toFile()), git);
            } else {
                beside.use(other -> readWithEnds(pack, index, other));
            }
        } else if (GitInspection.isWhole(pack)) {
            beside.use(other -> readWithoutIndex(pack, other));
        }
    }

    private static boolean hasIndex(Path pack, Path index) throws IOException {
        return Files.exists(index)
                && GitInspection.isWhole(index)
                && (!GitInspection.isWhole(pack) || fits(pack, index));
    }

    /** Whether an index is of this pack: before its own checksum it has that of the pack. */
    static boolean fits(Path pack, Path index) throws IOException {
        return Arrays.equals(fromEnd(pack, SEAL), fromEnd(index, 2 * SEAL));
    }

    /** The bytes of a checksum that begins so far from the end; none where the file is too short. */
    private static byte[] fromEnd(Path file, int distance) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var bytes = ByteBuffer.allocate(SEAL);
            return channel.size() < distance || channel.read(bytes, channel.size() - distance) < SEAL
                    ? new byte[0]
                    : bytes.array();
        }
    }

    /** JGit takes nothing from a pack that does not begin and end as its index says. */
    private static boolean hasEnds(Path pack, Path index) throws IOException {
        try (InputStream in = Files.newInputStream(pack)) {
            return Arrays.equals(in.readNBytes(HEADER), header(index)) && fits(pack, index);
        }
    }

    private static byte[] header(Path index) throws IOException {
        return ByteBuffer.allocate(HEADER)
                .put(SIGNATURE)
                .putInt((int) PackIndex.open(index.toFile()).getObjectCount())
                .array();
    }

    /** What is between the ends may be as it was: in a copy, these are made as the index says. */
    private void readWithEnds(Path pack, Path index, FileRepository other) throws IOException {
        Path folder = Files.createDirectories(
                other.getObjectDatabase().getPackDirectory().toPath());
        Path copy = Files.copy(pack, folder.resolve(pack.getFileName()));
        copy.toFile().setWritable(true);
        try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(header(index)), 0);
            channel.write(ByteBuffer.wrap(fromEnd(index, 2 * SEAL)), channel.size());
        }
        Files.copy(index, folder.resolve(index.getFileName()));
        copyReadable(PackIndex.open(index.toFile()), other);
    }

    private void readWithoutIndex(Path pack, FileRepository other) throws IOException {
        try (InputStream in = Files.newInputStream(pack);
                var inserter = other.newObjectInserter()) {
            inserter.newPackParser(in).parse(NullProgressMonitor.INSTANCE);
            inserter.flush();
        } catch (CorruptObjectException | MissingObjectException e) {
            return; // Its checksum was written over bytes that never made sense, or not without another pack.
        }
        for (var there : other.getObjectDatabase().getPacks()) {
            copyReadable(there, other);
        }
    }

    private void copyReadable(Iterable<PackIndex.MutableEntry> entries, FileRepository from) throws IOException {
        boolean any = false;
        try (var reader = from.newObjectReader();
                var inserter = new BulkInserter(git.getObjectDatabase(), unsynced).intoPack()) {
            for (var entry : entries) {
                var id = entry.toObjectId();
                if (GitInspection.isReadable(id, from, reader)) {
                    GitRepair.copy(id, reader, inserter);
                    any = true;
                }
            }
            if (any) {
                inserter.flush();
            }
        }
    }
}
