package org.datasetcommons.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Copies of large files that share their bytes on the disk with the original until one of the two is changed, where the file
 * system can (ioctl_ficlone(2); btrfs and XFS do). Java has no call for that; the program {@code cp} of GNU does it. Safe to be
 * used by several threads.
 */
final class Reflink {
    /** The fewest bytes for which it is worth starting a program. */
    static final long LARGE = 4 << 20;

    /** File systems that cannot; there is no need to ask. */
    private static final Set<String> CANNOT = Set.of("ext2", "ext3", "ext4", "tmpfs", "vfat", "exfat");

    private final Optional<SystemProgram> cp;
    private final Set<String> without;
    /** What did not work once would not work with the next file. */
    private volatile boolean hasFailed;

    private Reflink(Optional<SystemProgram> cp, Set<String> without) {
        this.cp = cp;
        this.without = without;
    }

    /** By the system's {@code cp}, where the file system may be able to. */
    static Reflink ofSystem() {
        return new Reflink(SystemProgram.find("cp"), CANNOT);
    }

    /** By a program that takes the words that {@code cp} takes, on any file system. */
    static Reflink by(SystemProgram cp) {
        return new Reflink(Optional.of(cp), Set.of());
    }

    /**
     * Makes a file that is not there yet, with the bytes of another.
     *
     * @return whether it was made; else nothing was
     */
    boolean copy(Path from, Path to) throws IOException {
        if (hasFailed
                || cp.isEmpty()
                || without.contains(Files.getFileStore(to.getParent()).type())) {
            return false;
        }
        // With the permissions that new files have, and not those of the original.
        Files.createFile(to);
        if (cp.get().succeeds("--reflink=always", "--", from.toString(), to.toString())) {
            return true;
        }
        hasFailed = true;
        Files.delete(to);
        return false;
    }
}
