package org.datasetcommons.store;

import java.io.IOException;
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
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? Optional.of(of(attributes)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
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
