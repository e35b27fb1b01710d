package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;
import static org.datasetcommons.CommonsException.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Spelling;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.signing.Envelope;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.usecase.Workspace;
import org.datasetcommons.version.Version;

/** Trains a model on exactly one version, on just the records that may be used, and states which. */
public final class TrainModel {
    /**
     * What to train.
     *
     * @param revision empty: the current branch
     * @param purpose in place of the recipe's
     * @param unsigned whether the record is left without a signature, so that verification rejects it
     */
    public record Request(
            Optional<String> revision,
            Path recipe,
            Optional<String> purpose,
            long seed,
            int threads,
            Path out,
            boolean unsigned) {}

    /** What would be trained on. */
    public record Plan(ModelRecord.Source source, Recipe recipe, List<String> classes, Uses uses) {}

    /** A model that was trained, and lies in its directory. */
    public record Outcome(Path model, ModelRecord record, Uses uses, Metrics metrics, Duration took) {}

    /**
     * A model that was trained again.
     *
     * @param stated digest of the weights that the record names
     * @param found digest of the weights that came out now
     * @param libraries what computed now, where it is not what the record names: name to both versions
     */
    public record Replay(
            Path model,
            ModelRecord record,
            Uses uses,
            Metrics metrics,
            Digest stated,
            Digest found,
            SortedMap<String, String> libraries,
            Duration took) {
        public boolean isSame() {
            return stated.equals(found);
        }
    }

    private final Workspace workspace;
    private final SigningKeys keys;
    private final Engine.Starter engines;
    private final String program;

    /** @param program the version of this program, which the record names among the libraries */
    public TrainModel(Workspace workspace, SigningKeys keys, Engine.Starter engines, String program) {
        this.workspace = workspace;
        this.keys = keys;
        this.engines = engines;
        this.program = program;
    }

    /** What is prepared before anything is computed. */
    private record Prepared(
            SoundVersion sound, ModelRecord.Source source, Selection selection, TrainingSet set, Instant used) {}

    /** Selects and reads, and computes nothing. */
    public Plan plan(Request request) {
        var prepared = prepare(
                SoundVersion.open(workspace, request.revision()),
                recipe(recipeBytes(request.recipe()), request),
                workspace.now());
        return new Plan(
                prepared.source(),
                prepared.set().recipe(),
                prepared.set().classes(),
                prepared.set().uses());
    }

    /** @throws org.datasetcommons.CommonsException before any training, if the model could not be signed or written */
    public Outcome run(Request request) {
        var started = workspace.clock().instant();
        var directory = new ModelDirectory(request.out(), workspace.documents());
        directory.requireFree();
        byte[] recipeBytes = recipeBytes(request.recipe());
        var recipe = recipe(recipeBytes, request);
        var sound = SoundVersion.open(workspace, request.revision());
        var signatory = request.unsigned()
                ? Optional.<Signatory>empty()
                : Optional.of(Signatory.find(sound.version(), keys, workspace.now()));
        var prepared = prepare(sound, recipe, workspace.now());
        var engine = engines.start(request.threads());
        var model = new TrainingRun(engine, workspace.progress()).run(prepared.set(), request.seed());

        var files = new TreeMap<String, byte[]>();
        files.put(ModelDirectory.WEIGHTS, Safetensors.write(model.weights()));
        files.put(ModelDirectory.MODEL, Json.pretty(model.description().toNode()));
        files.put(ModelDirectory.METRICS, Json.pretty(model.metrics().toNode()));
        files.put(ModelDirectory.RECORDS, model.uses().bytes());
        files.put(ModelDirectory.RECIPE, recipeBytes);
        files.put(ModelDirectory.CARD, card(prepared, request.seed(), model).bytes());
        var record = record(prepared, files, request, engine.versions(), signatory);
        byte[] statement = record.toStatement().bytes();
        files.put(ModelDirectory.RECORD, statement);
        signatory.ifPresent(by -> {
            files.put(ModelDirectory.SIGNATURE, by.signer().sign(Namespace.MODEL, statement));
            files.put(
                    ModelDirectory.ENVELOPE,
                    Envelope.sign(Statement.MEDIA_TYPE, statement, List.of(by.signer()))
                            .bytes());
        });
        directory.write(files);
        return new Outcome(request.out(), record, model.uses(), model.metrics(), since(started));
    }

    /**
     * Trains again what a record tells of, and compares the weights. Nothing is written.
     *
     * @throws org.datasetcommons.CommonsException if records may not be used any more
     */
    public Replay replay(Path model) {
        var started = workspace.clock().instant();
        var directory = new ModelDirectory(model, workspace.documents());
        var record = directory.record();
        var recipe = directory.recipe(record);
        var sound = SoundVersion.open(workspace, Optional.of(revision(record)));
        requireSame(record, sound.source());
        var prepared = prepare(sound, recipe, record.used());
        requireStillAllowed(prepared, workspace.now());
        var engine = engines.start(record.threads());
        var again = new TrainingRun(engine, workspace.progress()).run(prepared.set(), record.seed());
        return new Replay(
                model,
                record,
                again.uses(),
                again.metrics(),
                Optional.ofNullable(record.files().get(ModelDirectory.WEIGHTS))
                        .orElseThrow(() -> precondition("the model record names no " + ModelDirectory.WEIGHTS)),
                Digest.of(Safetensors.write(again.weights())),
                differing(record.libraries(), libraries(engine.versions())),
                since(started));
    }

    private Duration since(Instant started) {
        return Duration.between(started, workspace.clock().instant());
    }

    private byte[] recipeBytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw precondition("no such recipe: " + file, e)
                    .hint("`commons train --recipe recipes/default.yaml` takes the one that `commons init` laid down");
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    private Recipe recipe(byte[] bytes, Request request) {
        var recipe = Recipe.from(
                workspace.documents().yaml(request.recipe().getFileName().toString(), bytes));
        return request.purpose().map(recipe::forPurpose).orElse(recipe);
    }

    private Prepared prepare(SoundVersion sound, Recipe recipe, Instant used) {
        requirePurpose(sound.version(), recipe.purpose());
        var source = sound.source();
        var selection = Selection.of(sound.version(), recipe, used, workspace.verifier());
        return new Prepared(sound, source, selection, TrainingSet.of(recipe, selection, workspace.progress()), used);
    }

    private static void requirePurpose(Version version, String purpose) {
        var purposes = version.charter().purposes().keySet();
        if (!purposes.contains(purpose)) {
            var problem = precondition("the charter names no purpose '" + purpose + "', so nobody could allow it");
            Spelling.nearest(purpose, purposes).ifPresent(near -> problem.hint("did you mean '" + near + "'?"));
            throw problem.hint("its purposes: " + String.join(", ", purposes));
        }
    }

    private static ModelCard card(Prepared prepared, long seed, TrainedModel model) {
        return new ModelCard(
                prepared.sound().version(),
                prepared.source(),
                prepared.set().recipe(),
                seed,
                model.description().classes(),
                model.uses(),
                model.metrics(),
                used(prepared));
    }

    private static List<ManifestEntry> used(Prepared prepared) {
        var uses = prepared.set().uses();
        return prepared.selection().records().values().stream()
                .filter(entry -> uses.isUsed(entry.id().toString()))
                .toList();
    }

    private ModelRecord record(
            Prepared prepared,
            SortedMap<String, byte[]> files,
            Request request,
            SortedMap<String, String> engineVersions,
            Optional<Signatory> signatory) {
        var digests = new TreeMap<String, Digest>();
        files.forEach((name, bytes) -> digests.put(name, Digest.of(bytes)));
        var licenses = new TreeMap<String, Long>();
        var contributions = new TreeMap<String, Long>();
        for (var entry : used(prepared)) {
            licenses.merge(entry.terms().license().toString(), 1L, Long::sum);
            contributions.merge(entry.contribution(), 1L, Long::sum);
        }
        var recipe = prepared.set().recipe();
        return new ModelRecord(
                digests,
                prepared.source(),
                new ModelRecord.RecipeUsed(recipe.name(), recipe.task().toString(), digests.get(ModelDirectory.RECIPE)),
                recipe.purpose(),
                prepared.used(),
                request.seed(),
                request.threads(),
                ModelRecord.Counts.of(prepared.set().uses()),
                licenses,
                contributions.entrySet().stream()
                        .map(given -> {
                            var signed = prepared.sound().version().contribution(given.getKey());
                            return new ModelRecord.ContributionUsed(
                                    signed.contribution().id(), signed.digest(), given.getValue());
                        })
                        .toList(),
                libraries(engineVersions),
                signatory.flatMap(Signatory::handle),
                signatory.map(by -> by.signer().publicKey()),
                workspace.now());
    }

    private SortedMap<String, String> libraries(SortedMap<String, String> engineVersions) {
        var libraries = new TreeMap<>(engineVersions);
        libraries.put("commons", program);
        return libraries;
    }

    private static SortedMap<String, String> differing(SortedMap<String, String> then, SortedMap<String, String> now) {
        var differing = new TreeMap<String, String>();
        now.forEach((name, version) -> {
            String before = then.getOrDefault(name, "none");
            if (!before.equals(version)) {
                differing.put(name, before + ", now " + version);
            }
        });
        return differing;
    }

    private String revision(ModelRecord record) {
        if (workspace.repository().resolve(record.source().commit().hex()).isEmpty()) {
            throw precondition("commit " + record.source().commit() + ", on which the model was trained, is not here")
                    .hint("fetch it from where the dataset was cloned: `git fetch --tags`");
        }
        return record.source().commit().hex();
    }

    private static void requireSame(ModelRecord record, ModelRecord.Source found) {
        if (!record.source().dataset().equals(found.dataset())) {
            throw precondition("the model was trained on another dataset: "
                    + record.source().name() + ", "
                    + record.source().dataset());
        }
        if (!record.source().root().equals(found.root())) {
            throw refused("version " + record.source().version() + " has another manifest than the model record names")
                    .hint("see what else is wrong: `commons verify MODEL`");
        }
    }

    /** A replay is a use too: what may not be used now is not, even to show what was done with it before. */
    private void requireStillAllowed(Prepared prepared, Instant now) {
        var allowed = Selection.of(prepared.sound().version(), prepared.set().recipe(), now, workspace.verifier())
                .records();
        var lost = used(prepared).stream()
                .map(ManifestEntry::id)
                .filter(id -> !allowed.containsKey(id))
                .map(RecordId::toString)
                .toList();
        if (!lost.isEmpty()) {
            throw refused(lost.size() + " of the records may not be used any more, " + lost.get(0) + " among them")
                    .hint("train without them: `commons train --recipe FILE --out DIR`");
        }
    }
}
