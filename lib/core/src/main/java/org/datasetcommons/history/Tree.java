package org.datasetcommons.history;

import java.util.List;
import java.util.Optional;
import org.datasetcommons.digest.Digest;

/** The files of a version, read from git's objects; the work tree is never looked at. */
public interface Tree {
    /**
     * A file.
     *
     * @param path as git has it; it may break our rules
     * @param blob git's name of its bytes: equal for equal bytes
     */
    record Entry(String path, Mode mode, String blob) {}

    /** What git says an entry is. */
    enum Mode {
        FILE,
        EXECUTABLE,
        SYMLINK,
        GITLINK
    }

    /** All files at or below this path, sorted by path bytes; of the whole tree for an empty text. */
    List<Entry> list(String prefix);

    /** The file at this path. */
    Optional<Entry> find(String path);

    /** A file's bytes; empty if there is no such file. */
    Optional<byte[]> read(String path);

    /** The bytes of a blob that an entry names. */
    byte[] readBlob(String blob);

    /** A digest-like name of the whole tree: equal for equal trees. */
    String id();

    /** Hashes a file as git would; for finding out whether bytes are a blob we know. */
    default boolean holds(String path, Digest digest) {
        return read(path).map(bytes -> Digest.of(bytes).equals(digest)).orElse(false);
    }
}
