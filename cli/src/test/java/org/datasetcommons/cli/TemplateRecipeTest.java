package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe that each template lays down fits what the template is for. */
class TemplateRecipeTest {
    private static final int RECORDS = 30;

    @TempDir
    Path temporary;

    private final Map<String, String> variables = new HashMap<>();

    private String commons(Path directory, String... words) {
        var result = TestRun.in(directory).variables(variables).commons(words);
        assertEquals(0, result.code(), String.join(" ", words) + "\n" + result.out() + result.err());
        return result.out();
    }

    /** Makes a dataset, gives something to it, and asks what its recipe would learn from. */
    private void recipeTakes(String template, Path given, String folder) throws IOException {
        variables.putAll(TestPeople.moveIn(temporary.resolve("people"), "ana"));
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        Path dataset = temporary.resolve("dataset");
        commons(temporary, "init", "dataset", "--name", "made", "--license", "CC0-1.0", "--template", template);
        commons(
                dataset,
                "add",
                given.toString(),
                "--to",
                folder,
                "--license",
                "CC0-1.0",
                "--source",
                "made up",
                "--basis",
                "author");
        commons(dataset, "sign", "--yes");

        String plan = commons(dataset, "train", "--recipe", "recipes/default.yaml", "--dry-run", "--json");

        assertTrue(plan.contains("\"records\":" + RECORDS + ","), plan);
        assertTrue(plan.contains("\"excluded\":{}"), plan);
    }

    private Path table(String name, String head, String odd, String even) throws IOException {
        var rows = new StringBuilder(head).append('\n');
        for (int i = 0; i < RECORDS; i++) {
            rows.append(i).append(',').append(i % 2 == 0 ? even : odd).append('\n');
        }
        return Files.writeString(temporary.resolve(name), rows);
    }

    private Path pictures() throws IOException {
        ImageIO.setUseCache(false);
        for (int i = 0; i < RECORDS; i++) {
            var image = new BufferedImage(20 + i, 20, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i % 20, i % 20, 0xFFFFFF);
            Path folder = Files.createDirectories(temporary.resolve("pictures/" + (i % 2 == 0 ? "owls" : "wrens")));
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
        return temporary.resolve("pictures");
    }

    @Test
    void ofFiles() throws IOException {
        recipeTakes("files", pictures(), "data");
    }

    @Test
    void ofImages() throws IOException {
        recipeTakes("images", pictures(), "data");
    }

    @Test
    void ofTables() throws IOException {
        recipeTakes("table", table("pets.csv", "id,weight,label", "4,cat", "20,dog"), "data/records");
    }

    @Test
    void ofTexts() throws IOException {
        recipeTakes("text", table("words.csv", "id,text,language", "a house,en", "ein Haus,de"), "data/texts");
    }
}
