package org.datasetcommons.history;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.datasetcommons.store.Pointer;

/** Changes to the files of a tree: bytes to write, blobs to point at, paths to remove. */
public final class TreeEdit {
    /** What becomes of a path. */
    public sealed interface Change {
        /** An ordinary file with these bytes. */
        record Bytes(byte[] bytes) implements Change {}

        /** An ordinary file that is the pointer to content. */
        record Content(Pointer pointer) implements Change {}

        /** An ordinary file with the bytes of this one. */
        record Copy(Path file) implements Change {}

        /** The same file as an entry of another tree. */
        record Same(Tree.Entry entry) implements Change {}

        /** It goes. */
        record Removal() implements Change {}
    }

    private static final Change REMOVAL = new Change.Removal();

    private final SortedMap<String, Change> changes = new TreeMap<>();

    /** An ordinary file with these bytes. */
    public TreeEdit put(String path, byte[] bytes) {
        return change(path, new Change.Bytes(bytes.clone()));
    }

    /** An ordinary file that is the pointer to content. */
    public TreeEdit put(String path, Pointer content) {
        return change(path, new Change.Content(content));
    }

    /** An ordinary file with the bytes of this one, which may be more than memory holds, and which stays until they are written. */
    public TreeEdit put(String path, Path file) {
        return change(path, new Change.Copy(file));
    }

    /** The same file as this entry of another tree. */
    public TreeEdit put(String path, Tree.Entry entry) {
        return change(path, new Change.Same(entry));
    }

    public TreeEdit remove(String path) {
        return change(path, REMOVAL);
    }

    /** A change as another edit has it. */
    public TreeEdit change(String path, Change change) {
        changes.put(path, change);
        return this;
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The paths that would be a file and a folder at once, were this done to a tree. */
    public SortedSet<String> clashes(Tree before) {
        var clashes = new TreeSet<String>();
        var folders = new HashSet<String>();
        changes.forEach((path, change) -> {
            if (change.equals(REMOVAL)) {
                return;
            }
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                String folder = path.substring(0, slash);
                if (!folders.add(folder)) {
                    break;
                }
                if (isFile(folder, before)) {
                    clashes.add(folder);
                }
            }
            if (!before.children(path).isEmpty()
                    && before.list(path).stream()
                            .anyMatch(below -> !below.path().equals(path) && isFile(below.path(), before))) {
                clashes.add(path);
            }
        });
        return clashes;
    }

    private boolean isFile(String path, Tree before) {
        var change = changes.get(path);
        return change == null ? before.find(path).isPresent() : !change.equals(REMOVAL);
    }

    /** How many paths are changed. */
    public int size() {
        return changes.size();
    }

    /** Each change, those of a folder one after the other, and after that of a file of its name. */
    public void forEach(BiConsumer<String, Change> each) {
        changes.forEach(each);
    }
}
