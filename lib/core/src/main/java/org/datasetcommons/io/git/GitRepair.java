package org.datasetcommons.io.git;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
 * Mends git's database: what can be read of a damaged pack is packed anew, damaged files are moved aside and never deleted,
 * and objects that are missing are taken from another repository.
 */
final class GitRepair {
    private final FileRepository git;
    private final Path directory;
    private final Path aside;
    private final Path besides;
    private final Unsynced unsynced;

    /**
     * @param aside a directory for damaged files
     * @param besides a directory for another repository, which comes and goes; nobody else uses it
     */
    GitRepair(FileRepository git, Path aside, Path besides, Unsynced unsynced) {
        this.git = git;
        this.directory = git.getCommonDirectory().toPath();
        this.aside = aside;
        this.besides = besides;
        this.unsynced = unsynced;
    }

    /** Keeps what can be read of damaged files, and moves them out of the way. */
    void setAside(Collection<Inspection.Fault> faults) throws IOException {
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
        for (Path pack : packs) {
            salvage(pack);
            files.addAll(filesOf(pack));
        }
        unsynced.flush();
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

    // --- packs -------------------------------------------------------------------------------------------------------

    private void salvage(Path pack) throws IOException {
        Path index = PackWriter.index(pack);
        if (Files.exists(index) && GitInspection.isWhole(index)) {
            copyReadable(PackIndex.open(index.toFile()), git);
        } else if (Files.exists(pack)) {
            besides(other -> {
                index(pack, other);
                for (var there : other.getObjectDatabase().getPacks()) {
                    copyReadable(there, other);
                }
            });
        }
    }

    /** Reads a pack without its index into another repository, which has nothing of it if the pack is damaged, too. */
    private static void index(Path pack, FileRepository other) throws IOException {
        try (InputStream in = Files.newInputStream(pack);
                var inserter = other.newObjectInserter()) {
            inserter.newPackParser(in).parse(NullProgressMonitor.INSTANCE);
            inserter.flush();
        } catch (CorruptObjectException | EOFException e) {
            return; // What is in it has to come from elsewhere.
        }
    }

    private void copyReadable(Iterable<PackIndex.MutableEntry> entries, FileRepository from) throws IOException {
        boolean any = false;
        try (var reader = from.newObjectReader();
                var inserter = new BulkInserter(git.getObjectDatabase(), unsynced).intoPack()) {
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

    // --- from elsewhere ----------------------------------------------------------------------------------------------

    /** What may fail to read or write. */
    private interface Work {
        void with(FileRepository other) throws IOException;
    }

    /** Makes an empty repository for some work. */
    private void besides(Work work) throws IOException {
        FileUtils.delete(besides.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
        try (var other = new FileRepository(besides.toFile())) {
            other.create(true);
            work.with(other);
        } finally {
            FileUtils.delete(besides.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
        }
    }

    /**
     * Copies objects that are missing, and what is missing of all that they lead to.
     *
     * @param fetch fills a repository with all that is to be had elsewhere
     * @return those that came
     */
    Set<ObjectId> bring(Collection<ObjectId> missing, Consumer<FileRepository> fetch) throws IOException {
        var came = new HashSet<ObjectId>();
        besides(other -> {
            fetch.accept(other);
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
        });
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
