package org.datasetcommons.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.bundle.BundleArchive;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/** A bundle that somebody sent: the objects in it. */
final class BundleFile implements ObjectSource {
    private final Path file;
    private final BundleArchive archive;
    private Optional<Map<Digest, BundleArchive.Content>> objects = Optional.empty();

    BundleFile(Path file, BundleArchive archive) {
        this.file = file;
        this.archive = archive;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Map<Digest, Move> offers(List<Pointer> wanted, ObjectStore into) {
        if (objects.isEmpty()) {
            objects = Optional.of(archive.objects(file));
        }
        var offers = new HashMap<Digest, Move>();
        for (var pointer : wanted) {
            var content = objects.get().get(pointer.oid());
            if (content != null) {
                offers.put(pointer.oid(), meter -> take(pointer, content, into, meter));
            }
        }
        return offers;
    }

    private static Optional<Fault> take(Pointer pointer, BundleArchive.Content content, ObjectStore into, Meter meter)
            throws IOException {
        try (var bytes = content.open()) {
            if (!into.accept(pointer, bytes)) {
                return Optional.of(Fault.WRONG);
            }
        }
        meter.at(pointer.size());
        return Optional.empty();
    }
}
