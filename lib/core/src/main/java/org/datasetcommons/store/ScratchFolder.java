package org.datasetcommons.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory for files that are not whole yet, away from where anybody looks, so that those of a command that was killed are
 * in nobody's way. Safe to be used by several threads.
 */
public final class ScratchFolder {
    /** Processes on other machines, and in containers, have the same numbers, but hardly at the same nanosecond. */
    private static final String PROCESS =
            ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX) + "-";

    private static final AtomicLong NAMES = new AtomicLong();

    private final Path directory;
    private volatile boolean made;

    /** @param directory made when it is first needed */
    public ScratchFolder(Path directory) {
        this.directory = directory;
    }

    /** A name that nobody else uses, for a file that is not there yet. */
    public Path newFile() throws IOException {
        return newFile("", "");
    }

    /** The same, with a name that begins and ends like this. */
    public Path newFile(String prefix, String suffix) throws IOException {
        if (!made) {
            Files.createDirectories(directory);
            made = true;
        }
        return directory.resolve(prefix + PROCESS + NAMES.incrementAndGet() + suffix);
    }

    /** Gives a file that is whole its place, also on another file system. */
    public static void place(Path whole, Path file) throws IOException {
        try {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Path beside = file.resolveSibling("." + file.getFileName() + ".commons-tmp");
            try {
                Files.copy(whole, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        }
    }
}
