package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.usecase.AddRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a file between being found and being read; no script can be so quick. */
class VanishingFileTest {
    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    @Test
    void fileThatVanishesWhileItIsAddedIsNamedAndNothingChanges() throws IOException {
        Path work = temporary.toRealPath();
        Script.parse("owls", "given owls\n").run(work, VerbCatalog.standard());
        Path file = Files.writeString(work.resolve("owl.txt"), "An owl.\n");
        var before = Snapshot.of(work.resolve("owls"));

        var error = assertThrows(CommonsException.class, () -> add(work, file));

        assertEquals(file + " vanished while it was being added", error.getMessage());
        assertEquals(CommonsException.Kind.ENVIRONMENT, error.kind());
        assertEquals(List.of("run the command again when nobody is moving files"), error.hints());
        assertEquals(List.of(), before.changesTo(Snapshot.of(work.resolve("owls"))));
    }

    private static void add(Path work, Path file) throws IOException {
        var environment = TestRun.in(work.resolve("owls"))
                .variables(TestPeople.moveIn(work.resolve("people"), "ana"))
                .environment();
        var wiring = new Wiring(environment, deletingWhenWorkBegins(file), new Prompt(environment));
        try (var workspace = wiring.open()) {
            new AddRecords(workspace.value(), wiring.keys(workspace.repository(), Optional.empty()))
                    .run(new AddRecords.Request(
                            List.of(file),
                            Optional.of("CC-BY-4.0"),
                            Optional.of("my own notes"),
                            Optional.of("author"),
                            Optional.empty(),
                            new TreeSet<>(),
                            new TreeSet<>(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of(),
                            false,
                            Optional.empty(),
                            false));
        }
    }

    private static Progress deletingWhenWorkBegins(Path file) {
        return (label, total, unit) -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Progress.Task.UNSEEN;
        };
    }
}
