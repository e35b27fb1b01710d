package org.datasetcommons.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of the files of a work tree from having read them before, so that those which look the same need not be read
 * again. It is a cache: it may be deleted at any time, and nothing that vouches for content asks it.
 *
 * <p>A file that was changed just before it was read could be changed again without looking any different, as file systems
 * count time in steps. So a file is remembered only if it had been left alone for longer than such a step, whose length its
 * time tells. Safe to be used by several threads.
 */
public final class KnownFiles {
    /** The coarsest clock of a file system in use (FAT) ticks every two seconds. */
    private static final long COARSE_STEP = 2_000_000_000L;

    /** File systems that keep less than this keep hundredths of a second (exFAT), or whole ones, and nothing between. */
    private static final long HUNDREDTH = 10_000_000L;

    /** Those that keep more take the time of the system, which goes on at least sixty-four times a second; with room to spare. */
    private static final long FINE_STEP = 100_000_000L;

    private final Path file;
    private final long opened;
    private final Map<String, ByteBuffer> saved;
    private final Map<String, KnownFolder> folders = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Optional<KnownFile>>> learnt = new ConcurrentHashMap<>();

    private KnownFiles(Path file, long opened, Map<String, ByteBuffer> saved) {
        this.file = file;
        this.opened = opened;
        this.saved = saved;
    }

    /**
     * Begins with what was saved.
     *
     * @param privateDirectory {@code .git/commons}
     */
    public static KnownFiles open(Path privateDirectory) {
        Path file = privateDirectory.resolve("cache/known-files");
        return new KnownFiles(file, now(file), KnownFilesFormat.read(file));
    }

    /** By the clock of the file system, which may be another machine's; long ago, if nothing can be written there. */
    private static long now(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Path probe = Files.createTempFile(file.getParent(), "now", null);
            try {
                return FileStamp.find(probe).orElseThrow().modified();
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return COARSE_STEP;
        }
    }

    /** A time that every change from now on is after. What the tool writes itself gets it, and so need never be read again. */
    public long settledTime() {
        return opened - COARSE_STEP;
    }

    /** Whether every change from now on gives a file another time than this, at which it was changed last. */
    static boolean isSettled(long modified, long now) {
        return modified <= now - (modified % HUNDREDTH == 0 ? COARSE_STEP : FINE_STEP);
    }

    /** The content of a file, if it looks as it did when it was read. */
    public Optional<Pointer> find(String path, FileStamp stamp) {
        String folderPath = folder(path);
        if (isLearnt(folderPath, path)) {
            return known(path).filter(file -> file.stamp().equals(stamp)).map(KnownFile::content);
        }
        var folder = savedFolder(folderPath);
        int row = folder.find(name(path), stamp);
        return row < 0 ? Optional.empty() : Optional.of(folder.content(row));
    }

    /**
     * Whether a file looks as it did when it was read, and stood then for what git has under this name.
     *
     * @param blob 20 raw bytes
     */
    public boolean has(String path, FileStamp stamp, byte[] blob) {
        String folderPath = folder(path);
        if (isLearnt(folderPath, path)) {
            return known(path)
                    .filter(file -> file.stamp().equals(stamp)
                            && file.blob().equals(HexFormat.of().formatHex(blob)))
                    .isPresent();
        }
        var folder = savedFolder(folderPath);
        int row = folder.find(name(path), stamp);
        return row >= 0 && folder.hasBlob(row, blob, 0);
    }

    /** How a file looked when it was read, if this was git's name of what stands for it. */
    public Optional<FileStamp> findStamp(String path, String blob) {
        return known(path).filter(file -> file.blob().equals(blob)).map(KnownFile::stamp);
    }

    /** How a file looked when it was read since this was opened, if this is what was in it. */
    public Optional<FileStamp> findLearntStamp(String path, Pointer content) {
        var fresh = learnt.getOrDefault(folder(path), Map.of()).get(name(path));
        return fresh == null
                ? Optional.empty()
                : fresh.filter(file -> file.content().equals(content)).map(KnownFile::stamp);
    }

    private Optional<KnownFile> known(String path) {
        var fresh = learnt.getOrDefault(folder(path), Map.of()).get(name(path));
        return fresh != null ? fresh : savedFolder(folder(path)).find(name(path));
    }

    /** Whether something was learnt of a file since this was opened, be it that it is gone. */
    private boolean isLearnt(String folder, String path) {
        var files = learnt.get(folder);
        return files != null && files.containsKey(name(path));
    }

    /** What was saved of a folder; what was learnt since is not in it. */
    public KnownFolder savedFolder(String folder) {
        var columns = saved.get(folder);
        return columns == null ? KnownFolder.EMPTY : folders.computeIfAbsent(folder, name -> KnownFolder.of(columns));
    }

    /**
     * Remembers what was read.
     *
     * @param stamp from before it was read
     * @param blob git's name of what stands for it: of its pointer, or of itself
     */
    public void learn(String path, FileStamp stamp, Pointer content, String blob) {
        if (isSettled(stamp.modified(), opened) && stamp.size() == content.size()) {
            note(path, Optional.of(new KnownFile(stamp, content, blob)));
        }
    }

    /** Forgets a file that is gone. */
    public void forget(String path) {
        note(path, Optional.empty());
    }

    private void note(String path, Optional<KnownFile> known) {
        learnt.computeIfAbsent(folder(path), folder -> new ConcurrentHashMap<>())
                .put(name(path), known);
    }

    /** Saves what was learnt. That it cannot be saved is no failure; it only takes longer next time. */
    public void save() {
        if (learnt.isEmpty()) {
            return;
        }
        var all = new TreeMap<>(saved);
        learnt.forEach((name, files) -> {
            var folder = savedFolder(name).with(files);
            if (folder.isEmpty()) {
                all.remove(name);
            } else {
                all.put(name, folder.toBytes());
            }
        });
        try {
            KnownFilesFormat.write(file, all);
        } catch (IOException e) {
            // A disk that is full or may not be written to, which every command that has to write will say.
        }
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
