package org.datasetcommons.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.usecase.Workspace;

/** Measures a model on the records of versions that it did not learn from. */
public final class EvaluateModel {
    /**
     * What to measure.
     *
     * @param revisions empty: the current branch
     * @param purpose for which consent is judged, in place of the model's
     * @param group the field by which results are also reported, in place of the recipe's
     * @param gates what must be reached
     */
    public record Request(
            Path model, List<String> revisions, Optional<String> purpose, Optional<String> group, List<Gate> gates) {
        public Request {
            revisions = List.copyOf(revisions);
            gates = List.copyOf(gates);
        }
    }

    /** A metric, and what it must be at least. */
    public record Gate(String metric, double least) {
        public Gate {
            if (!Metrics.NAMES.contains(metric)) {
                throw new IllegalArgumentException("unknown metric: " + metric);
            }
        }

        /** What it is. */
        public double value(Metrics metrics) {
            return metrics.find(metric).orElseThrow();
        }

        public boolean isMet(Metrics metrics) {
            return value(metrics) >= least;
        }
    }

    /** What the model is worth on one version. */
    public record Result(String version, CommitId commit, Evaluation evaluation) {}

    /** What it is worth on each. */
    public record Outcome(ModelRecord record, List<Result> results, List<Gate> gates) {
        public Outcome {
            results = List.copyOf(results);
            gates = List.copyOf(gates);
        }

        public boolean isGoodEnough() {
            return results.stream()
                    .allMatch(result -> gates.stream()
                            .allMatch(gate -> gate.isMet(result.evaluation().metrics())));
        }
    }

    private final Workspace workspace;
    private final Engine.Starter engines;

    public EvaluateModel(Workspace workspace, Engine.Starter engines) {
        this.workspace = workspace;
        this.engines = engines;
    }

    public Outcome run(Request request) {
        var directory = new ModelDirectory(request.model(), workspace.documents());
        var record = directory.record();
        var model = directory.read(record);
        var recipe = request.purpose().map(model.recipe()::forPurpose).orElse(model.recipe());
        var grouped = request.group().map(recipe::groupedBy).orElse(recipe);
        List<Optional<String>> revisions = request.revisions().isEmpty()
                ? List.of(Optional.empty())
                : request.revisions().stream().map(Optional::of).toList();
        var versions = new ArrayList<SoundVersion>();
        var selections = new ArrayList<Selection>();
        for (var revision : revisions) {
            var sound = SoundVersion.open(workspace, revision);
            versions.add(sound);
            selections.add(Selection.of(sound.version(), grouped, workspace.now(), workspace.verifier()));
        }
        var engine = engines.start(record.threads());
        var results = new ArrayList<Result>();
        for (int i = 0; i < versions.size(); i++) {
            results.add(new Result(
                    versions.get(i).name(),
                    versions.get(i).version().commit(),
                    Evaluation.of(model, grouped, selections.get(i), engine, workspace.progress())));
        }
        return new Outcome(record, results, request.gates());
    }
}
