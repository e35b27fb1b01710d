package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.environment;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary file for what may be more than memory holds; it goes when it is closed. */
public final class ScratchFile implements AutoCloseable {
    /** Writes what the file is to hold, and tells something of it. */
    @FunctionalInterface
    public interface Content<T> {
        T writeTo(OutputStream out) throws IOException;
    }

    private final Path path;

    private ScratchFile(Path path) {
        this.path = path;
    }

    /** A file with nothing in it. */
    public static ScratchFile in(Path folder) {
        try {
            Files.createDirectories(folder);
            return new ScratchFile(Files.createTempFile(folder, "scratch", ".tmp"));
        } catch (IOException e) {
            throw environment("cannot write to " + folder, e);
        }
    }

    /** Writes all that it is to hold. */
    public <T> T write(Content<T> content) {
        try (var out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
            return content.writeTo(out);
        } catch (IOException e) {
            throw environment("cannot write " + path, e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw environment("cannot delete " + path, e);
        }
    }
}
