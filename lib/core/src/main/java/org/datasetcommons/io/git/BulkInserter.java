package org.datasetcommons.io.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.store.Unsynced;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.transport.PackParser;

/**
 * Inserts objects as git does: a few as a file each, many as one pack. Whether many are there already is not asked, as that
 * costs more than to write them once more.
 */
final class BulkInserter extends ObjectInserter {
    /** Git's own measure, {@code transfer.unpackLimit}. */
    private static final int FEW = 100;

    /** The most bytes of an object that are held in memory. */
    private static final int LARGE = 1 << 20;

    private final ObjectDirectory database;
    private final Unsynced unsynced;
    private final MessageDigest sha1 = Constants.newMessageDigest();
    private final ObjectIdOwnerMap<ObjectIdOwnerMap.Entry> inserted = new ObjectIdOwnerMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private Optional<PackWriter> pack = Optional.empty();

    private record Waiting(ObjectId id, int type, byte[] content) {}

    /** @param unsynced is told of the files that are written */
    BulkInserter(ObjectDirectory database, Unsynced unsynced) {
        this.database = database;
        this.unsynced = unsynced;
    }

    @Override
    public ObjectId insert(int type, byte[] data, int offset, int length) throws IOException {
        sha1.update(Constants.encodedTypeString(type));
        sha1.update((byte) ' ');
        sha1.update(Constants.encodeASCII(length));
        sha1.update((byte) 0);
        sha1.update(data, offset, length);
        var id = ObjectId.fromRaw(sha1.digest());
        if (!inserted.contains(id)) {
            inserted.add(new ObjectIdOwnerMap.Entry(id) {});
            boolean isWhole = offset == 0 && length == data.length;
            add(new Waiting(id, type, isWhole ? data : Arrays.copyOfRange(data, offset, offset + length)));
        }
        return id;
    }

    private void add(Waiting object) throws IOException {
        waiting.add(object);
        if (pack.isPresent() || waiting.size() == FEW) {
            beginPack();
        }
    }

    /** Has all that comes go into a pack, be it little: files of single objects are not written where they are there already. */
    BulkInserter intoPack() throws IOException {
        beginPack();
        return this;
    }

    private PackWriter beginPack() throws IOException {
        if (pack.isEmpty()) {
            pack = Optional.of(new PackWriter(database.getPackDirectory().toPath()));
        }
        for (var next : waiting) {
            pack.get().write(next.id(), next.type(), next.content());
        }
        waiting.clear();
        return pack.get();
    }

    /** What is large goes into a pack as it is read. */
    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        if (length <= LARGE) {
            return insert(type, in.readNBytes(Math.toIntExact(length)));
        }
        var id = beginPack().write(type, length, in);
        inserted.addIfAbsent(new ObjectIdOwnerMap.Entry(id) {});
        return id;
    }

    @Override
    public void flush() throws IOException {
        if (pack.isPresent()) {
            Path file = pack.get().finish();
            unsynced.wrote(file);
            unsynced.wrote(PackWriter.index(file));
            database.openPack(file.toFile());
        } else {
            try (ObjectInserter loose = database.newInserter()) {
                for (var object : waiting) {
                    loose.insert(object.type(), object.content());
                    Path file = database.fileFor(object.id()).toPath();
                    if (Files.exists(file)) {
                        unsynced.wrote(file);
                    }
                }
            }
        }
        close();
    }

    @Override
    public void close() {
        pack.ifPresent(PackWriter::close);
        pack = Optional.empty();
        waiting.clear();
        inserted.clear();
    }

    @Override
    public PackParser newPackParser(InputStream in) {
        throw new UnsupportedOperationException("objects are inserted one by one");
    }

    /** What was inserted is read when it was flushed. */
    @Override
    public ObjectReader newReader() {
        return database.newReader();
    }
}
