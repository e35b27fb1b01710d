package org.datasetcommons.document;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.datasetcommons.CommonsException;

/**
 * The test vectors in {@code docs/format/vectors}: files, and beside each one what reading it gives. Where a vector follows
 * from the code, {@code -Dgolden=write} writes it anew, for a person to review.
 */
public final class FormatVectors {
    private FormatVectors() {}

    /** The files of a folder that have one of these extensions, sorted. */
    public static List<Path> in(String folder, String... extensions) {
        try (var files = Files.list(root().resolve(folder))) {
            return files.filter(f ->
                            Stream.of(extensions).anyMatch(e -> f.toString().endsWith(e)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folders of a folder, sorted: vectors that are several files. */
    public static List<Path> foldersIn(String folder) {
        try (var files = Files.list(root().resolve(folder))) {
            return files.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file or folder. */
    public static Path at(String name) {
        return root().resolve(name);
    }

    /** The bytes of one file. */
    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(at(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the file beside it, of this extension, says. */
    public static String beside(Path vector, String extension) throws IOException {
        return Files.readString(vector.resolveSibling(vector.getFileName() + extension), StandardCharsets.UTF_8);
    }

    /** Holds that a vector is what the code makes, or makes it so. */
    public static void hold(Path vector, byte[] made) throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(vector.getParent());
            Files.write(vector, made);
        }
        byte[] stored = Files.readAllBytes(vector);
        // Texts first: the difference of two texts can be read.
        assertEquals(
                new String(stored, StandardCharsets.UTF_8),
                new String(made, StandardCharsets.UTF_8),
                vector + ": run the tests with -Dgolden=write and review the difference");
        assertArrayEquals(stored, made, vector.toString());
    }

    /** As {@link #hold(Path, byte[])}, for the file beside a vector. */
    public static void holdBeside(Path vector, String extension, String made) throws IOException {
        hold(vector.resolveSibling(vector.getFileName() + extension), made.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a vector, which may fail. */
    @FunctionalInterface
    public interface Reading {
        void run() throws IOException;
    }

    /** Holds that reading a vector fails as invalid input, with what stands beside it. */
    public static void holdRefusal(Path vector, Reading reading) throws IOException {
        var error = assertThrows(CommonsException.class, reading::run, vector.toString());
        assertEquals(CommonsException.Kind.INVALID_INPUT, error.kind(), error.getMessage());
        holdBeside(vector, ".error", spelled(error));
    }

    /** A failure as the vectors spell it: the message, and a line for each hint. */
    public static String spelled(CommonsException e) {
        var text = new StringBuilder(e.getMessage()).append('\n');
        e.hints().forEach(hint -> text.append("hint: ").append(hint).append('\n'));
        return text.toString();
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs/format/vectors"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/format/vectors");
    }
}
