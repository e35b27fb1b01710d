package org.datasetcommons.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Tree;

/** Every file has a name that is the same file on every system, and is an ordinary file. */
final class PathRule implements Rule {
    private static final String ONE = " where upper and lower case are one";

    @Override
    public String name() {
        return "path";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var files = new HashMap<String, String>();
        var folders = new HashMap<String, String>();
        var seen = new HashSet<String>();
        for (var entry : change.head().tree().list("")) {
            var subject = Finding.Subject.file(entry.path());
            if (entry.mode() == Tree.Mode.SYMLINK || entry.mode() == Tree.Mode.GITLINK) {
                findings.accept(Finding.error(
                        name(), subject, entry.mode() == Tree.Mode.SYMLINK ? "is a symbolic link" : "is a submodule"));
                continue;
            }
            var fault = DatasetPath.fault(entry.path());
            if (fault.isPresent()) {
                findings.accept(Finding.error(name(), subject, fault.get()));
                continue;
            }
            var path = new DatasetPath(entry.path());
            String other = files.putIfAbsent(path.collisionKey(), entry.path());
            if (other != null) {
                findings.accept(Finding.error(name(), subject, "is the same file as " + other + ONE));
            }
            checkFolders(path, folders, seen, findings);
        }
        files.forEach((key, file) -> {
            if (folders.containsKey(key)) {
                findings.accept(Finding.error(
                        name(),
                        Finding.Subject.file(file),
                        "is a file where " + folders.get(key) + " is a folder" + ONE));
            }
        });
    }

    /** A folder in two spellings is one folder there, and what lies in it is mixed. */
    private void checkFolders(
            DatasetPath path, Map<String, String> folders, Set<String> seen, Consumer<Finding> findings) {
        String text = path.text();
        for (int slash = text.lastIndexOf('/'); slash > 0; slash = text.lastIndexOf('/', slash - 1)) {
            String folder = text.substring(0, slash);
            if (!seen.add(folder)) {
                return; // And those that it lies in with it.
            }
            String other = folders.putIfAbsent(new DatasetPath(folder).collisionKey(), folder);
            if (other != null) {
                findings.accept(Finding.error(
                        name(),
                        Finding.Subject.file(text),
                        "lies in " + folder + ", the same folder as " + other + ONE));
            }
        }
    }
}
