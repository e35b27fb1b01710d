package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.datasetcommons.ShellWord;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;

/** The files of a model: weights, what they mean, how good they are, what they were trained on, and the record of it all. */
public final class ModelDirectory {
    static final String WEIGHTS = "model.safetensors";
    static final String MODEL = "model.json";
    static final String METRICS = "metrics.json";
    static final String RECORDS = "records.jsonl";
    static final String CARD = "README.md";
    static final String RECIPE = "recipe.yaml";
    static final String RECORD = "model-record.json";
    static final String SIGNATURE = RECORD + ".sig";
    static final String ENVELOPE = "model-record.dsse.json";

    /** What a record must name. */
    static final List<String> SUBJECTS = List.of(CARD, METRICS, MODEL, WEIGHTS, RECIPE, RECORDS);

    private final Path path;
    private final Documents documents;

    public ModelDirectory(Path path, Documents documents) {
        this.path = path;
        this.documents = documents;
    }

    /** Whether somebody who names this path means a model. */
    public static boolean isModel(Path path) {
        return List.of(RECORD, MODEL, WEIGHTS).stream().anyMatch(name -> Files.isRegularFile(path.resolve(name)));
    }

    public Path path() {
        return path;
    }

    /** @throws org.datasetcommons.CommonsException if there is none, or it is malformed */
    public ModelRecord record() {
        return record(file(RECORD));
    }

    ModelRecord record(byte[] bytes) {
        return ModelRecord.from(documents.json(RECORD, bytes));
    }

    /** A file that the record names, with just the content that it names. */
    byte[] file(ModelRecord record, String name) {
        byte[] bytes = file(name);
        if (!Digest.of(bytes).equals(record.files().get(name))) {
            throw invalid(path.resolve(name) + " is not the file that the model record names")
                    .hint("see what else is wrong: `commons verify " + ShellWord.of(path) + "`");
        }
        return bytes;
    }

    byte[] file(String name) {
        return findFile(name)
                .orElseThrow(() -> precondition(path + " is not a model: there is no " + name)
                        .hint("train one: `commons train --recipe recipes/default.yaml --out model`"));
    }

    Optional<byte[]> findFile(String name) {
        try {
            return Optional.of(Files.readAllBytes(path.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw environment("cannot read " + path.resolve(name), e);
        }
    }

    /** The names of all that lies in it. */
    SortedSet<String> names() {
        try (var files = Files.list(path)) {
            var names = new TreeSet<String>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw environment("cannot read " + path, e);
        }
    }

    /** The recipe as it was followed: as it was written, for the purpose that the record names. */
    Recipe recipe(ModelRecord record) {
        return Recipe.from(documents.yaml(RECIPE, file(record, RECIPE))).forPurpose(record.purpose());
    }

    Uses uses(ModelRecord record) {
        return Uses.read(RECORDS, file(record, RECORDS), documents);
    }

    /** The model, from files that are those that the record names. */
    KeptModel read(ModelRecord record) {
        var description = Description.read(MODEL, file(record, MODEL), documents);
        var weights = Safetensors.read(WEIGHTS, file(record, WEIGHTS), description.network(), documents);
        return new KeptModel(recipe(record), description, weights, uses(record));
    }

    /** Refuses a directory that is there, before any work is done for it. */
    void requireFree() {
        if (Files.exists(path)) {
            throw precondition(path + " exists").hint("name another directory with --out, or remove that one");
        }
    }

    /** Writes the directory whole or not at all. */
    void write(SortedMap<String, byte[]> files) {
        requireFree();
        Path parent = path.toAbsolutePath().getParent();
        try {
            Files.createDirectories(parent);
            // Not createTempDirectory, which lets only the owner in.
            Path temporary = parent.resolve(
                    "." + path.getFileName() + "." + ProcessHandle.current().pid());
            delete(temporary);
            Files.createDirectory(temporary);
            try {
                for (var file : files.entrySet()) {
                    Files.write(temporary.resolve(file.getKey()), file.getValue());
                }
                Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(temporary);
            }
        } catch (IOException e) {
            throw environment("cannot write the model to " + path, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
