package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.train.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds each template to being a dataset that keeps its own rules, with a recipe that fits its charter. */
class TemplateTest {
    private static final Path TEMPLATES = Path.of("..", "templates");
    /** As a JSON string in YAML, and in prose. */
    private static final String TITLE = "Tales \"of\" the night: öäü";

    static final List<String> KINDS = Template.KINDS;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @FieldSource("KINDS")
    void datasetMadeOfItKeepsEveryRule(String kind) throws IOException {
        var run = TestRun.in(temporary).variables(TestPeople.moveIn(temporary.resolve("people"), "mia"));
        var made = run.commons(
                "init", "tales", "--name", "tales", "--license", "CC-BY-4.0", "--template", kind, "--title", TITLE);
        var checked = TestRun.in(temporary.resolve("tales"))
                .variables(TestPeople.moveIn(temporary.resolve("people"), "mia"))
                .commons("check");

        assertEquals(0, made.code(), made.err());
        assertEquals("✓ this version keeps every rule\n", checked.out(), checked.err());
        try (var files = Files.walk(temporary.resolve("tales"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(md|yaml|yml)"))
                    .toList()) {
                // An expression of a CI file, ${{ … }}, stays for the forge.
                assertFalse(
                        Files.readString(file).replace("${{", "").contains("{{"), "not filled in everywhere: " + file);
            }
        }
        assertTrue(Files.readString(temporary.resolve("tales/README.md")).contains("# " + TITLE + "\n"));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void recipeFitsTheCharter(String kind) {
        var documents = new StrictDocuments();
        var license = LicenseExpression.parse("CC-BY-4.0");
        var files = Template.named(kind).files("tales", TITLE, license, List.of(license));

        var charter = Charter.from(documents.yaml("commons.yaml", files.get("commons.yaml")));
        var recipe = Recipe.from(documents.yaml("recipes/default.yaml", files.get("recipes/default.yaml")));

        assertEquals(TITLE, charter.title());
        assertTrue(charter.purposes().containsKey(recipe.purpose()));
        for (var table : charter.tables()) {
            assertTrue(recipe.takes(DatasetPath.parse(table.files().glob().replace("**", "a.csv"))));
            assertTrue(table.columns().isEmpty() || table.columns().contains(recipe.label()), "no such column");
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void releasesFindThePartOfTheCardThatTheyWrite(String kind) throws IOException {
        String card = Files.readString(TEMPLATES.resolve(kind).resolve("README.md"));

        assertTrue(card.endsWith("<!-- commons: begin -->\nNot released yet.\n<!-- commons: end -->\n"));
    }

    @Test
    void everyFileOfATemplateIsListed() throws IOException {
        for (String folder : List.of("every", "files", "table", "text", "images")) {
            var listed = new TreeSet<>(
                    Files.readAllLines(TEMPLATES.resolve(folder).resolve("FILES"), StandardCharsets.UTF_8));
            var found = new TreeSet<String>();
            try (var files = Files.walk(TEMPLATES.resolve(folder))) {
                files.filter(Files::isRegularFile)
                        .map(file -> TEMPLATES
                                .resolve(folder)
                                .relativize(file)
                                .toString()
                                .replace('\\', '/'))
                        .filter(name -> !name.equals("FILES"))
                        .forEach(found::add);
            }
            assertEquals(found, listed, folder);
        }
    }
}
