package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.datasetcommons.cli.demo.Stage;
import org.datasetcommons.cli.demo.Story;
import org.datasetcommons.cli.render.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays the walk-throughs of {@code examples/} to their end; each command must end as its page says. */
class WalkthroughTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    Path temporary;

    @Test
    void digitsAsPictures() throws IOException {
        Path material = Files.createDirectories(temporary.resolve("material"));
        unpack(EXAMPLES.resolve("digits/digits-images.zip"), material);
        copy(EXAMPLES.resolve("digits/recipes"), material);

        play("digits/pictures.md");

        assertTrue(Files.exists(temporary.resolve("mia/model/model.safetensors")));
    }

    @Test
    void sentencesUnderThreeLicences() throws IOException {
        Path material = Files.createDirectories(temporary.resolve("material"));
        copy(EXAMPLES.resolve("tongues"), material);
        copy(EXAMPLES.resolve("tongues/recipes"), material);
        copy(EXAMPLES.resolve("tongues/LICENSES"), Files.createDirectories(material.resolve("LICENSES")));

        play("tongues/walkthrough.md");

        assertTrue(Files.exists(temporary.resolve("mia/model/model.safetensors")));
    }

    private void play(String page) throws IOException {
        assumeTrue(TestRun.isInstalled("git"), "git is not installed");
        var environment = TestRun.in(temporary.toRealPath())
                .variables(Map.of(
                        "PATH", System.getenv("PATH"), "XDG_CACHE_HOME", System.getProperty("commons.test.cache")))
                .environment();
        var stage = new Stage(environment, temporary.toRealPath(), new Screen(environment.out(), false, 80), () -> {});

        stage.play(Story.parse(Files.readString(EXAMPLES.resolve(page))));
    }

    private static void copy(Path folder, Path to) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void unpack(Path archive, Path to) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                var zip = new ZipInputStream(in)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    Path file = to.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
    }
}
