package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Removal;
import org.datasetcommons.history.Tree;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.MutableObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** A tree in git's object database. */
final class GitTree implements Tree {
    private static final int MOST = 64 << 20;

    private final Repository git;
    private final ObjectId tree;
    private final ThreadReaders readers;
    private final ThreadLocal<TreeCursor> cursors;

    GitTree(Repository git, ObjectId tree) {
        this.git = git;
        this.tree = tree;
        this.readers = new ThreadReaders(git);
        this.cursors = ThreadLocal.withInitial(() -> new TreeCursor(readers, tree));
    }

    @Override
    public void forEach(String prefix, Consumer<Entry> each) {
        forEach(prefix, firstBytes -> true, each);
    }

    @Override
    public void forEach(String prefix, IntPredicate wanted, Consumer<Entry> each) {
        var id = new MutableObjectId();
        byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
        try (var walk = new TreeWalk(git)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            if (!prefix.isEmpty()) {
                walk.setFilter(PathFilter.create(prefix));
            }
            while (walk.next()) {
                walk.getObjectId(id, 0);
                id.copyRawTo(raw, 0);
                if (wanted.test(ByteBuffer.wrap(raw).getInt())) {
                    each.accept(entry(walk.getPathString(), walk.getFileMode(0), id));
                }
            }
        } catch (IOException e) {
            throw environment("cannot read tree " + tree.name(), e);
        }
    }

    @Override
    public List<Child> children(String folder) {
        var children = new ArrayList<Child>();
        try {
            var found = cursors.get().readFolder(folder);
            if (found.isPresent()) {
                var entry = new CanonicalTreeParser();
                for (entry.reset(found.get()); !entry.eof(); entry.next(1)) {
                    children.add(new Child(entry.getEntryPathString(), entry.getEntryFileMode() == FileMode.TREE));
                }
            }
        } catch (IOException e) {
            throw environment("cannot read tree " + tree.name(), e);
        }
        return children;
    }

    /** Reads no name and no object id but those of folders. */
    @Override
    public long count(String folder) {
        long count = 0;
        var folders = new ArrayDeque<ObjectId>();
        var entry = new CanonicalTreeParser();
        try {
            var next = cursors.get().readFolder(folder);
            while (next.isPresent()) {
                for (entry.reset(next.get()); !entry.eof(); entry.next(1)) {
                    if (entry.getEntryFileMode() == FileMode.TREE) {
                        folders.add(ObjectId.fromRaw(entry.idBuffer(), entry.idOffset()));
                    } else {
                        count++;
                    }
                }
                next = folders.isEmpty() ? Optional.empty() : Optional.of(readers.readTree(folders.remove()));
            }
        } catch (IOException e) {
            throw environment("cannot read tree " + tree.name(), e);
        }
        return count;
    }

    @Override
    public void forEachDifference(Tree before, BiConsumer<String, Difference> each) {
        forEachDifference(before, TreeFilter.ANY_DIFF, each);
    }

    @Override
    public void forEachDifference(Tree before, List<String> folders, BiConsumer<String, Difference> each) {
        forEachDifference(
                before, AndTreeFilter.create(PathFilterGroup.createFromStrings(folders), TreeFilter.ANY_DIFF), each);
    }

    private void forEachDifference(Tree before, TreeFilter filter, BiConsumer<String, Difference> each) {
        try (var walk = new TreeWalk(git)) {
            walk.addTree(ObjectId.fromString(before.id()));
            walk.addTree(tree);
            walk.setRecursive(true);
            walk.setFilter(filter);
            while (walk.next()) {
                each.accept(walk.getPathString(), new Difference(side(walk, 0), side(walk, 1)));
            }
        } catch (IOException e) {
            throw environment("cannot read tree " + tree.name(), e);
        }
    }

    @Override
    public Map<String, List<Removal>> findRemovals(CommitId head, Collection<String> files) {
        var removals = new TreeMap<String, List<Removal>>();
        var wanted = Set.copyOf(files);
        // Every side of every merge: where one side never had a file, the other may have lost it.
        try (var history = new RevWalk(git);
                var walk = new TreeWalk(git)) {
            walk.setFilter(AndTreeFilter.create(PathFilterGroup.createFromStrings(wanted), TreeFilter.ANY_DIFF));
            var line = line(head);
            history.markStart(history.parseCommit(ObjectId.fromString(head.hex())));
            for (var commit : history) {
                lost(history, walk, commit, wanted)
                        .forEach((path, parents) -> CommitReader.find(git, commit)
                                .map(read -> new Removal(
                                        read,
                                        parents.get(0),
                                        parents.size() == commit.getParentCount(),
                                        parents.get(0) == 1 && line.contains(commit.getId())))
                                .ifPresent(removal -> removals.computeIfAbsent(path, file -> new ArrayList<>())
                                        .add(removal)));
            }
        } catch (IOException e) {
            throw environment("cannot read the history of " + head, e);
        }
        return removals;
    }

    /** A commit, the first parent of it, the first parent of that, and so on. */
    private Set<ObjectId> line(CommitId head) throws IOException {
        var line = new HashSet<ObjectId>();
        try (var walk = new RevWalk(git)) {
            walk.setFirstParent(true);
            walk.setRetainBody(false);
            walk.markStart(walk.parseCommit(ObjectId.fromString(head.hex())));
            walk.forEach(commit -> line.add(commit.getId()));
        }
        return line;
    }

    /** The wanted files that a commit does not have, each with the parents that have it. */
    private static Map<String, List<Integer>> lost(RevWalk history, TreeWalk walk, RevCommit commit, Set<String> wanted)
            throws IOException {
        var lost = new TreeMap<String, List<Integer>>();
        for (int parent = 1; parent <= commit.getParentCount(); parent++) {
            var before = history.parseCommit(commit.getParent(parent - 1));
            walk.reset(before.getTree(), commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                if (walk.getFileMode(1) == FileMode.MISSING && wanted.contains(walk.getPathString())) {
                    lost.computeIfAbsent(walk.getPathString(), path -> new ArrayList<>())
                            .add(parent);
                }
            }
        }
        return lost;
    }

    @Override
    public void forEachMalformed(List<Tree> before, BiConsumer<String, String> each) {
        if (before.stream().anyMatch(other -> other.id().equals(id()))) {
            return;
        }
        var seen = new HashSet<ObjectId>();
        int own = before.size();
        try (var walk = new TreeWalk(git)) {
            for (var other : before) {
                walk.addTree(ObjectId.fromString(other.id()));
            }
            walk.addTree(tree);
            if (own > 0) {
                walk.setFilter(TreeFilter.ANY_DIFF);
            }
            boolean isWhole = isWellFormed(tree, "", each);
            while (isWhole && walk.next()) {
                if (walk.getFileMode(own) == FileMode.TREE
                        && !isInOneBefore(walk, own)
                        && seen.add(walk.getObjectId(own))
                        && isWellFormed(walk.getObjectId(own), walk.getPathString(), each)) {
                    walk.enterSubtree();
                }
            }
        } catch (IOException e) {
            throw environment("cannot read tree " + tree.name(), e);
        }
    }

    private boolean isWellFormed(ObjectId id, String folder, BiConsumer<String, String> each) throws IOException {
        var fault = TreeForm.fault(id, readers.readTree(id));
        fault.ifPresent(found -> each.accept(found.path(folder), found.problem()));
        return fault.isEmpty();
    }

    private static boolean isInOneBefore(TreeWalk walk, int own) {
        return IntStream.range(0, own).anyMatch(other -> walk.idEqual(other, own));
    }

    private static Optional<Entry> side(TreeWalk walk, int tree) {
        return walk.getFileMode(tree) == FileMode.MISSING
                ? Optional.empty()
                : Optional.of(entry(walk.getPathString(), walk.getFileMode(tree), walk.getObjectId(tree)));
    }

    @Override
    public Optional<Entry> find(String path) {
        try {
            return cursors.get()
                    .find(path)
                    .filter(found -> found.mode() != FileMode.TREE)
                    .map(found -> entry(path, found.mode(), found.id()));
        } catch (IOException e) {
            throw environment("cannot read tree " + tree.name(), e);
        }
    }

    private static Entry entry(String path, FileMode mode, AnyObjectId id) {
        return new Entry(path, mode(mode), id.name());
    }

    private static Mode mode(FileMode mode) {
        if (mode == FileMode.EXECUTABLE_FILE) {
            return Mode.EXECUTABLE;
        } else if (mode == FileMode.SYMLINK) {
            return Mode.SYMLINK;
        } else if (mode == FileMode.GITLINK) {
            return Mode.GITLINK;
        }
        return Mode.FILE;
    }

    static FileMode mode(Mode mode) {
        return switch (mode) {
            case FILE -> FileMode.REGULAR_FILE;
            case EXECUTABLE -> FileMode.EXECUTABLE_FILE;
            case SYMLINK -> FileMode.SYMLINK;
            case GITLINK -> FileMode.GITLINK;
        };
    }

    @Override
    public Optional<byte[]> read(String path) {
        return find(path).filter(entry -> entry.mode() != Mode.GITLINK).map(entry -> readBlob(entry.blob()));
    }

    @Override
    public byte[] readBlob(String blob) {
        try {
            return readers.open(ObjectId.fromString(blob), Constants.OBJ_BLOB).getBytes(MOST);
        } catch (LargeObjectException.ExceedsLimit e) {
            throw invalid("git object " + blob + " is larger than " + (MOST >> 20) + " MiB, which none of ours is", e);
        } catch (IOException e) {
            throw environment("cannot read git object " + blob, e);
        }
    }

    @Override
    public InputStream open(String blob) {
        try {
            return readers.open(ObjectId.fromString(blob), Constants.OBJ_BLOB).openStream();
        } catch (IOException e) {
            throw environment("cannot read git object " + blob, e);
        }
    }

    @Override
    public Tree at(CommitId commit) {
        try {
            return new GitTree(
                    git,
                    git.parseCommit(ObjectId.fromString(commit.hex())).getTree().getId());
        } catch (IOException e) {
            throw environment("cannot read commit " + commit, e);
        }
    }

    @Override
    public String id() {
        return tree.name();
    }
}
