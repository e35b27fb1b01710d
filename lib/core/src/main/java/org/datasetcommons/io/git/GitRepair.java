package org.datasetcommons.io.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.datasetcommons.history.Inspection;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.store.Unsynced;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Mends git's database: what can be read of a damaged pack is packed anew, damaged files are then moved aside and never
 * deleted, and objects that are missing are taken from the work tree or from another repository.
 */
final class GitRepair {
    /** The most bytes of a file that is looked at as what a blob may be. */
    private static final int MOST = 64 << 20;

    private final FileRepository git;
    private final Path directory;
    private final Path aside;
    private final BesideRepository beside;
    private final Unsynced unsynced;

    /**
     * @param aside a directory for damaged files
     * @param beside a directory for a repository that comes and goes; nobody else uses it
     */
    GitRepair(FileRepository git, Path aside, Path beside, Unsynced unsynced) {
        this.git = git;
        this.directory = git.getCommonDirectory().toPath();
        this.aside = aside;
        this.beside = new BesideRepository(beside);
        this.unsynced = unsynced;
    }

    // --- what is damaged ---------------------------------------------------------------------------------------------

    /** Packs anew what can be read of damaged packs, and moves damaged files aside. */
    void setAside(Collection<Inspection.Fault> faults) throws IOException {
        var files = new TreeMap<Path, FileStamp>();
        var packs = new TreeSet<Path>();
        for (var fault : faults) {
            Path file = directory.resolve(fault.place());
            String name = file.getFileName().toString();
            if (!file.startsWith(directory.resolve(Constants.OBJECTS)) || !Files.exists(file)) {
                continue; // A ref, which leads to something that is missing.
            }
            if (name.startsWith("pack-") && (name.endsWith(".pack") || name.endsWith(".idx"))) {
                packs.add(name.endsWith(".idx") ? PackWriter.pack(file) : file);
            } else {
                files.put(file, stamp(file));
            }
        }
        for (Path pack : packs) {
            for (Path file : filesOf(pack)) {
                files.put(file, stamp(file));
            }
            new PackSalvage(git, beside, unsynced).run(pack);
        }
        unsynced.flush();
        for (var file : files.entrySet()) {
            // What was packed anew may be the very pack that was damaged, under the name of which it is now.
            if (stamp(file.getKey()).equals(file.getValue())) {
                moveAside(file.getKey());
            }
        }
        git.getObjectDatabase().close(); // What it knew of these files.
    }

    private static FileStamp stamp(Path file) throws IOException {
        return FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** All files of a pack, and those that know where in which pack an object is. */
    private static List<Path> filesOf(Path pack) throws IOException {
        String stem = pack.getFileName().toString().replaceFirst("pack$", "");
        try (var files = Files.list(pack.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith(stem)
                            || file.getFileName().toString().startsWith("multi-pack-index"))
                    .toList();
        }
    }

    private void moveAside(Path file) throws IOException {
        Path place = aside.resolve(directory.relativize(file));
        Files.createDirectories(place.getParent());
        Path free = place;
        for (int i = 1; Files.exists(free); i++) {
            free = place.resolveSibling(place.getFileName() + "." + i);
        }
        Files.move(file, free);
    }

    static void copy(ObjectId id, ObjectReader reader, ObjectInserter inserter) throws IOException {
        var object = reader.open(id);
        try (InputStream in = object.openStream()) {
            inserter.insert(object.getType(), object.getSize(), in);
        }
    }

    // --- what is missing ---------------------------------------------------------------------------------------------

    private Map<ObjectId, Inspection.Fault> missing(Collection<Inspection.Fault> faults) {
        var missing = new TreeMap<ObjectId, Inspection.Fault>();
        try (var reader = git.newObjectReader()) {
            for (var fault : faults) {
                fault.object()
                        .map(ObjectId::fromString)
                        .filter(id -> !GitInspection.isReadable(id, git, reader))
                        .ifPresent(id -> missing.put(id, fault));
            }
        }
        return missing;
    }

    /**
     * Takes blobs that are missing from the files of the work tree, which hold them or stand for them.
     *
     * @return those that came
     */
    Set<ObjectId> takeFromWorkTree(Collection<Inspection.Fault> faults) throws IOException {
        var came = new HashSet<ObjectId>();
        try (var inserter = new BulkInserter(git.getObjectDatabase(), unsynced).intoPack()) {
            for (var lost : missing(faults).entrySet()) {
                if (lost.getValue().path().isEmpty()) {
                    continue;
                }
                for (byte[] bytes : candidates(git.getWorkTree()
                        .toPath()
                        .resolve(lost.getValue().path().get()))) {
                    if (inserter.idFor(Constants.OBJ_BLOB, bytes).equals(lost.getKey()) && came.add(lost.getKey())) {
                        inserter.insert(Constants.OBJ_BLOB, bytes);
                    }
                }
            }
            if (!came.isEmpty()) {
                inserter.flush();
            }
        }
        unsynced.flush();
        return came;
    }

    private static List<byte[]> candidates(Path file) throws IOException {
        var candidates = new ArrayList<byte[]>();
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            candidates.add(Pointer.of(file).bytes());
            if (Files.size(file) <= MOST) {
                candidates.add(Files.readAllBytes(file));
            }
        }
        return candidates;
    }

    /**
     * Copies objects that are missing, and what is missing of all that they lead to.
     *
     * @param fetch fills a repository with all that is to be had elsewhere
     * @return those that came
     */
    Set<ObjectId> bring(Collection<Inspection.Fault> faults, Consumer<FileRepository> fetch) throws IOException {
        var came = new HashSet<ObjectId>();
        var missing = missing(faults).keySet();
        if (!missing.isEmpty()) {
            beside.use(other -> {
                fetch.accept(other);
                copyMissing(missing, other, came);
            });
        }
        return came;
    }

    private void copyMissing(Collection<ObjectId> missing, FileRepository other, Set<ObjectId> came)
            throws IOException {
        try (var there = other.newObjectReader();
                var here = git.newObjectReader();
                var inserter = new BulkInserter(git.getObjectDatabase(), unsynced).intoPack()) {
            var waiting = new ArrayDeque<>(missing);
            while (!waiting.isEmpty()) {
                var id = waiting.pop();
                if (!came.contains(id) && (missing.contains(id) || !here.has(id)) && there.has(id)) {
                    came.add(id);
                    copy(id, there, inserter);
                    addChildren(id, there, waiting);
                }
            }
            if (!came.isEmpty()) {
                inserter.flush();
            }
        }
        unsynced.flush();
    }

    private static void addChildren(ObjectId id, ObjectReader reader, Collection<ObjectId> children)
            throws IOException {
        var object = reader.open(id);
        switch (object.getType()) {
            case Constants.OBJ_COMMIT -> {
                var commit = RevCommit.parse(object.getCachedBytes());
                children.add(commit.getTree().getId());
                for (var parent : commit.getParents()) {
                    children.add(parent.getId());
                }
            }
            case Constants.OBJ_TAG ->
                children.add(RevTag.parse(object.getCachedBytes()).getObject().getId());
            case Constants.OBJ_TREE -> {
                var entry = new CanonicalTreeParser();
                for (entry.reset(object.getCachedBytes(Integer.MAX_VALUE)); !entry.eof(); entry.next(1)) {
                    if (entry.getEntryFileMode() != FileMode.GITLINK) {
                        children.add(entry.getEntryObjectId());
                    }
                }
            }
            default -> {}
        }
    }
}
