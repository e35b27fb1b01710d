package org.datasetcommons.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Run by the build: writes man pages to {@code man/man1} and scripts to {@code completion} below a directory. */
public final class ManPages {
    private ManPages() {}

    /** Takes the directory, and the version and the time of the build, which stand on each man page. */
    public static void main(String[] words) throws IOException {
        write(Path.of(words[0]), words[1], words[2].substring(0, "2026-11-22".length()));
    }

    static void write(Path directory, String version, String day) throws IOException {
        var pages = new ReferencePages(CommandTree.whole(Environment.ofProcess()));
        write(directory.resolve("man").resolve("man1"), pages.man(version, day));
        write(directory.resolve("completion"), pages.completion());
    }

    private static void write(Path directory, Map<String, String> files) throws IOException {
        Files.createDirectories(directory);
        for (var file : files.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
    }
}
