package org.datasetcommons.check;

import java.util.HashSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Tree;

/**
 * Tells what a change does to files that the dataset has already: anybody may offer that they go, change or move, and whoever
 * merges is to know of it.
 */
final class ReplacedRule implements Rule {
    /** How many files, and the first of them. */
    private static final class Count {
        private Optional<String> first = Optional.empty();
        private long more;

        void add(String path) {
            if (first.isEmpty()) {
                first = Optional.of(path);
            } else {
                more++;
            }
        }
    }

    @Override
    public String name() {
        return "replaced";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        if (change.base().isEmpty()) {
            return;
        }
        var added = new HashSet<String>();
        change.forEachFile((path, file) -> {
            if (path.startsWith(DatasetPath.DATA) && file.before().isEmpty()) {
                added.add(file.after().orElseThrow().blob());
            }
        });
        var gone = new Count();
        var moved = new Count();
        var changed = new Count();
        change.forEachFile((path, file) -> {
            if (path.startsWith(DatasetPath.DATA) && file.before().isPresent()) {
                (file.after().isPresent() ? changed : isAmong(added, file) ? moved : gone).add(path);
            }
        });
        note(gone, "goes", findings);
        note(changed, "is changed", findings);
        note(moved, "is moved", findings);
    }

    private static boolean isAmong(HashSet<String> blobs, Tree.Difference file) {
        return blobs.contains(file.before().orElseThrow().blob());
    }

    private void note(Count count, String what, Consumer<Finding> findings) {
        count.first.ifPresent(path -> findings.accept(new Finding(
                name(),
                Finding.Severity.NOTE,
                Finding.Subject.file(path),
                what + (count.more == 0 ? "" : ", and " + count.more + " more"))));
    }
}
