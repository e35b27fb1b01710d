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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Tree;

/** The files that paths on a command line name, each with the place in the dataset that it is for. */
final class SourceFiles {
    /**
     * One of them.
     *
     * @param inPlace whether it lies in the work tree, where it is to be
     */
    record Source(Path file, DatasetPath target, boolean inPlace) {}

    private final Path top;
    private final Optional<String> to;
    private final Map<String, Tree.Entry> committed = new LinkedHashMap<>();
    private final Set<DatasetPath> drafted;
    private final List<Source> sources = new ArrayList<>();
    private final List<DatasetPath> gone = new ArrayList<>();

    /**
     * @param committed the content files of the version
     * @param drafted those of the open draft
     * @param to the folder for what comes from elsewhere
     */
    SourceFiles(Path workTree, List<Tree.Entry> committed, Set<DatasetPath> drafted, Optional<String> to) {
        this.top = workTree.toAbsolutePath().normalize();
        this.to = to;
        this.drafted = Set.copyOf(drafted);
        committed.forEach(entry -> this.committed.put(entry.path(), entry));
    }

    /** Files to take, those of each folder in order. */
    List<Source> sources() {
        return List.copyOf(new LinkedHashSet<>(sources));
    }

    /** Files of the version or the draft that were named and are not there any more. */
    List<DatasetPath> gone() {
        return List.copyOf(new LinkedHashSet<>(gone));
    }

    /** What the version has in this place. */
    Optional<Tree.Entry> committed(DatasetPath target) {
        return Optional.ofNullable(committed.get(target.text()));
    }

    /** Finds what these paths name. */
    void find(List<Path> paths) {
        paths.forEach(this::find);
        checkCollisions();
    }

    private void find(Path given) {
        Path named = given.toAbsolutePath().normalize();
        Path path = named.equals(top) ? top.resolve("data") : named; // Of the whole, the content is what can be added.
        boolean inside = path.startsWith(top);
        if (inside && path.startsWith(top.resolve(".git"))) {
            throw invalid("cannot add what is git's own: " + given);
        }
        boolean inPlace = inside && path.startsWith(top.resolve("data"));
        if (inPlace) {
            requireNoLinkAbove(path, top, "a symbolic link cannot be added: ");
        }
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
            findInFolder(given, path, inPlace);
        } else {
            requireFile(given, attributes);
            var target = inPlace ? target(slashes(top.relativize(path))) : target(folder() + "/" + path.getFileName());
            sources.add(new Source(path, target, inPlace));
        }
    }

    private void findGone(Path given, Path path, boolean inPlace) {
        if (inPlace) {
            int before = gone.size();
            findGoneAt(slashes(top.relativize(path)));
            if (gone.size() > before) {
                return;
            }
        }
        if (path.equals(top.resolve("data"))) {
            throw precondition("there is nothing below data/ yet").hint("name what is to be added: files or folders");
        }
        throw precondition("no such file: " + given).hint("look with `ls`, or name the folder that holds it");
    }

    private void findInFolder(Path given, Path path, boolean inPlace) {
        String base = inPlace
                ? slashes(top.relativize(path))
                : (to.isPresent()
                                ? folder()
                                : folder().resolve(path.getFileName().toString()))
                        .text();
        int before = sources.size();
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    requireFile(file, attributes);
                    var target = target(base + "/" + slashes(path.relativize(file)));
                    sources.add(new Source(file, target, inPlace));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw environment("cannot read the folder " + given, e);
        }
        if (sources.size() == before && !inPlace) {
            throw precondition("there are no files in " + given);
        }
        sources.subList(before, sources.size()).sort(Comparator.comparing(Source::target));
        if (inPlace) {
            findGoneAt(base);
        }
    }

    private static DatasetPath target(String text) {
        DatasetPath.fault(text).ifPresent(fault -> {
            throw invalid(fault).hint("rename it: a path in a dataset is the same file on every system");
        });
        return new DatasetPath(text);
    }

    private void findGoneAt(String base) {
        Stream.concat(committed.keySet().stream(), drafted.stream().map(DatasetPath::text))
                .filter(path -> path.equals(base) || path.startsWith(base + "/"))
                .filter(path -> !Files.exists(top.resolve(path), LinkOption.NOFOLLOW_LINKS))
                .forEach(path -> gone.add(DatasetPath.parse(path)));
    }

    /** What lies behind a link is not what the dataset has at this place. */
    static void requireNoLinkAbove(Path path, Path top, String problem) {
        for (Path parent = path.getParent(); !parent.equals(top); parent = parent.getParent()) {
            if (Files.isSymbolicLink(parent)) {
                throw invalid(problem + parent).hint("put a folder in its place");
            }
        }
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
        var byKey = new HashMap<String, String>();
        for (String path : committed.keySet()) {
            if (DatasetPath.fault(path).isEmpty()) {
                byKey.put(new DatasetPath(path).collisionKey(), path);
            }
        }
        var targets = new HashSet<DatasetPath>();
        for (var source : sources()) {
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
