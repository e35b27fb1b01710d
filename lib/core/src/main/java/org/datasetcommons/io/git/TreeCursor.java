package org.datasetcommons.io.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Finds one path after another in a tree of git's. The folders above the last one stay open, so that paths that are asked for
 * in order cost one reading of each folder. Not for several threads.
 */
final class TreeCursor {
    private final ThreadReaders readers;
    private final ObjectId root;
    /** The folders down to the one that was asked last, the root first. */
    private final List<Folder> open = new ArrayList<>();

    TreeCursor(ThreadReaders readers, ObjectId root) {
        this.readers = readers;
        this.root = root;
    }

    /** What a folder has under a name. */
    record Found(FileMode mode, ObjectId id) {}

    /** What is at a path, which must not be empty. */
    Optional<Found> find(String path) throws IOException {
        String[] names = path.split("/", -1);
        var folder = open(names, names.length - 1);
        return folder.isPresent() ? folder.get().find(names[names.length - 1]) : Optional.empty();
    }

    /** The bytes of a folder, empty for the root; nothing, if there is none. */
    Optional<byte[]> readFolder(String path) throws IOException {
        String[] names = path.isEmpty() ? new String[0] : path.split("/", -1);
        return open(names, names.length).map(Folder::tree);
    }

    private Optional<Folder> open(String[] names, int count) throws IOException {
        if (open.isEmpty()) {
            open.add(new Folder("", readers.readTree(root)));
        }
        for (int depth = 0; depth < count; depth++) {
            String name = names[depth];
            int below = depth + 1;
            if (below < open.size() && open.get(below).name.equals(name)) {
                continue;
            }
            open.subList(below, open.size()).clear();
            var found = open.get(depth).find(name).filter(entry -> entry.mode() == FileMode.TREE);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            open.add(new Folder(name, readers.readTree(found.get().id())));
        }
        return Optional.of(open.get(count));
    }

    /** A folder that is open, and how far it has been read. */
    private static final class Folder {
        private final String name;
        private final byte[] tree;
        private final CanonicalTreeParser entry = new CanonicalTreeParser();

        Folder(String name, byte[] tree) {
            this.name = name;
            this.tree = tree;
            entry.reset(tree);
        }

        byte[] tree() {
            return tree;
        }

        /** Looks on from where the last one was, and then from the beginning. */
        Optional<Found> find(String wanted) {
            byte[] bytes = Constants.encode(wanted);
            int start = entry.eof() ? Integer.MAX_VALUE : entry.idOffset();
            for (; !entry.eof(); entry.next(1)) {
                if (isNamed(bytes)) {
                    return Optional.of(found());
                }
            }
            entry.reset(tree);
            for (; !entry.eof() && entry.idOffset() < start; entry.next(1)) {
                if (isNamed(bytes)) {
                    return Optional.of(found());
                }
            }
            return Optional.empty();
        }

        private boolean isNamed(byte[] bytes) {
            int offset = entry.getNameOffset();
            int length = entry.getNameLength();
            return length == bytes.length
                    && Arrays.equals(entry.getEntryPathBuffer(), offset, offset + length, bytes, 0, length);
        }

        private Found found() {
            return new Found(entry.getEntryFileMode(), ObjectId.fromRaw(entry.idBuffer(), entry.idOffset()));
        }
    }
}
