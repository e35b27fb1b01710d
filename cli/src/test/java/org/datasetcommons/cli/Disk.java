package org.datasetcommons.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files below a directory, as programs see them and as they would be after a power failure. Of a file that no flush was
 * asked for its bytes may be gone, and of a folder its names; that of a journalling file system a flush of either takes the
 * folders above along is relied upon.
 */
final class Disk {
    /** What a power failure takes of all that was not flushed. */
    enum Loss {
        /** Nothing: a process was killed, and the machine goes on. */
        NOTHING,
        /** The bytes and not the names, as where names are in a journal and bytes are written later. */
        BYTES,
        /** All of it. */
        ALL
    }

    private static final class Content {
        private byte[] seen = {};
        private byte[] flushed = {};
        private Optional<FileTime> time = Optional.empty();
    }

    private final Path top;
    private final SortedMap<String, Content> files = new TreeMap<>();
    private final SortedMap<String, Content> flushedFiles = new TreeMap<>();
    private final SortedSet<String> folders = new TreeSet<>();
    private final SortedSet<String> flushedFolders = new TreeSet<>();

    private Disk(Path top) {
        this.top = top;
    }

    /** What is below a directory now, all of it flushed long ago. */
    static Disk read(Path top) throws IOException {
        var disk = new Disk(top);
        if (!Files.exists(top)) {
            return disk;
        }
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                disk.folders.add(folder.toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var content = new Content();
                content.seen = Files.readAllBytes(file);
                content.time = Optional.of(attributes.lastModifiedTime());
                disk.files.put(file.toString(), content);
                return FileVisitResult.CONTINUE;
            }
        });
        disk.flushAll();
        return disk;
    }

    /** The same once more, to be changed. */
    Disk copy() {
        var copy = new Disk(top);
        copy.folders.addAll(folders);
        files.forEach((path, content) -> {
            var same = new Content();
            same.seen = content.seen;
            same.time = content.time;
            copy.files.put(path, same);
        });
        copy.flushAll();
        return copy;
    }

    boolean isBelow(String path) {
        return path.equals(top.toString()) || path.startsWith(top + "/");
    }

    void create(String path, boolean truncate) {
        var content = files.computeIfAbsent(path, name -> new Content());
        if (truncate) {
            truncate(path, 0);
        }
        content.time = Optional.empty();
    }

    long size(String path) {
        return files.get(path).seen.length;
    }

    void write(String path, long offset, byte[] bytes) {
        var content = Objects.requireNonNull(files.get(path), path);
        int end = Math.toIntExact(offset) + bytes.length;
        byte[] now = Arrays.copyOf(content.seen, Math.max(end, content.seen.length));
        System.arraycopy(bytes, 0, now, (int) offset, bytes.length);
        content.seen = now;
        content.time = Optional.empty();
    }

    void truncate(String path, long size) {
        var content = files.get(path);
        content.seen = Arrays.copyOf(content.seen, Math.toIntExact(size));
    }

    void rename(String from, String to) {
        if (folders.contains(from)) {
            throw new IllegalStateException("folders are not renamed: " + from);
        }
        files.put(to, files.remove(from));
    }

    void link(String from, String to) {
        files.put(to, files.get(from));
    }

    void unlink(String path) {
        files.remove(path);
    }

    void makeFolder(String path) {
        folders.add(path);
    }

    void removeFolder(String path) {
        folders.remove(path);
    }

    /** Flushes one file or folder. */
    void flush(String path) {
        if (folders.contains(path)) {
            flushedFiles.keySet().removeIf(name -> isIn(path, name) && !files.containsKey(name));
            files.forEach((name, content) -> {
                if (isIn(path, name)) {
                    flushedFiles.put(name, content);
                }
            });
            folders.stream()
                    .filter(folder -> path.startsWith(folder + "/") || folder.equals(path) || isIn(path, folder))
                    .forEach(flushedFolders::add);
        } else {
            var content = Objects.requireNonNull(files.get(path), path);
            content.flushed = content.seen;
        }
    }

    private static boolean isIn(String folder, String path) {
        return path.startsWith(folder + "/") && path.indexOf('/', folder.length() + 1) < 0;
    }

    void flushAll() {
        files.values().forEach(content -> content.flushed = content.seen);
        flushedFiles.clear();
        flushedFiles.putAll(files);
        flushedFolders.clear();
        flushedFolders.addAll(folders);
    }

    /** Puts what is left in place of what is there. */
    void restore(Loss loss) throws IOException {
        clear(top);
        var written = new IdentityHashMap<Content, Path>();
        for (String folder : loss == Loss.ALL ? flushedFolders : folders) {
            Files.createDirectories(Path.of(folder));
        }
        for (var file : (loss == Loss.ALL ? flushedFiles : files).entrySet()) {
            Path path = Path.of(file.getKey());
            var content = file.getValue();
            Files.createDirectories(path.getParent());
            if (written.containsKey(content)) {
                Files.createLink(path, written.get(content));
                continue;
            }
            written.put(content, path);
            Files.write(path, loss == Loss.NOTHING ? content.seen : content.flushed);
            if (content.time.isPresent()) {
                Files.setLastModifiedTime(path, content.time.get());
            }
        }
    }

    private static void clear(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (var paths = Files.walk(top)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** The bytes below a folder by path, as texts to be compared. */
    SortedMap<String, String> texts(String folder) {
        var texts = new TreeMap<String, String>();
        files.forEach((path, content) -> {
            if (path.startsWith(top.resolve(folder) + "/")) {
                texts.put(
                        path.substring(top.toString().length() + 1),
                        new String(content.seen, StandardCharsets.ISO_8859_1));
            }
        });
        return texts;
    }

    /** All files. */
    SortedMap<String, String> texts() {
        var texts = new TreeMap<String, String>();
        files.forEach((path, content) -> texts.put(
                path.substring(top.toString().length() + 1), new String(content.seen, StandardCharsets.ISO_8859_1)));
        return texts;
    }
}
