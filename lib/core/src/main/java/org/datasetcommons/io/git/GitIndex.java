package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.datasetcommons.ShellWord;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.KnownFiles;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Git's index (gitformat-index(5), version 2), written so that stock git sees a work tree as it is without reading it: to git
 * a file of ours is content where a pointer is expected, and only size and time tell that it is unchanged. We never read it
 * for anything else.
 *
 * <p>If the index is still the one that was written here for the tree before, its entries are copied and only those of
 * changed paths made anew. What a person has put into it stays there. No branch moves while another program holds its lock;
 * where one takes it just then, the index is left alone.
 */
final class GitIndex {
    /** Git holds the lock for moments, but while a person writes a message. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Repository git;
    private final KnownFiles known;
    private final Path top;
    private final Path file;
    private final Path lock;
    /** What the index will be. */
    private final Path draft;
    /** The checksum of the index that was written here, and the tree that it was written for. */
    private final Path memory;
    /** The tree that somebody else's index was at when it could not be brought along for the first time. */
    private final Path behind;

    GitIndex(Repository git, Path privateDirectory, KnownFiles known) {
        this.git = git;
        this.known = known;
        this.top = git.getWorkTree().toPath();
        this.file = git.getIndexFile().toPath();
        this.lock = file.resolveSibling(file.getFileName() + ".lock");
        this.draft = privateDirectory.resolve("index.tmp");
        this.memory = privateDirectory.resolve("cache/index");
        this.behind = privateDirectory.resolve("index-behind");
    }

    /** Complains if another program holds the lock, and goes on holding it. */
    void requireUnlocked() throws IOException {
        if (isHeld()) {
            throw environment("git's index is locked: " + lock)
                    .hint("wait until the git command that holds it has ended, and run this again")
                    .hint("if no git command runs here, one was killed; remove what it left: `rm "
                            + ShellWord.of(lock.toString()) + "`");
        }
    }

    private boolean isHeld() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (Files.exists(lock) && !isLockOurs()) {
            if (System.nanoTime() > end) {
                return true;
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        return false;
    }

    /** Whether a command of ours made the lock; it then holds it for a moment, or was killed. */
    private boolean isLockOurs() throws IOException {
        try {
            return Files.isSameFile(draft, lock);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Brings the index to a tree, which differs from the tree before by these paths.
     *
     * @return whether it could be done, since another program may hold the lock
     */
    boolean refresh(Optional<ObjectId> before, ObjectId tree, ChangedPaths changes) throws IOException {
        isHeld(); // Waits for who holds it for a moment only.
        var checksum = checksum();
        var writtenFor = checksum.flatMap(this::writtenFor);
        boolean isOurs = checksum.isEmpty() || writtenFor.isPresent();
        var others = isOurs ? Optional.<DirCache>empty() : findOthers();
        boolean done = others.isEmpty() || isAt(others.get(), findBehind().or(() -> before))
                ? replace(checksum, writtenFor.isPresent() && before.equals(writtenFor), tree, changes, others)
                : keepStaged(checksum, before, tree, changes);
        if (done) {
            Files.deleteIfExists(behind);
        } else if (!isOurs && !Files.exists(behind)) {
            // Another program is at work, or left its lock behind. The index is only a cache, which is now behind.
            Files.createDirectories(behind.getParent());
            Files.writeString(behind, before.map(ObjectId::name).orElse(""));
        }
        return done;
    }

    /** An index ends with its own checksum, by which we know it again. Nothing if there is none. */
    private Optional<String> checksum() throws IOException {
        try (var channel = FileChannel.open(file)) {
            var checksum = ByteBuffer.allocate(Constants.OBJECT_ID_LENGTH);
            channel.position(Math.max(0, channel.size() - checksum.capacity()));
            while (checksum.hasRemaining() && channel.read(checksum) >= 0) {
                // The end of the file ends it, too.
            }
            return Optional.of(ObjectId.fromRaw(checksum.array()).name());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The tree for which this index was written here, if nobody has touched it since. */
    private Optional<ObjectId> writtenFor(String checksum) {
        try {
            String[] words = Files.readString(memory).split(" ");
            return words.length == 2 && words[0].equals(checksum)
                    ? Optional.of(ObjectId.fromString(words[1]))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<ObjectId> findBehind() throws IOException {
        try {
            return Optional.of(Files.readString(behind)).filter(ObjectId::isId).map(ObjectId::fromString);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Optional<DirCache> findOthers() throws IOException {
        try {
            return Optional.of(git.readDirCache());
        } catch (EOFException e) {
            return Optional.empty(); // Cut short by a power failure: there is nothing in it that somebody could want.
        }
    }

    private boolean isAt(DirCache index, Optional<ObjectId> tree) throws IOException {
        return tree.isPresent() && StagedIndex.isAt(git, index, tree.get());
    }

    /**
     * Writes the index.
     *
     * @param checksum of the index as it was looked at
     * @param copying whether its entries can be copied but for what has changed
     * @param others the index, if git has written it since
     * @return whether it could be done
     */
    private boolean replace(
            Optional<String> checksum, boolean copying, ObjectId tree, ChangedPaths changes, Optional<DirCache> others)
            throws IOException {
        unlockIfAbandoned();
        Files.createDirectories(draft.getParent());
        Files.createFile(draft);
        try {
            String written;
            try (var out = new IndexWriter(draft)) {
                if (copying) {
                    copyAndChange(changes, out);
                } else {
                    writeAll(tree, changes, others, out);
                }
                written = out.finish();
            }
            if (!moveUnderLock(checksum)) {
                return false;
            }
            Files.createDirectories(memory.getParent());
            Files.writeString(memory, written + " " + tree.name());
            return true;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private boolean moveUnderLock(Optional<String> checksum) throws IOException {
        if (!lock()) {
            return false;
        }
        boolean moved = false;
        try {
            if (!checksum().equals(checksum)) {
                return false; // Another program was faster.
            }
            Files.move(lock, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            moved = true;
            return true;
        } finally {
            if (!moved) {
                Files.delete(lock);
            }
        }
    }

    /**
     * Locks the index, with what it will be: the lock is another name of a file of ours, by which we know it again should it
     * be left behind.
     *
     * @return whether nobody else has locked it
     */
    private boolean lock() throws IOException {
        try {
            Files.createLink(lock, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return lockByCopy(); // A file system without links.
        }
    }

    private boolean lockByCopy() throws IOException {
        try {
            Files.copy(draft, lock);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Takes away a lock that a command of ours left when it was killed; whoever asks is the only one at work. */
    void unlockIfAbandoned() throws IOException {
        if (Files.exists(draft)) {
            if (isLockOurs()) {
                Files.delete(lock);
            }
            Files.deleteIfExists(draft.resolveSibling(draft.getFileName() + ".lock"));
            Files.delete(draft);
        }
    }

    /** Changes a copy, so that the lock is one of ours here, too. */
    private boolean keepStaged(
            Optional<String> checksum, Optional<ObjectId> before, ObjectId tree, ChangedPaths changes)
            throws IOException {
        unlockIfAbandoned();
        Files.createDirectories(draft.getParent());
        Files.copy(file, draft);
        try {
            var index = DirCache.lock(draft.toFile(), git.getFS());
            try {
                new StagedIndex(git, (path, blob, noted) -> stamp(path, blob, noted, changes))
                        .refresh(index, before, tree, findBehind());
            } finally {
                index.unlock();
            }
            return moveUnderLock(checksum);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private Optional<FileStamp> stamp(String path, ObjectId blob, Optional<DirCacheEntry> noted, ChangedPaths changes)
            throws IOException {
        var changed = changes.find(path.getBytes(StandardCharsets.UTF_8));
        return changed.isPresent() ? changed.get().stamp() : remembered(path, blob, noted);
    }

    /**
     * How a file looked when it was read, if it still does: git may have brought another since. What git itself has noted
     * of it need not be looked at again.
     */
    private Optional<FileStamp> remembered(String path, ObjectId blob, Optional<DirCacheEntry> noted)
            throws IOException {
        var stamp = known.findStamp(path, blob.name());
        boolean isNoted = stamp.isPresent()
                && noted.isPresent()
                && noted.get().getObjectId().equals(blob)
                && noted.get().getLength() == (int) stamp.get().size()
                && noted.get()
                        .getLastModifiedInstant()
                        .equals(stamp.get().modifiedTime().toInstant());
        return isNoted || stamp.isPresent() && FileStamp.find(top.resolve(path)).equals(stamp)
                ? stamp
                : Optional.empty();
    }

    private void writeAll(ObjectId tree, ChangedPaths changes, Optional<DirCache> others, IndexWriter out)
            throws IOException {
        try (var walk = new TreeWalk(git)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                byte[] path = walk.getRawPath();
                var id = walk.getObjectId(0);
                var changed = changes.find(path);
                var stamp = changed.isPresent()
                        ? changed.get().stamp()
                        : remembered(walk.getPathString(), id, entry(others, path));
                out.add(path, walk.getFileMode(0), id, stamp);
            }
        }
    }

    private static Optional<DirCacheEntry> entry(Optional<DirCache> index, byte[] path) {
        if (index.isEmpty()) {
            return Optional.empty();
        }
        int at = index.get().findEntry(path, path.length);
        return at < 0 ? Optional.empty() : Optional.of(index.get().getEntry(at));
    }

    /** The entries of the index as it is, with those of changed paths made anew; both are in order. */
    private void copyAndChange(ChangedPaths changes, IndexWriter out) throws IOException {
        try (var old = new IndexReader(file)) {
            boolean more = old.next();
            for (var changed : changes) {
                int order = -1;
                while (more && (order = old.comparePath(changed.path())) < 0) {
                    out.copy(old);
                    more = old.next();
                }
                if (more && order == 0) {
                    more = old.next();
                }
                if (changed.id().isPresent()) {
                    out.add(changed.path(), changed.mode(), changed.id().get(), changed.stamp());
                }
            }
            for (; more; more = old.next()) {
                out.copy(old);
            }
        }
    }
}
