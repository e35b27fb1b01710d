package org.datasetcommons.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/** The store of a repository on this machine, or any directory with {@code objects/} in it. */
final class StoreDirectory implements ObjectSource, ObjectTarget {
    private final Path directory;
    private final ObjectStore store;

    /** @param directory a repository, with or without a work tree, or what holds {@code objects/} */
    StoreDirectory(Path directory) {
        this.directory = directory;
        Path holder = holder(directory);
        this.store = new ObjectStore(holder.resolve("objects"), holder.resolve("tmp"));
    }

    private static Path holder(Path directory) {
        if (Files.isDirectory(directory.resolve(".git"))) {
            return directory.resolve(".git/lfs");
        }
        return Files.isRegularFile(directory.resolve("HEAD")) ? directory.resolve("lfs") : directory;
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public Map<Digest, Move> offers(List<Pointer> wanted, ObjectStore into) {
        var offers = new HashMap<Digest, Move>();
        for (var pointer : wanted) {
            if (store.has(pointer.oid())) {
                offers.put(pointer.oid(), meter -> move(pointer, store, into, meter));
            }
        }
        return offers;
    }

    @Override
    public Map<Digest, Move> gaps(List<Pointer> offered, ObjectStore from) {
        var gaps = new HashMap<Digest, Move>();
        for (var pointer : offered) {
            if (!store.has(pointer.oid())) {
                gaps.put(pointer.oid(), meter -> move(pointer, from, store, meter));
            }
        }
        return gaps;
    }

    @Override
    public void sync() {
        store.sync();
    }

    private static Optional<Fault> move(Pointer pointer, ObjectStore from, ObjectStore to, Meter meter)
            throws IOException {
        if (!to.takeFrom(from, pointer)) {
            return Optional.of(Fault.WRONG);
        }
        meter.at(pointer.size());
        return Optional.empty();
    }
}
