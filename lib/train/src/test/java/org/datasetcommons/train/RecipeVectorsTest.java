package org.datasetcommons.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the vectors of {@code docs/format/recipe.md}, its example, and every recipe that this repository ships. */
class RecipeVectorsTest {
    static List<Path> good() {
        return FormatVectors.in("recipe/good", ".yaml");
    }

    static List<Path> bad() {
        return FormatVectors.in("recipe/bad", ".yaml");
    }

    /** The recipes of templates and examples. */
    static List<Path> shipped() throws IOException {
        Path top = Path.of("..", "..");
        try (var files = Stream.concat(Files.walk(top.resolve("templates")), Files.walk(top.resolve("examples")))) {
            return files.filter(file -> file.toString().matches(".*/recipes/[^/]+\\.yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Recipe read(String file, byte[] bytes) {
        return Recipe.from(new StrictDocuments().yaml(file, bytes));
    }

    /** All fields of a recipe, one a line, with the usual values where it says nothing. */
    private static String spelled(Recipe recipe) {
        var input = recipe.input();
        return "name: " + recipe.name()
                + "\ntask: " + recipe.task()
                + "\ninclude: " + recipe.include()
                + "\ninput: "
                + switch (recipe.task()) {
                    case IMAGE_CLASSIFICATION ->
                        input.width() + " by " + input.height() + ", " + input.channels() + " channels"
                                + (input.resize() ? ", resized" : "");
                    case TABLE_CLASSIFICATION -> "features " + input.features();
                    case TEXT_CLASSIFICATION ->
                        "column " + input.column() + ", runs of " + input.shortest() + " to " + input.longest() + ", "
                                + input.buckets() + " buckets";
                }
                + "\nlabel: " + recipe.label()
                + "\ngroup: " + recipe.group().orElse("none")
                + "\nsplit: "
                + recipe.split()
                        .field()
                        .map(field -> field + " in " + recipe.split().held())
                        .orElse(recipe.split().test() + " by digest, salt '"
                                + recipe.split().salt() + "'")
                + "\nmodel: " + recipe.model().kind() + ", hidden "
                + recipe.model().hidden() + ", channels "
                + recipe.model().channels()
                + "\ntraining: " + recipe.training().epochs() + " epochs, batches of "
                + recipe.training().batch() + ", learning rate "
                + recipe.training().learningRate() + ", weight decay "
                + recipe.training().weightDecay() + ", shift "
                + recipe.training().shift()
                + "\npurpose: " + recipe.purpose() + "\n";
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsGoodVectorAsBesideIt(Path vector) throws IOException {
        var recipe = read(vector.getFileName().toString(), Files.readAllBytes(vector));

        assertEquals(FormatVectors.beside(vector, ".read"), spelled(recipe));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorWithTheMessageBesideIt(Path vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector);

        var error = assertThrows(
                CommonsException.class, () -> read(vector.getFileName().toString(), bytes));

        assertEquals(FormatVectors.beside(vector, ".error"), FormatVectors.spelled(error));
        assertEquals(CommonsException.Kind.INVALID_INPUT, error.kind());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void readsRecipeOfATemplateOrExample(Path file) throws IOException {
        assertTrue(!read(file.toString(), Files.readAllBytes(file)).label().isEmpty());
    }

    @Test
    void readsTheExampleOfTheFormatPage() throws IOException {
        var examples = FormatPage.fences("recipe.md", "yaml");

        assertEquals(1, examples.size());
        assertEquals(
                "owls",
                read("recipe.md", examples.get(0).getBytes(StandardCharsets.UTF_8))
                        .name());
    }

    @Test
    void hasVectors() throws IOException {
        assertTrue(good().size() >= 6, "good vectors");
        assertTrue(bad().size() >= 49, "bad vectors");
        assertTrue(shipped().size() >= 5, "recipes of templates and examples");
    }
}
