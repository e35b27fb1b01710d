package org.datasetcommons.version;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Tree;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.store.Pointer;

/**
 * What two versions may have otherwise than each other: of each, the part of its {@link Version#coverage} that is about it.
 * Records that are in neither part are the same in both. Costs as much as differs, but for two looks through what may be large:
 * for where else what only one of them was given lies, and for who gave what lies elsewhere than it was given.
 *
 * <p>Rows are looked for in those tables only which differ, or under whose name they were given: a row that nobody gave, in a
 * table that both have alike, and that is covered in one of them because the same row was given in another table, is passed
 * over.
 */
public record Differences(Coverage before, Coverage after) {
    public static Differences between(Version before, Version after) {
        if (!before.charter().tables().equals(after.charter().tables())) {
            return new Differences(before.coverage(), after.coverage());
        }
        var old = before.joiningBeside(after);
        var now = after.joiningBeside(before);
        var alike = new FilesAlike(before, after);
        old.readGiven(alike::lookAt);
        now.readGiven(alike::lookAt);
        var files = alike.find();
        return new Differences(old.join(files), now.join(files));
    }

    /** Files that both versions have alike, and which may be read, or covered, in one of them only. */
    private static final class FilesAlike {
        private final Version before;
        private final Version after;
        private final Sorting found;
        private final DigestFilter blobs = new DigestFilter();
        private volatile Optional<DatasetPath> lastTable = Optional.empty();
        private volatile boolean isGiven;

        FilesAlike(Version before, Version after) {
            this.before = before;
            this.after = after;
            this.found = after.sorting();
        }

        Sorting find() {
            addNewTables();
            if (isGiven) {
                after.tree().forEach(Joining.FOLDER, blobs, this::addIfAlike);
            }
            return found;
        }

        private void addNewTables() {
            var old = before.tableKeys();
            var now = after.tableKeys();
            var paths = new HashSet<>(old.keySet());
            paths.addAll(now.keySet());
            for (var path : paths) {
                if (!Optional.ofNullable(old.get(path)).equals(Optional.ofNullable(now.get(path)))) {
                    addIfAlike(path);
                }
            }
        }

        /** A pointer is the same wherever it lies, and so is git's name of it. */
        void lookAt(ContributedRecord record) {
            if (record.id().key().isEmpty()) {
                String blob = new Pointer(record.digest(), record.size()).blob();
                isGiven = true;
                synchronized (blobs) {
                    blobs.add(Integer.parseUnsignedInt(blob, 0, 2 * Integer.BYTES, 16));
                }
            } else if (!lastTable.equals(Optional.of(record.id().path()))) {
                lastTable = Optional.of(record.id().path());
                addIfAlike(record.id().path());
            }
        }

        private void addIfAlike(DatasetPath path) {
            after.tree().find(path.text()).ifPresent(this::addIfAlike);
        }

        private void addIfAlike(Tree.Entry file) {
            if (before.tree().find(file.path()).equals(Optional.of(file))) {
                found.add(file.path().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
