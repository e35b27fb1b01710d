package org.datasetcommons.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.datasetcommons.CommonsException;

/** The test vectors in {@code docs/format/vectors}: files, and beside each one what reading it gives. */
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

    /** What the file beside it, of this extension, says. */
    public static String beside(Path vector, String extension) throws IOException {
        return Files.readString(vector.resolveSibling(vector.getFileName() + extension), StandardCharsets.UTF_8);
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
