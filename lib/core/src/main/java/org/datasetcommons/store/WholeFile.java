package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.environment;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is replaced whole: whenever a command is killed, or the power goes, the old one is there or the new. Who may
 * read the repository may read it, too.
 */
public final class WholeFile {
    /** Writes what the file is to hold. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private WholeFile() {}

    /** Returns when the file is on the disk. */
    public static void write(Path file, Content content) {
        try {
            Files.createDirectories(file.getParent());
            Path temporary = new ScratchFolder(file.getParent()).newFile(file.getFileName() + "-", ".tmp");
            try {
                try (var out = new BufferedOutputStream(
                        Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        1 << 16)) {
                    content.writeTo(out);
                }
                Unsynced.flushBytes(temporary);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Unsynced.flushName(file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw environment("cannot write " + file, e);
        }
    }
}
