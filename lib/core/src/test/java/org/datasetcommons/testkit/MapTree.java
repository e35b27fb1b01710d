package org.datasetcommons.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Removal;
import org.datasetcommons.history.Tree;
import org.datasetcommons.history.TreeEdit;

/** A tree in memory, which edits change in place. Blobs are named by their SHA-256. */
public final class MapTree implements Tree {
    private static final Comparator<String> BY_BYTES = (a, b) -> Arrays.compareUnsigned(
            a.getBytes(java.nio.charset.StandardCharsets.UTF_8), b.getBytes(java.nio.charset.StandardCharsets.UTF_8));

    private final SortedMap<String, byte[]> files = new TreeMap<>(BY_BYTES);

    /** The files below a folder. */
    public static MapTree of(Path folder) {
        var tree = new MapTree();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tree.files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }

    @Override
    public long count(String folder) {
        return files.keySet().stream()
                .filter(path -> folder.isEmpty() || path.startsWith(folder + "/"))
                .count();
    }

    @Override
    public void forEachMalformed(List<Tree> before, BiConsumer<String, String> each) {
        // A map has each entry once.
    }

    /** All files by path. */
    public SortedMap<String, byte[]> files() {
        return files;
    }

    public MapTree put(String path, byte[] bytes) {
        files.put(path, bytes.clone());
        return this;
    }

    public MapTree apply(TreeEdit edit) {
        edit.forEach((path, change) -> {
            if (change instanceof TreeEdit.Change.Bytes file) {
                files.put(path, file.bytes());
            } else if (change instanceof TreeEdit.Change.Content content) {
                files.put(path, content.pointer().bytes());
            } else if (change instanceof TreeEdit.Change.Removal) {
                files.remove(path);
            } else {
                throw new IllegalArgumentException("only bytes can be put here: " + path);
            }
        });
        return this;
    }

    @Override
    public void forEach(String prefix, Consumer<Entry> each) {
        files.forEach((path, bytes) -> {
            if (prefix.isEmpty() || path.equals(prefix) || path.startsWith(prefix + "/")) {
                each.accept(new Entry(path, Mode.FILE, Digest.of(bytes).hex()));
            }
        });
    }

    @Override
    public List<Child> children(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return files.keySet().stream()
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .map(rest -> new Child(rest.replaceFirst("/.*", ""), rest.contains("/")))
                .distinct()
                .toList();
    }

    @Override
    public void forEachDifference(Tree before, BiConsumer<String, Difference> each) {
        var paths = new TreeSet<String>(BY_BYTES);
        forEach("", entry -> paths.add(entry.path()));
        before.forEach("", entry -> paths.add(entry.path()));
        for (String path : paths) {
            var difference = new Difference(before.find(path), find(path));
            if (!difference.before().equals(difference.after())) {
                each.accept(path, difference);
            }
        }
    }

    @Override
    public void forEachDifference(Tree before, List<String> folders, BiConsumer<String, Difference> each) {
        forEachDifference(before, (path, difference) -> {
            if (folders.stream().anyMatch(folder -> path.startsWith(folder + "/"))) {
                each.accept(path, difference);
            }
        });
    }

    @Override
    public Optional<Entry> find(String path) {
        return read(path)
                .map(bytes -> new Entry(path, Mode.FILE, Digest.of(bytes).hex()));
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path)).map(byte[]::clone);
    }

    @Override
    public byte[] readBlob(String blob) {
        return files.values().stream()
                .filter(bytes -> Digest.of(bytes).hex().equals(blob))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public InputStream open(String blob) {
        return new ByteArrayInputStream(readBlob(blob));
    }

    @Override
    public Map<String, List<Removal>> findRemovals(CommitId head, Collection<String> files) {
        throw new UnsupportedOperationException("a map has no history");
    }

    @Override
    public Tree at(CommitId commit) {
        throw new UnsupportedOperationException("no commits here");
    }

    @Override
    public String id() {
        var all = new StringBuilder();
        files.forEach((path, bytes) ->
                all.append(path).append(' ').append(Digest.of(bytes)).append('\n'));
        return Digest.of(all.toString()).hex();
    }
}
