package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.datasetcommons.ShellWord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Tree;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.version.Spellings;

/** The files that paths on a command line name, each with the place in the dataset that it is for. */
final class SourceFiles {
    /**
     * One of them.
     *
     * @param inPlace whether it lies in the work tree, where it is to be
     * @param isNew whether nothing is in its place in the version, for sure
     */
    record Source(Path file, DatasetPath target, boolean inPlace, boolean isNew) {}

    /** How many faults are told at once. */
    private static final int SHOWN = 10;

    private final Repository repository;
    private final Tree tree;
    private final Path top;
    private final Set<DatasetPath> drafted;
    private final Optional<String> to;
    private final List<Source> sources = new ArrayList<>();
    private final Map<DatasetPath, Path> targets = new HashMap<>();
    private final Set<DatasetPath> gone = new LinkedHashSet<>();
    private final Set<DatasetPath> byTheWay = new HashSet<>();
    private final List<String> folders = new ArrayList<>();
    private final SortedSet<String> faults = new TreeSet<>();
    private long unchanged;

    /**
     * @param tree of the version
     * @param drafted the files of the open draft
     * @param to the folder for what comes from elsewhere
     */
    SourceFiles(Repository repository, Tree tree, Set<DatasetPath> drafted, Optional<String> to) {
        this.repository = repository;
        this.tree = tree;
        this.drafted = Set.copyOf(drafted);
        this.top = repository.workTree().toAbsolutePath().normalize();
        this.to = to;
    }

    /** Files to take, those of each folder in order. */
    List<Source> sources() {
        return List.copyOf(sources);
    }

    /** Files of the version or the draft that were named and are not there any more. */
    List<DatasetPath> gone() {
        return List.copyOf(gone);
    }

    /** How many more were named, and are as the version has them. */
    long unchanged() {
        return unchanged;
    }

    /** Whether a file was named by its folder, and is as the version has it. */
    boolean isUnchanged(DatasetPath file) {
        return folders.stream().anyMatch(folder -> isAt(folder, file.text()))
                && !targets.containsKey(file)
                && !gone.contains(file)
                && committed(file).isPresent();
    }

    /** Whether a folder of the dataset is among what was named. */
    boolean isFolderNamed() {
        return !folders.isEmpty();
    }

    /** A file of the version that no contribution covers; it is taken though it is unchanged, where its folder was named. */
    void findUncovered(DatasetPath file) {
        if (isUnchanged(file)) {
            takeUnchanged(file);
        }
    }

    /** Whether a file as the version has it was found by its folder alone. */
    boolean isByTheWay(DatasetPath file) {
        return byTheWay.contains(file);
    }

    private void takeUnchanged(DatasetPath file) {
        byTheWay.add(file);
        take(new Source(top.resolve(file.text()), file, true, false));
        unchanged--;
    }

    /** What the version has in this place. */
    Optional<Tree.Entry> committed(Source source) {
        return source.isNew() ? Optional.empty() : committed(source.target());
    }

    /** What the version has in this place. */
    Optional<Tree.Entry> committed(DatasetPath target) {
        return tree.find(target.text());
    }

    /** Finds what these paths name. */
    void find(List<Path> paths) {
        paths.forEach(this::find);
        requireNoFaults();
        findReplaced();
        checkCollisions();
    }

    private void find(Path given) {
        Path named = given.toAbsolutePath().normalize();
        Path path = named.equals(top) ? top.resolve("data") : named; // Of the whole, the content is what can be added.
        boolean inside = path.startsWith(top);
        if (inside && path.startsWith(top.resolve(".git"))) {
            throw invalid("cannot add what is git's own: " + given)
                    .hint("name files or folders of yours; all that lie below data/ are `commons add data`");
        }
        boolean inPlace = inside && path.startsWith(top.resolve("data"));
        if (inPlace) {
            requireNoLinkAbove(path, top, "a symbolic link cannot be added: ");
        }
        Optional<BasicFileAttributes> found;
        try {
            found = FileStamp.attributes(path);
        } catch (IOException e) {
            throw environment("cannot read " + given, e);
        }
        if (found.isEmpty()) {
            findGone(given, path, inPlace);
            return;
        }
        var attributes = found.get();
        if (inPlace && to.isPresent()) {
            throw precondition(given + " is in the dataset already, so --to cannot place it");
        }
        if (path.equals(top.resolve("data")) && !attributes.isDirectory()) {
            throw invalid("data is the folder of content, and a file is in its place")
                    .hint("put the folder back");
        }
        if (attributes.isDirectory()) {
            if (inPlace) {
                findReplaced(slashes(top.relativize(path)), new HashSet<>());
                findInDataset(slashes(top.relativize(path)));
            } else {
                findInFolder(given, path);
            }
        } else {
            requireFile(given, attributes);
            findTarget(inPlace ? slashes(top.relativize(path)) : folder() + "/" + path.getFileName())
                    .ifPresent(target -> take(new Source(path, target, inPlace, false)));
        }
    }

    /** A file may be named twice; two files have no room in one place. */
    private void take(Source source) {
        Path other = targets.putIfAbsent(source.target(), source.file());
        if (other == null) {
            sources.add(source);
        } else if (!other.equals(source.file())) {
            throw invalid("two files would become " + source.target());
        }
    }

    private void findGone(Path given, Path path, boolean inPlace) {
        if (inPlace) {
            int before = gone.size();
            String base = slashes(top.relativize(path));
            tree.list(base).forEach(entry -> addGone(entry.path()));
            drafted.stream().filter(file -> isAt(base, file.text())).forEach(gone::add);
            if (gone.size() > before) {
                return;
            }
        }
        if (path.equals(top.resolve("data"))) {
            throw precondition("there is nothing below data/ yet").hint("name what is to be added: files or folders");
        }
        throw precondition("no such file: " + given).hint("look with `ls`, or name the folder that holds it");
    }

    /** What was a file where now is a folder is gone, and what was in a folder where now is a file. */
    private void findReplaced() {
        var folders = new HashSet<String>();
        for (var source : sources) {
            String target = source.target().text();
            findReplaced(parent(target), folders);
            if (!source.isNew() && !tree.children(target).isEmpty()) {
                tree.forEach(target, entry -> addIfGone(entry.path()));
            }
        }
        var below = new HashMap<String, Boolean>();
        drafted.stream()
                .filter(file -> isBelowTarget(parent(file.text()), below))
                .forEach(file -> addIfGone(file.text()));
    }

    /** Whether a folder, or one that it lies in, is to be a file. */
    private boolean isBelowTarget(String folder, Map<String, Boolean> known) {
        var before = known.get(folder);
        if (before != null) {
            return before;
        }
        boolean isBelow = folder.startsWith(DatasetPath.DATA)
                && (targets.containsKey(new DatasetPath(folder)) || isBelowTarget(parent(folder), known));
        known.put(folder, isBelow);
        return isBelow;
    }

    /** @param seen folders that were looked at; and so were those that they lie in */
    private void findReplaced(String path, Set<String> seen) {
        for (String folder = path; !folder.isEmpty() && seen.add(folder); folder = parent(folder)) {
            if (Files.isRegularFile(top.resolve(folder), LinkOption.NOFOLLOW_LINKS)) {
                throw precondition(folder + " is a file, and nothing can be added below it")
                        .hint("move it away, or choose another folder with --to");
            }
            if (folder.startsWith(DatasetPath.DATA)) {
                var file = new DatasetPath(folder);
                if (targets.containsKey(file)) {
                    throw invalid(folder + " would be a file and a folder at once");
                }
                if (drafted.contains(file) || committed(file).isPresent()) {
                    gone.add(file);
                }
            }
        }
    }

    private void addIfGone(String path) {
        if (!Files.exists(top.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            addGone(path);
        }
    }

    private void addGone(String path) {
        DatasetPath.fault(path).ifPresent(fault -> {
            throw invalid(fault).hint("take it out with git: `git rm " + ShellWord.of(path) + "`, and commit that");
        });
        gone.add(new DatasetPath(path));
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static boolean isAt(String base, String path) {
        return path.equals(base) || path.startsWith(base + "/");
    }

    /** The place that this text names; nothing, if it is no path, which is told when all were looked at. */
    private Optional<DatasetPath> findTarget(String text) {
        var fault = DatasetPath.fault(text);
        fault.ifPresent(faults::add);
        return fault.isEmpty() ? Optional.of(new DatasetPath(text)) : Optional.empty();
    }

    private void requireNoFaults() {
        if (!faults.isEmpty()) {
            int shown = Math.min(SHOWN, faults.size());
            throw invalid(faults.stream().limit(shown).collect(Collectors.joining("; "))
                            + (faults.size() > shown ? "; and " + (faults.size() - shown) + " more" : ""))
                    .hint(
                            "rename it, move it, or leave it out: a path in a dataset is the same file on every system, and tells git nothing");
        }
    }

    /** What lies behind a link is not what the dataset has at this place. */
    static void requireNoLinkAbove(Path path, Path top, String problem) {
        for (Path parent = path.getParent(); !parent.equals(top); parent = parent.getParent()) {
            if (Files.isSymbolicLink(parent)) {
                throw invalid(problem + parent).hint("put a folder in its place");
            }
        }
    }

    private void findInDataset(String folder) {
        var status = repository.status(folder);
        folders.add(folder);
        unchanged += status.unchanged();
        int before = sources.size();
        status.added().forEach(path -> takeInPlace(path, true));
        status.modified().forEach(path -> takeInPlace(path, false));
        sortFrom(before);
        status.removed().forEach(this::addGone);
        // A drafted file that is neither new nor changed is as the version has it, or it is not there.
        for (var file : drafted) {
            if (!isAt(folder, file.text()) || targets.containsKey(file) || gone.contains(file)) {
                continue;
            }
            if (committed(file).isPresent()) {
                takeUnchanged(file);
            } else {
                gone.add(file);
            }
        }
    }

    private void takeInPlace(String path, boolean isNew) {
        findTarget(path).ifPresent(target -> take(new Source(top.resolve(path), target, true, isNew)));
    }

    private void sortFrom(int first) {
        sources.subList(first, sources.size()).sort(Comparator.comparing(Source::target));
    }

    private void findInFolder(Path given, Path path) {
        var base =
                to.isPresent() ? folder() : folder().resolve(path.getFileName().toString());
        int before = sources.size();
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    requireFile(file, attributes);
                    findTarget(base + "/" + slashes(path.relativize(file)))
                            .ifPresent(target -> take(new Source(file, target, false, false)));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw environment("cannot read the folder " + given, e);
        }
        if (sources.size() == before && faults.isEmpty()) {
            throw precondition("there are no files in " + given);
        }
        sortFrom(before);
    }

    private static String slashes(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private DatasetPath folder() {
        String folder = to.orElse("data").replaceFirst("/+$", "");
        if (!folder.equals("data") && !folder.startsWith("data/")) {
            throw invalid("--to must be a folder below data/, not '" + folder + "'")
                    .hint("for example: --to data/birds");
        }
        DatasetPath.fault(folder).ifPresent(fault -> {
            throw invalid(fault).hint("choose a folder below data/, for example: --to data/birds");
        });
        return new DatasetPath(folder);
    }

    static void requireFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            throw invalid("a symbolic link cannot be added: " + file).hint("add the file that it leads to");
        }
        if (!attributes.isRegularFile()) {
            throw invalid("not an ordinary file: " + file)
                    .hint("leave it out: name the files beside it, not the folder");
        }
    }

    /** One that is where a file of the version is already has been looked at when that was added. */
    private void checkCollisions() {
        var fresh =
                sources.stream().filter(source -> committed(source).isEmpty()).toList();
        if (fresh.isEmpty()) {
            return;
        }
        var known = new Spellings(tree);
        var byKey = new HashMap<String, String>();
        drafted.stream()
                .filter(file -> !gone.contains(file) && Files.exists(top.resolve(file.text())))
                .forEach(file -> byKey.put(file.collisionKey(), file.text()));
        for (var source : fresh) {
            String target = source.target().text();
            String other = byKey.putIfAbsent(source.target().collisionKey(), target);
            if (other != null) {
                requireSame(target, other);
            }
            for (var there : known.others(source.target())) {
                boolean isOther = !there.isFolder()
                        && there.of().equals(target)
                        && DatasetPath.fault(there.path()).isEmpty();
                if (isOther && isThere(there.path())) {
                    requireSame(target, there.path());
                } else if (isOther) {
                    gone.add(new DatasetPath(there.path())); // It was given another spelling.
                }
            }
        }
    }

    /** Whether there is a file of this very name, and not only one in another spelling where those are one. */
    private boolean isThere(String path) {
        try {
            return top.resolve(path).toRealPath(LinkOption.NOFOLLOW_LINKS).endsWith(path);
        } catch (IOException e) {
            return false;
        }
    }

    private static void requireSame(String target, String spelled) {
        if (!spelled.equals(target)) {
            throw invalid(target + " is the same file as " + spelled + " where upper and lower case are one")
                    .hint("give it another name");
        }
    }
}
