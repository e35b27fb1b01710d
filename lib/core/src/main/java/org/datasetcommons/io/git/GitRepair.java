package org.datasetcommons.io.git;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.datasetcommons.history.Inspection;
import org.datasetcommons.store.Unsynced;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.util.FileUtils;

/**
 * Mends git's database: what can be read of a damaged pack is kept, damaged files are moved aside and never deleted, and
 * objects that are missing are taken from another repository. Until all that was kept is back in its place it lies in a
 * repository beside this one, where the next repair finds it if this one is killed.
 */
final class GitRepair {
    private final FileRepository git;
    private final Path directory;
    private final Path aside;
    private final Path beside;
    private final Unsynced unsynced;

    /**
     * @param aside a directory for damaged files
     * @param beside a directory for the repository that comes and goes; nobody else uses it
     */
    GitRepair(FileRepository git, Path aside, Path beside, Unsynced unsynced) {
        this.git = git;
        this.directory = git.getCommonDirectory().toPath();
        this.aside = aside;
        this.beside = beside;
        this.unsynced = unsynced;
    }

    /**
     * Mends what was found.
     *
     * @param fetch fills a repository with all that is to be had elsewhere; only asked if something is missing
     * @return the objects that came from there
     */
    Set<ObjectId> run(Collection<Inspection.Fault> faults, Optional<Consumer<FileRepository>> fetch)
            throws IOException {
        try (var other = openBeside()) {
            setAside(faults, other);
            takeAll(other);
        }
        // From here on all that was kept is in its place.
        try (var other = openBeside()) {
            var missing = missing(faults);
            if (missing.isEmpty() || fetch.isEmpty()) {
                return Set.of();
            }
            fetch.get().accept(other);
            return take(missing, other);
        } finally {
            removeBeside();
        }
    }

    private FileRepository openBeside() throws IOException {
        boolean isMade = Files.exists(beside.resolve(Constants.CONFIG)); // Which is written last.
        if (!isMade) {
            removeBeside();
        }
        var other = new FileRepository(beside.toFile());
        if (!isMade) {
            other.create(true);
        }
        return other;
    }

    private void removeBeside() throws IOException {
        FileUtils.delete(beside.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    }

    // --- what is damaged ---------------------------------------------------------------------------------------------

    private void setAside(Collection<Inspection.Fault> faults, FileRepository other) throws IOException {
        var files = new TreeSet<Path>();
        var packs = new TreeSet<Path>();
        for (var fault : faults) {
            Path file = directory.resolve(fault.place());
            String name = file.getFileName().toString();
            if (!file.startsWith(directory.resolve(Constants.OBJECTS)) || !Files.exists(file)) {
                continue; // A ref, which leads to something that is missing.
            }
            if (name.startsWith("pack-") && (name.endsWith(".pack") || name.endsWith(".idx"))) {
                packs.add(file.resolveSibling(name.replaceFirst("\\.idx$", ".pack")));
            } else {
                files.add(file);
            }
        }
        var written = new Unsynced(beside);
        for (Path pack : packs) {
            keepReadable(pack, other, written);
            files.addAll(filesOf(pack));
        }
        written.flush();
        for (Path file : files) {
            moveAside(file);
        }
        git.getObjectDatabase().close(); // What it knew of these files.
    }

    private static List<Path> filesOf(Path pack) throws IOException {
        String stem = pack.getFileName().toString().replaceFirst("pack$", "");
        try (var files = Files.list(pack.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith(stem))
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

    private void keepReadable(Path pack, FileRepository other, Unsynced written) throws IOException {
        Path index = PackWriter.index(pack);
        if (Files.exists(index) && GitInspection.isWhole(index)) {
            copyReadable(PackIndex.open(index.toFile()), git, other, written);
        } else if (Files.exists(pack)) {
            index(pack, other, written);
        }
    }

    /** Reads a pack without its index into another repository, which has nothing of it if the pack is damaged, too. */
    private static void index(Path pack, FileRepository other, Unsynced written) throws IOException {
        try (InputStream in = Files.newInputStream(pack);
                var inserter = other.newObjectInserter()) {
            inserter.newPackParser(in).parse(NullProgressMonitor.INSTANCE);
            inserter.flush();
        } catch (CorruptObjectException | EOFException e) {
            return; // What is in it has to come from elsewhere.
        }
        for (var there : other.getObjectDatabase().getPacks()) {
            written.wrote(there.getPackFile().toPath());
            written.wrote(PackWriter.index(there.getPackFile().toPath()));
        }
    }

    private static void copyReadable(
            Iterable<PackIndex.MutableEntry> entries, FileRepository from, FileRepository to, Unsynced written)
            throws IOException {
        boolean any = false;
        try (var reader = from.newObjectReader();
                var inserter = new BulkInserter(to.getObjectDatabase(), written).intoPack()) {
            for (var entry : entries) {
                var id = entry.toObjectId();
                if (GitInspection.isReadable(id, from, reader)) {
                    copy(id, reader, inserter);
                    any = true;
                }
            }
            if (any) {
                inserter.flush();
            }
        }
    }

    private static void copy(ObjectId id, ObjectReader reader, ObjectInserter inserter) throws IOException {
        var object = reader.open(id);
        try (InputStream in = object.openStream()) {
            inserter.insert(object.getType(), object.getSize(), in);
        }
    }

    /** Takes over what was kept, now or by a repair that was killed. */
    private void takeAll(FileRepository other) throws IOException {
        for (var pack : other.getObjectDatabase().getPacks()) {
            copyReadable(pack, other, git, unsynced);
        }
        unsynced.flush();
    }

    // --- what is missing ---------------------------------------------------------------------------------------------

    private List<ObjectId> missing(Collection<Inspection.Fault> faults) throws IOException {
        var missing = new ArrayList<ObjectId>();
        try (var reader = git.newObjectReader()) {
            for (var fault : faults) {
                var object = fault.object().map(ObjectId::fromString);
                if (object.isPresent() && !reader.has(object.get())) {
                    missing.add(object.get());
                }
            }
        }
        return missing;
    }

    /** Copies these objects, and what is missing of all that they lead to. */
    private Set<ObjectId> take(Collection<ObjectId> missing, FileRepository other) throws IOException {
        var came = new HashSet<ObjectId>();
        try (var there = other.newObjectReader();
                var here = git.newObjectReader();
                var inserter = new BulkInserter(git.getObjectDatabase(), unsynced)) {
            var waiting = new ArrayDeque<>(missing);
            while (!waiting.isEmpty()) {
                var id = waiting.pop();
                if (!here.has(id) && there.has(id) && came.add(id)) {
                    copy(id, there, inserter);
                    addChildren(id, there, waiting);
                }
            }
            inserter.flush();
        }
        unsynced.flush();
        return came;
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
                for (entry.reset(object.getCachedBytes()); !entry.eof(); entry.next(1)) {
                    if (entry.getEntryFileMode() != FileMode.GITLINK) {
                        children.add(entry.getEntryObjectId());
                    }
                }
            }
            default -> {}
        }
    }
}
