package org.datasetcommons.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How an ordinary file looks from outside; while that stays the same, its content is taken to be.
 *
 * @param modified nanoseconds since 1970
 * @param key tells the file from another that took its name, where the file system can
 */
public record FileStamp(long size, long modified, int key) {
    public static FileStamp of(BasicFileAttributes attributes) {
        var key = attributes.fileKey();
        return new FileStamp(
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                key == null ? 0 : key.hashCode());
    }

    /** When it was modified. */
    public FileTime modifiedTime() {
        return FileTime.from(modified, TimeUnit.NANOSECONDS);
    }

    /** The stamp of the ordinary file of this name; nothing if there is none, or something else. Links are not followed. */
    public static Optional<FileStamp> find(Path file) throws IOException {
        return attributes(file).filter(BasicFileAttributes::isRegularFile).map(FileStamp::of);
    }

    /**
     * What the file system says of the file of this name, be it a link; nothing if there is none, as where what should be
     * its folder is a file.
     */
    public static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (isBelowFile(file)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isBelowFile(Path file) {
        Path above = file.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    // As in Pointer.

    @Override
    public boolean equals(Object other) {
        return other instanceof FileStamp stamp && size == stamp.size && modified == stamp.modified && key == stamp.key;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(modified) + key;
    }
}
