package org.datasetcommons.check;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Tree;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.version.Spellings;

/** Every file has a name that is the same file on every system, and is an ordinary file, in a tree that is as git writes it. */
public final class PathRule implements Rule {
    private static final String ONE = " where upper and lower case are one";

    @Override
    public String name() {
        return "path";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        checkForm(change, findings);
        if (change.base().isPresent()) {
            new Additions(change, findings).check(change.base().get().tree());
        } else {
            checkAll(change, findings);
        }
    }

    /** Of every commit that comes: each is read, and stays. */
    private void checkForm(Change change, Consumer<Finding> findings) {
        var tree = change.head().tree();
        if (change.base().isEmpty()) {
            tree.forEachMalformed(List.of(), (path, problem) -> reportForm(path, problem, "", findings));
        }
        for (var commit : change.commits()) {
            tree.at(commit.id())
                    .forEachMalformed(
                            commit.parents().stream().map(tree::at).toList(),
                            (path, problem) -> reportForm(
                                    path, problem, " in " + commit.id().abbreviated(), findings));
        }
    }

    private void reportForm(String path, String problem, String where, Consumer<Finding> findings) {
        findings.accept(Finding.error(
                name(),
                Finding.Subject.file(path.isEmpty() ? "." : path),
                "is" + where + " as git would not write it (" + problem + "); have git make it anew"));
    }

    private void checkAll(Change change, Consumer<Finding> findings) {
        var names = new Names(change.head().sorting());
        change.head()
                .tree()
                .forEach(
                        "",
                        file -> fault(file)
                                .ifPresentOrElse(
                                        fault -> findings.accept(
                                                Finding.error(name(), Finding.Subject.file(file.path()), fault)),
                                        () -> names.add(new DatasetPath(file.path()))));
        new Collisions(findings).find(names.sorted);
    }

    private static Optional<String> fault(Tree.Entry file) {
        return switch (file.mode()) {
            case SYMLINK -> Optional.of("is a symbolic link");
            case GITLINK -> Optional.of("is a submodule");
            case FILE, EXECUTABLE -> DatasetPath.fault(file.path());
        };
    }

    /** What a change adds, and the names that were there before or come with it. */
    private final class Additions {
        private final Change change;
        private final Consumer<Finding> findings;
        private final Spellings spellings;
        private final Set<String> folders = new HashSet<>();

        Additions(Change change, Consumer<Finding> findings) {
            this.change = change;
            this.findings = findings;
            this.spellings = new Spellings(change.head().tree());
        }

        void check(Tree before) {
            change.forEachFile((path, file) -> {
                if (file.after().isEmpty()) {
                    return;
                }
                var fault = fault(file.after().get());
                fault.ifPresent(found -> report(path, found));
                if (fault.isEmpty() && file.before().isEmpty()) {
                    for (var other : spellings.others(new DatasetPath(path))) {
                        // Of two that come together, the second is told of.
                        boolean isNew = before.find(other.path()).isEmpty()
                                && before.children(other.path()).isEmpty();
                        if (!isNew || new DatasetPath(other.path()).compareTo(new DatasetPath(path)) < 0) {
                            collide(path, other);
                        }
                    }
                }
            });
        }

        private void collide(String path, Spellings.Other other) {
            boolean isFolder = !other.of().equals(path);
            if (!isFolder) {
                report(
                        path,
                        (other.isFolder()
                                        ? "is a file where " + other.path() + " is a folder"
                                        : "is the same file as " + other.path())
                                + ONE);
            } else if (!other.isFolder()) {
                report(other.path(), "is a file where " + other.of() + " is a folder" + ONE);
            } else if (folders.add(other.of() + "\0" + other.path())) {
                report(path, "lies in " + other.of() + ", the same folder as " + other.path() + ONE);
            }
        }

        private void report(String path, String problem) {
            findings.accept(Finding.error(name(), Finding.Subject.file(path), problem));
        }
    }

    /**
     * The names of files and folders, in an order in which those that are one somewhere stand together: by how they are
     * spelled there, files before folders, and then by path.
     */
    private static final class Names {
        private static final String FILE = "f";
        private static final String FOLDER = "o";
        private final Sorting sorted;
        private String last = "";

        Names(Sorting sorted) {
            this.sorted = sorted;
        }

        void add(DatasetPath path) {
            String text = path.text();
            add(path, FILE, text);
            // A folder is met with the first file in it; those that it lies in may have been met with another's.
            for (int slash = text.lastIndexOf('/');
                    slash > 0 && !last.startsWith(text.substring(0, slash + 1));
                    slash = text.lastIndexOf('/', slash - 1)) {
                add(new DatasetPath(text.substring(0, slash)), FOLDER, text);
            }
            last = text;
        }

        private void add(DatasetPath path, String kind, String metWith) {
            sorted.add(String.join("\0", path.collisionKey(), kind, metWith, path.text())
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Goes through names that stand in that order. */
    private final class Collisions {
        private final Consumer<Finding> findings;
        private Optional<String> file = Optional.empty();
        private Optional<String> folder = Optional.empty();

        Collisions(Consumer<Finding> findings) {
            this.findings = findings;
        }

        void find(Sorting names) {
            byte[] before = {};
            boolean isTaken = false;
            for (byte[] name : names) {
                // Nearly all differ, and need not be taken apart.
                if (isFollowedBySame(before, name)) {
                    if (!isTaken) {
                        take(before);
                    }
                    take(name);
                    isTaken = true;
                } else {
                    file = Optional.empty();
                    folder = Optional.empty();
                    isTaken = false;
                }
                before = name;
            }
        }

        private void take(byte[] name) {
            take(new String(name, StandardCharsets.UTF_8).split("\0"));
        }

        private boolean isFollowedBySame(byte[] name, byte[] next) {
            int common = Arrays.mismatch(name, next);
            for (int i = 0; i < Math.min(common < 0 ? name.length : common, name.length); i++) {
                if (name[i] == 0) {
                    return true;
                }
            }
            return false;
        }

        private void take(String[] name) {
            String metWith = name[2];
            String path = name[3];
            if (name[1].equals(Names.FILE)) {
                file.ifPresentOrElse(
                        other -> report(path, "is the same file as " + other), () -> file = Optional.of(path));
            } else if (folder.isEmpty()) {
                folder = Optional.of(path);
                file.ifPresent(other -> report(other, "is a file where " + path + " is a folder"));
            } else {
                report(metWith, "lies in " + path + ", the same folder as " + folder.get());
            }
        }

        private void report(String path, String problem) {
            findings.accept(Finding.error(name(), Finding.Subject.file(path), problem + ONE));
        }
    }
}
