package org.datasetcommons.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Run by the build: writes man pages to {@code man/man1} and scripts to {@code completion} below a directory. */
public final class ManPages {
    private ManPages() {}

    /** Takes the directory as its one argument. */
    public static void main(String[] words) throws IOException {
        write(Path.of(words[0]));
    }

    static void write(Path directory) throws IOException {
        var pages = new ReferencePages(CommandTree.whole(Environment.ofProcess()));
        write(directory.resolve("man").resolve("man1"), pages.man());
        write(directory.resolve("completion"), pages.completion());
    }

    private static void write(Path directory, Map<String, String> files) throws IOException {
        Files.createDirectories(directory);
        for (var file : files.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
    }
}
