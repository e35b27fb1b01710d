package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was written and may not be on the disk yet. A few files are flushed one by one; many by one flush of their file
 * system, which is a hundred times cheaper than a flush of each. Java has no call for that; the program {@code sync} does
 * it, and where there is none every file is flushed when it is written. Safe to be told by several threads.
 */
public final class Unsynced {
    /** As many as cost about as much as starting a program. */
    private static final int FEW = 8;

    private static final Optional<SystemProgram> SYNC = SystemProgram.find("sync");

    /** Elsewhere a directory cannot be opened, and the file system keeps names by itself. */
    private static final boolean NAMES_NEED_FLUSH =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path directory;
    private final List<Path> few = new ArrayList<>();
    private boolean many;

    /** @param directory a place on the file system of all the files */
    public Unsynced(Path directory) {
        this.directory = directory;
    }

    /** Notes a file that has all its bytes and its final name. */
    public synchronized void wrote(Path file) {
        if (few.size() < FEW) {
            few.add(file);
        } else if (SYNC.isPresent()) {
            many = true;
        } else {
            flush(file);
        }
    }

    /** Returns when all that was noted is on the disk. */
    public synchronized void flush() {
        if (many) {
            flushFileSystem();
        } else {
            few.forEach(Unsynced::flush);
        }
        few.clear();
        many = false;
    }

    /** Flushes the bytes of one file. */
    static void flushBytes(Path file) throws IOException {
        try {
            force(file, StandardOpenOption.WRITE);
        } catch (AccessDeniedException e) {
            // Content that is linked to that of a repository of somebody else's: not every system wants to be allowed
            // more.
            force(file, StandardOpenOption.READ);
        }
    }

    /** Flushes the name of one file. */
    static void flushName(Path file) throws IOException {
        if (NAMES_NEED_FLUSH) {
            force(file.toAbsolutePath().getParent(), StandardOpenOption.READ);
        }
    }

    private static void flush(Path file) {
        try {
            flushBytes(file);
            flushName(file);
        } catch (IOException e) {
            throw environment("cannot make sure that " + file + " is on the disk", e);
        }
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    private void flushFileSystem() {
        var sync = SYNC.orElseThrow();
        // A sync that cannot be told which file system flushes them all.
        if (!sync.succeeds("-f", directory.toString()) && !sync.succeeds()) {
            throw environment("cannot make sure that what was written to " + directory + " is on the disk");
        }
    }
}
