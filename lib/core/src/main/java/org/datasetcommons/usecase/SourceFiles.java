package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Tree;

/** The files that paths on a command line name, each with the place in the dataset that it is for. */
final class SourceFiles {
    /**
     * One of them.
     *
     * @param inPlace whether it lies in the work tree, where it is to be
     * @param isNew whether nothing is in its place in the version, for sure
     */
    record Source(Path file, DatasetPath target, boolean inPlace, boolean isNew) {}

    private final Repository repository;
    private final Tree tree;
    private final Path top;
    private final Optional<String> to;
    private final List<Source> sources = new ArrayList<>();
    private final List<DatasetPath> gone = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();
    private final Set<DatasetPath> differing = new HashSet<>();
    private long unchanged;

    /**
     * @param tree of the version
     * @param to the folder for what comes from elsewhere
     */
    SourceFiles(Repository repository, Tree tree, Optional<String> to) {
        this.repository = repository;
        this.tree = tree;
        this.top = repository.workTree().toAbsolutePath().normalize();
        this.to = to;
    }

    /** Files to take, those of each folder in order. */
    List<Source> sources() {
        return List.copyOf(sources);
    }

    /** Files of the version that were named and are not there any more. */
    List<DatasetPath> gone() {
        return List.copyOf(gone);
    }

    /** How many more were named, and are as the version has them. */
    long unchanged() {
        return unchanged;
    }

    /** Whether a file was named by its folder, and is as the version has it. */
    boolean isUnchanged(DatasetPath file) {
        return folders.stream().anyMatch(folder -> file.text().startsWith(folder + "/"))
                && !differing.contains(file)
                && tree.find(file.text()).isPresent();
    }

    /** What the version has in this place. */
    Optional<Tree.Entry> committed(Source source) {
        return source.isNew() ? Optional.empty() : tree.find(source.target().text());
    }

    /** Finds what these paths name. */
    void find(List<Path> paths) {
        paths.forEach(this::find);
        checkCollisions();
    }

    private void find(Path given) {
        Path path = given.toAbsolutePath().normalize();
        boolean inside = path.startsWith(top);
        if (inside && path.startsWith(top.resolve(".git"))) {
            throw invalid("cannot add what is git's own: " + given);
        }
        boolean inPlace = inside && path.startsWith(top.resolve("data"));
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            findGone(given, path, inPlace);
            return;
        } catch (IOException e) {
            throw environment("cannot read " + given, e);
        }
        if (inPlace && to.isPresent()) {
            throw precondition(given + " is in the dataset already, so --to cannot place it");
        }
        if (attributes.isDirectory()) {
            if (inPlace) {
                findInDataset(slashes(top.relativize(path)));
            } else {
                findInFolder(given, path);
            }
        } else {
            requireFile(given, attributes);
            var target = inPlace
                    ? DatasetPath.of(top.relativize(path))
                    : folder().resolve(path.getFileName().toString());
            sources.add(new Source(path, target, inPlace, false));
        }
    }

    private void findGone(Path given, Path path, boolean inPlace) {
        if (inPlace) {
            var target = DatasetPath.of(top.relativize(path));
            if (tree.find(target.text()).isPresent()) {
                gone.add(target);
                return;
            }
        }
        throw precondition("no such file: " + given).hint("look with `ls`, or name the folder that holds it");
    }

    private void findInDataset(String folder) {
        var status = repository.status(folder);
        int before = sources.size();
        status.added().forEach(path -> addInPlace(path, true));
        status.modified().forEach(path -> addInPlace(path, false));
        sources.subList(before, sources.size()).sort(Comparator.comparing(Source::target));
        status.removed().forEach(path -> gone.add(DatasetPath.parse(path)));
        folders.add(folder);
        sources.subList(before, sources.size()).forEach(source -> differing.add(source.target()));
        differing.addAll(gone);
        unchanged += status.unchanged();
    }

    private void addInPlace(String path, boolean isNew) {
        Path file = top.resolve(path);
        try {
            requireFile(file, Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
        sources.add(new Source(file, DatasetPath.parse(path), true, isNew));
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
                    var target = DatasetPath.parse(base + "/" + slashes(path.relativize(file)));
                    sources.add(new Source(file, target, false, false));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw environment("cannot read the folder " + given, e);
        }
        if (sources.size() == before) {
            throw precondition("there are no files in " + given);
        }
        sources.subList(before, sources.size()).sort(Comparator.comparing(Source::target));
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
        return DatasetPath.parse(folder);
    }

    private static void requireFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            throw invalid("a symbolic link cannot be added: " + file).hint("add the file that it leads to");
        }
        if (!attributes.isRegularFile()) {
            throw invalid("not an ordinary file: " + file);
        }
    }

    private void checkCollisions() {
        if (sources.stream().allMatch(source -> source.inPlace() && !source.isNew())) {
            return; // Each is where a file of the version is already.
        }
        var byKey = new HashMap<String, String>();
        for (var entry : tree.list("data")) {
            if (DatasetPath.fault(entry.path()).isEmpty()) {
                byKey.put(new DatasetPath(entry.path()).collisionKey(), entry.path());
            }
        }
        var targets = new HashSet<DatasetPath>();
        for (var source : sources) {
            if (!targets.add(source.target())) {
                throw invalid("two files would become " + source.target());
            }
            String other = byKey.putIfAbsent(
                    source.target().collisionKey(), source.target().text());
            if (other != null && !other.equals(source.target().text())) {
                throw invalid(source.target() + " is the same file as " + other + " where upper and lower case are one")
                        .hint("give it another name");
            }
        }
    }
}
