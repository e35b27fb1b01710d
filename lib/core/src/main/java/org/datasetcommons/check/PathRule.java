package org.datasetcommons.check;

import java.util.HashMap;
import java.util.function.Consumer;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Tree;

/** Every file has a name that is the same file on every system, and is an ordinary file. */
final class PathRule implements Rule {
    @Override
    public String name() {
        return "path";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var byKey = new HashMap<String, String>();
        for (var entry : change.head().tree().list("")) {
            var subject = Finding.Subject.file(entry.path());
            if (entry.mode() == Tree.Mode.SYMLINK || entry.mode() == Tree.Mode.GITLINK) {
                findings.accept(Finding.error(
                        name(), subject, entry.mode() == Tree.Mode.SYMLINK ? "is a symbolic link" : "is a submodule"));
                continue;
            }
            // Files that begin with a dot at the top belong to git and the forges.
            var fault = DatasetPath.fault(entry.path());
            if (fault.isPresent()) {
                findings.accept(Finding.error(name(), subject, fault.get()));
                continue;
            }
            String other = byKey.putIfAbsent(new DatasetPath(entry.path()).collisionKey(), entry.path());
            if (other != null) {
                findings.accept(Finding.error(
                        name(), subject, "is the same file as " + other + " where upper and lower case are one"));
            }
        }
    }
}
