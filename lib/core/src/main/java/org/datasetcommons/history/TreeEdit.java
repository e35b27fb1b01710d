package org.datasetcommons.history;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Changes to the files of a tree: bytes to write, blobs to point at, paths to remove. */
public final class TreeEdit {
    /** What becomes of a path; neither bytes nor a file that holds them nor a blob: it goes. */
    public record Change(Optional<byte[]> bytes, Optional<Path> file, Optional<Tree.Entry> entry) {}

    private final SortedMap<String, Change> changes = new TreeMap<>();

    /** An ordinary file with these bytes. */
    public TreeEdit put(String path, byte[] bytes) {
        changes.put(path, new Change(Optional.of(bytes.clone()), Optional.empty(), Optional.empty()));
        return this;
    }

    /** An ordinary file with the bytes of this one, which may be more than memory holds, and which stays until they are written. */
    public TreeEdit put(String path, Path file) {
        changes.put(path, new Change(Optional.empty(), Optional.of(file), Optional.empty()));
        return this;
    }

    /** The same file as this entry of another tree. */
    public TreeEdit put(String path, Tree.Entry entry) {
        changes.put(path, new Change(Optional.empty(), Optional.empty(), Optional.of(entry)));
        return this;
    }

    public TreeEdit remove(String path) {
        changes.put(path, new Change(Optional.empty(), Optional.empty(), Optional.empty()));
        return this;
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    public void forEach(BiConsumer<String, Change> each) {
        changes.forEach(each);
    }
}
