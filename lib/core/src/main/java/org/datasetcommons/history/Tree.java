package org.datasetcommons.history;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.datasetcommons.digest.Digest;

/** The files of a version, read from git's objects; the work tree is never looked at. */
public interface Tree {
    /**
     * A file.
     *
     * @param path as git has it; it may break our rules
     * @param blob git's name of its bytes: equal for equal bytes
     */
    record Entry(String path, Mode mode, String blob) {
        /** Whether it has bytes of its own: it is no link, and no submodule. */
        public boolean isFile() {
            return mode == Mode.FILE || mode == Mode.EXECUTABLE;
        }

        // As in Pointer.

        @Override
        public boolean equals(Object other) {
            return other instanceof Entry entry
                    && path.equals(entry.path)
                    && mode == entry.mode
                    && blob.equals(entry.blob);
        }

        @Override
        public int hashCode() {
            return path.hashCode();
        }
    }

    /** What git says an entry is. */
    enum Mode {
        FILE,
        EXECUTABLE,
        SYMLINK,
        GITLINK
    }

    /** What a folder holds. */
    record Child(String name, boolean isFolder) {}

    /** A file before and after. */
    record Difference(Optional<Entry> before, Optional<Entry> after) {}

    /** Each file at or below this path, sorted by path bytes; of the whole tree for an empty text. */
    void forEach(String prefix, Consumer<Entry> each);

    /**
     * As {@link #forEach(String, Consumer)}, of those files only whose bytes may be wanted; the others cost next to nothing.
     *
     * @param wanted asked for the first four bytes of a blob's name
     */
    default void forEach(String prefix, IntPredicate wanted, Consumer<Entry> each) {
        forEach(prefix, entry -> {
            if (wanted.test(Integer.parseUnsignedInt(entry.blob(), 0, 2 * Integer.BYTES, 16))) {
                each.accept(entry);
            }
        });
    }

    /**
     * All files at or below this path, sorted by path bytes; of the whole tree for an empty text. For folders of which it is
     * known that they hold little.
     */
    default List<Entry> list(String prefix) {
        var entries = new ArrayList<Entry>();
        forEach(prefix, entries::add);
        return entries;
    }

    /** What lies in a folder itself, a file or another folder, by name; nothing where there is no such folder. */
    List<Child> children(String folder);

    /** How many files there are below this folder; none, where there is no such folder. */
    long count(String folder);

    /** Each path that is otherwise in this tree than in one before, sorted by path bytes. What both have costs little. */
    void forEachDifference(Tree before, BiConsumer<String, Difference> each);

    /** As {@link #forEachDifference(Tree, BiConsumer)}, of what lies in some folders. */
    void forEachDifference(Tree before, List<String> folders, BiConsumer<String, Difference> each);

    /**
     * Each entry of a folder that is not as git would write it, with what is wrong, in git's word. Folders that are alike in
     * one of the trees before are not looked at.
     */
    void forEachMalformed(List<Tree> before, BiConsumer<String, String> each);

    /** The file at this path. */
    Optional<Entry> find(String path);

    /** A file's bytes; empty if there is no such file. */
    Optional<byte[]> read(String path);

    /** The bytes of a blob that an entry names. */
    byte[] readBlob(String blob);

    /** The bytes of a blob that may be larger than memory. */
    InputStream open(String blob);

    /** The files of a commit of the same repository. */
    Tree at(CommitId commit);

    /**
     * Where in the history of a commit files were taken away: by the file's path, the latest first.
     *
     * @param head of the same repository
     */
    Map<String, List<Removal>> findRemovals(CommitId head, Collection<String> files);

    /** A digest-like name of the whole tree: equal for equal trees. */
    String id();

    /** Hashes a file as git would; for finding out whether bytes are a blob we know. */
    default boolean holds(String path, Digest digest) {
        return read(path).map(bytes -> Digest.of(bytes).equals(digest)).orElse(false);
    }
}
