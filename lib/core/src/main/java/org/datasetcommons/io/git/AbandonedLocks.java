package org.datasetcommons.io.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.store.FileStamp;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * Lock files of git's that a command of ours left when it was killed. Git holds those of refs and of its settings for
 * moments, so that one which stays as it is for longer is held by nobody. That of the index may be held for as long as a
 * person writes a message, and is not among them.
 */
final class AbandonedLocks {
    private static final Duration MOMENT = Duration.ofMillis(500);
    private static final String LOCK = ".lock";

    private final Repository git;

    AbandonedLocks(Repository git) {
        this.git = git;
    }

    /** @param since when the command began that was killed */
    void remove(Instant since) throws IOException {
        remove(candidates(), since);
    }

    /**
     * Clears away what a fetch left that was killed: the lock of the note what was fetched last, and the notes that JGit lays
     * beside a pack until its refs are there; with such a note the same pack cannot come again. Nor can it beside a pack that
     * has no index yet, which nobody can read; that one is set aside.
     *
     * @param aside a directory on the same file system
     */
    void clearWayForFetch(Path aside) throws IOException {
        var locks = new ArrayList<>(List.of(fetched()));
        var packs = new ArrayList<Path>();
        try (var files =
                Files.newDirectoryStream(git.getCommonDirectory().toPath().resolve("objects/pack"), "pack-*")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(".keep" + LOCK)
                        || name.endsWith(".keep") && Files.readString(file).startsWith("jgit ")) {
                    locks.add(file);
                } else if (name.endsWith(".pack") && !Files.exists(PackWriter.index(file))) {
                    packs.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return; // Somebody is at work.
        }
        remove(locks, Instant.MIN);
        for (Path pack : stayingAsTheyAre(packs, Instant.MIN)) {
            if (!Files.exists(PackWriter.index(pack))) {
                Files.createDirectories(aside);
                Files.move(pack, aside.resolve(pack.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void remove(List<Path> candidates, Instant since) throws IOException {
        for (Path lock : stayingAsTheyAre(candidates, since)) {
            Files.deleteIfExists(lock);
        }
    }

    private static List<Path> stayingAsTheyAre(List<Path> candidates, Instant since) throws IOException {
        var found = new LinkedHashMap<Path, FileStamp>();
        for (Path file : candidates) {
            var stamp = FileStamp.find(file);
            if (stamp.isPresent() && !stamp.get().modifiedTime().toInstant().isBefore(since)) {
                found.put(file, stamp.get());
            }
        }
        if (found.isEmpty()) {
            return List.of();
        }
        try {
            Thread.sleep(MOMENT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        var staying = new ArrayList<Path>();
        for (var file : found.entrySet()) {
            if (FileStamp.find(file.getKey()).equals(Optional.of(file.getValue()))) {
                staying.add(file.getKey());
            }
        }
        return staying;
    }

    /** All there are, that of the index as well, whoever holds them. */
    List<Path> all() throws IOException {
        var files = candidates();
        files.add(git.getDirectory().toPath().resolve("index" + LOCK));
        return files.stream().filter(Files::exists).toList();
    }

    /** The lock of the note what was fetched last. */
    private Path fetched() {
        return git.getDirectory().toPath().resolve(Constants.FETCH_HEAD + LOCK);
    }

    private List<Path> candidates() throws IOException {
        Path common = git.getCommonDirectory().toPath();
        var files = new ArrayList<>(List.of(
                common.resolve("config" + LOCK),
                common.resolve("packed-refs" + LOCK),
                git.getDirectory().toPath().resolve("HEAD" + LOCK),
                fetched()));
        Path refs = common.resolve("refs");
        if (Files.isDirectory(refs, LinkOption.NOFOLLOW_LINKS)) {
            try (var below = Files.walk(refs)) {
                below.filter(file -> file.toString().endsWith(LOCK)).forEach(files::add);
            } catch (java.io.UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e.getCause();
                }
                // Git moves refs meanwhile; what is held now is not abandoned.
            }
        }
        return files;
    }
}
