package org.datasetcommons.usecase;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.Workers;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.PathPattern;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Repository;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.transfer.Fetched;
import org.datasetcommons.transfer.ObjectPlaces;
import org.datasetcommons.transfer.Transfers;
import org.datasetcommons.version.Version;

/** The content of a version, or of the part of it that a person wants here, and bringing what is not here yet. */
final class VersionContent {
    /** The setting, on as many lines as there are patterns, that keeps which part of the content a person wants. */
    private static final String ONLY = "commons.only";

    private final SortedMap<String, Pointer> files = new TreeMap<>();

    /** @param only which files; none: all */
    VersionContent(Version version, List<PathPattern> only) {
        var wanted = version.tree().list("data").stream()
                .filter(entry -> isWanted(entry.path(), only))
                .toList();
        var pointers = Workers.map(wanted, version::pointer);
        for (int i = 0; i < pointers.size(); i++) {
            String path = wanted.get(i).path();
            pointers.get(i).ifPresent(pointer -> files.put(path, pointer));
        }
    }

    private VersionContent() {}

    /** The content of what a version has otherwise than one before it. */
    static VersionContent since(Version before, Version version) {
        var content = new VersionContent();
        version.tree().forEachDifference(before.tree(), (path, change) -> {
            if (path.startsWith(DatasetPath.DATA)
                    && DatasetPath.fault(path).isEmpty()
                    && change.after().isPresent()) {
                version.pointer(change.after().get()).ifPresent(pointer -> content.files.put(path, pointer));
            }
        });
        return content;
    }

    private static boolean isWanted(String path, List<PathPattern> only) {
        return DatasetPath.fault(path).isEmpty()
                && (only.isEmpty() || only.stream().anyMatch(part -> part.matches(new DatasetPath(path))));
    }

    /** The part that was chosen when the dataset was cloned. */
    static List<PathPattern> chosenPart(Repository repository) {
        return repository.settings().list(ONLY).stream().map(PathPattern::new).toList();
    }

    static void choosePart(Repository repository, List<PathPattern> only) {
        if (!only.equals(chosenPart(repository))) {
            repository
                    .settings()
                    .putAll(ONLY, only.stream().map(PathPattern::glob).toList());
        }
    }

    Collection<Pointer> pointers() {
        return files.values();
    }

    /** Leaves out what is larger than this. */
    VersionContent upTo(long size) {
        files.values().removeIf(pointer -> pointer.size() > size);
        return this;
    }

    /** Path to pointer. */
    SortedMap<String, Pointer> files() {
        return files;
    }

    Delivery bring(Transfers transfers, ObjectPlaces places) {
        var fetched = transfers.fetch(pointers(), places);
        var missing = new LinkedHashMap<Digest, Fetched.Missing>();
        fetched.missing().forEach(object -> missing.put(object.pointer().oid(), object));
        var absent = new ArrayList<Delivery.Absent>();
        files.forEach((path, pointer) -> {
            var object = missing.get(pointer.oid());
            if (object != null) {
                absent.add(new Delivery.Absent(path, pointer, object.reason(), object.mayPass()));
            }
        });
        return new Delivery(fetched.shares(), absent);
    }
}
