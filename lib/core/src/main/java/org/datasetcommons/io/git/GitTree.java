package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.history.Tree;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/** A tree in git's object database. */
final class GitTree implements Tree {
    private final Repository git;
    private final ObjectId tree;

    GitTree(Repository git, ObjectId tree) {
        this.git = git;
        this.tree = tree;
    }

    @Override
    public List<Entry> list(String prefix) {
        var entries = new ArrayList<Entry>();
        try (var walk = new TreeWalk(git)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            if (!prefix.isEmpty()) {
                walk.setFilter(PathFilter.create(prefix));
            }
            while (walk.next()) {
                entries.add(entry(walk.getPathString(), walk.getFileMode(0), walk.getObjectId(0)));
            }
        } catch (IOException e) {
            throw environment("cannot read tree " + tree.name(), e);
        }
        return entries;
    }

    @Override
    public Optional<Entry> find(String path) {
        try (var walk = TreeWalk.forPath(git, path, tree)) {
            if (walk == null || walk.getFileMode(0) == FileMode.TREE) {
                return Optional.empty();
            }
            return Optional.of(entry(path, walk.getFileMode(0), walk.getObjectId(0)));
        } catch (IOException e) {
            throw environment("cannot read tree " + tree.name(), e);
        }
    }

    private static Entry entry(String path, FileMode mode, ObjectId id) {
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
        try (ObjectReader reader = git.newObjectReader()) {
            return reader.open(ObjectId.fromString(blob), Constants.OBJ_BLOB).getBytes(64 << 20);
        } catch (IOException e) {
            throw environment("cannot read git object " + blob, e);
        }
    }

    @Override
    public String id() {
        return tree.name();
    }
}
