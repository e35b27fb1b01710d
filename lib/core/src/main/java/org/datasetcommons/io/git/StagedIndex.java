package org.datasetcommons.io.git;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import org.datasetcommons.store.FileStamp;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * An index that a person has put something into. That stays there, unless it is of a file that the commit changes.
 */
final class StagedIndex {
    private final Repository git;
    private final Stamps stamps;

    /** How files look. */
    interface Stamps {
        /**
         * How the file of a path looks, if it is known to hold what a blob says.
         *
         * @param noted what the index has of it
         */
        Optional<FileStamp> find(String path, ObjectId blob, Optional<DirCacheEntry> noted) throws IOException;
    }

    StagedIndex(Repository git, Stamps stamps) {
        this.git = git;
        this.stamps = stamps;
    }

    /** Whether nobody has put anything into it, so that it has just what a tree has. */
    static boolean isAt(Repository git, DirCache index, ObjectId tree) throws IOException {
        int i = 0;
        try (var walk = new TreeWalk(git)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            for (; walk.next(); i++) {
                if (i == index.getEntryCount() || !isSame(index.getEntry(i), walk)) {
                    return false;
                }
            }
        }
        return i == index.getEntryCount();
    }

    private static boolean isSame(DirCacheEntry entry, TreeWalk walk) {
        return entry.getStage() == DirCacheEntry.STAGE_0
                && entry.getObjectId().equals(walk.getObjectId(0))
                && entry.getFileMode().equals(walk.getFileMode(0))
                && entry.getPathString().equals(walk.getPathString());
    }

    /**
     * Brings along all that a commit changes.
     *
     * @param behind the tree that the index is at, if that is not the one the commit was made on
     */
    void refresh(DirCache index, Optional<ObjectId> before, ObjectId tree, Optional<ObjectId> behind)
            throws IOException {
        var known = new HashMap<String, DirCacheEntry>();
        var unmerged = new HashSet<String>();
        var builder = index.builder();
        for (int i = 0; i < index.getEntryCount(); i++) {
            var entry = index.getEntry(i);
            if (entry.getStage() == DirCacheEntry.STAGE_0) {
                known.put(entry.getPathString(), entry);
            } else {
                unmerged.add(entry.getPathString());
                builder.add(entry);
            }
        }
        try (var walk = new TreeWalk(git)) {
            addTree(walk, before);
            walk.addTree(tree);
            addTree(walk, behind);
            walk.setRecursive(true);
            while (walk.next()) {
                String path = walk.getPathString();
                var old = Optional.ofNullable(known.remove(path));
                boolean staged =
                        walk.idEqual(0, 1) && !isAt(walk, 0, old) && !(behind.isPresent() && isAt(walk, 2, old));
                if (staged) {
                    old.ifPresent(builder::add);
                } else if (walk.getFileMode(1) != FileMode.MISSING && !unmerged.contains(path)) {
                    builder.add(entry(walk, old));
                }
            }
        }
        known.values().forEach(builder::add);
        builder.finish();
        index.write();
        index.commit();
    }

    private static void addTree(TreeWalk walk, Optional<ObjectId> tree) throws IOException {
        if (tree.isPresent()) {
            walk.addTree(tree.get());
        } else {
            walk.addTree(new EmptyTreeIterator());
        }
    }

    private static boolean isAt(TreeWalk walk, int tree, Optional<DirCacheEntry> entry) {
        return entry.map(e -> e.getObjectId().equals(walk.getObjectId(tree)))
                .orElse(walk.getFileMode(tree) == FileMode.MISSING);
    }

    private DirCacheEntry entry(TreeWalk walk, Optional<DirCacheEntry> old) throws IOException {
        var blob = walk.getObjectId(1);
        var stamp = stamps.find(walk.getPathString(), blob, old);
        if (stamp.isEmpty() && old.isPresent() && old.get().getObjectId().equals(blob)) {
            return old.get();
        }
        var entry = new DirCacheEntry(walk.getPathString());
        entry.setFileMode(walk.getFileMode(1));
        entry.setObjectId(blob);
        stamp.ifPresent(found -> {
            entry.setLength(found.size());
            entry.setLastModified(found.modifiedTime().toInstant());
        });
        return entry;
    }
}
