package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/** The files of a model: weights, what they mean, how good they are, what they were trained on. */
public final class ModelDirectory {
    static final String WEIGHTS = "model.safetensors";
    static final String MODEL = "model.json";
    static final String METRICS = "metrics.json";
    static final String RECORDS = "records.jsonl";
    static final String CARD = "README.md";

    private ModelDirectory() {}

    /** The files that follow from the model alone: name to bytes, the same for the same model. */
    public static SortedMap<String, byte[]> files(TrainedModel model) {
        var files = new TreeMap<String, byte[]>();
        files.put(WEIGHTS, Safetensors.write(model.weights()));
        files.put(MODEL, Json.pretty(model.toNode()));
        files.put(METRICS, Json.pretty(model.metrics().toNode()));
        files.put(RECORDS, records(model));
        return files;
    }

    /** One line a record that was asked for: learnt from, held out, or left out and why. */
    private static byte[] records(TrainedModel model) {
        var lines = new TreeMap<String, Node.Fields>();
        model.learned()
                .forEach((id, digest) -> lines.put(
                        id, use(id, "train").put("sha256", digest.hex()).build()));
        model.held()
                .forEach((id, digest) -> lines.put(
                        id, use(id, "test").put("sha256", digest.hex()).build()));
        model.excluded()
                .forEach((id, reason) ->
                        lines.put(id, use(id, "excluded").put("reason", reason).build()));
        var out = new StringBuilder();
        lines.values().forEach(line -> out.append(Json.line(line)).append('\n'));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static org.datasetcommons.document.FieldsBuilder use(String id, String use) {
        return Node.fields().put("record", id).put("use", use);
    }

    /** Refuses a directory that is there, before any work is done for it. */
    public static void requireFree(Path directory) {
        if (Files.exists(directory)) {
            throw precondition(directory + " exists").hint("name another directory with --out, or remove that one");
        }
    }

    /** Writes a directory whole or not at all. */
    public static void write(Path directory, SortedMap<String, byte[]> files) {
        requireFree(directory);
        Path parent = directory.toAbsolutePath().getParent();
        try {
            Files.createDirectories(parent);
            Path temporary = Files.createTempDirectory(parent, ".model");
            try {
                for (var file : files.entrySet()) {
                    Files.write(temporary.resolve(file.getKey()), file.getValue());
                }
                Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(temporary);
            }
        } catch (IOException e) {
            throw environment("cannot write the model to " + directory, e);
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

    /** A file of a model. */
    public static byte[] file(Path directory, String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (NoSuchFileException e) {
            throw precondition(directory + " is not a model: there is no " + name, e)
                    .hint("train one: `commons train --recipe recipes/default.yaml --out model`");
        } catch (IOException e) {
            throw environment("cannot read " + directory.resolve(name), e);
        }
    }

    public static KeptModel read(Path directory, Documents documents) {
        var fields = documents.json(MODEL, file(directory, MODEL));
        if (fields.integer("format") != 1) {
            throw invalid(directory + " has the unknown model format " + fields.integer("format"));
        }
        var recipe = Recipe.from(fields.fields("recipe"));
        var classes = fields.texts("classes");
        var network = Network.of(recipe, Math.toIntExact(fields.integer("inputs")), classes.size());
        var learned = new TreeMap<String, Digest>();
        var held = new TreeMap<String, Digest>();
        var excluded = new TreeMap<String, String>();
        documents.jsonLines(RECORDS, file(directory, RECORDS), line -> {
            String id = line.text("record");
            switch (line.text("use")) {
                case "train" -> learned.put(id, Digest.parse(line.text("sha256")));
                case "test" -> held.put(id, Digest.parse(line.text("sha256")));
                case "excluded" -> excluded.put(id, line.text("reason"));
                default -> throw invalid(line.at().prefix() + "unknown use '" + line.text("use") + "'");
            }
        });
        return new KeptModel(
                recipe,
                network,
                Safetensors.read(WEIGHTS, file(directory, WEIGHTS), network, documents),
                classes,
                fields.fields("encoding"),
                fields.integer("seed"),
                Math.toIntExact(fields.integer("threads")),
                learned,
                held,
                excluded);
    }
}
