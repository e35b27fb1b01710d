package org.datasetcommons.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.datasetcommons.cli.Version;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.ReplayView;
import org.datasetcommons.cli.render.TrainPlanView;
import org.datasetcommons.cli.render.TrainView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.train.ModelRecord;
import org.datasetcommons.train.TrainModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons train}: a model of exactly one version. */
@Command(
        name = "train",
        description = {
            "trains a model on exactly the records of a version that may be used, and states which",
            "Used is what its contributor signed, on a licence that the charter accepts, with consent for the purpose, today. "
                    + "The directory that is made holds the weights, the metrics, a card, every record with what became of it, "
                    + "and a signed model record. The same version, recipe, seed and threads give the same weights.",
            "Signatures of the version that do not hold are a refusal. With --replay, a model is trained again from its record; "
                    + "the answer is no if the weights differ, or if a record may not be used any more."
        })
@Example(line = "commons train 1.0.0 --recipe recipes/default.yaml --out model", does = "trains on a release")
@Example(
        line = "commons train --recipe recipes/default.yaml --dry-run",
        does = "says what would be learnt from, and what not")
@Example(line = "commons train --replay model", does = "trains again, and compares the weights")
public final class TrainCommand extends Verb {
    private static final int MOST_THREADS = 1 << 10;

    @Parameters(arity = "0..1", paramLabel = "REV", description = "the version; by default this one")
    private String revision;

    @Option(names = "--recipe", paramLabel = "FILE", description = "how to train; docs/format/recipe.md tells")
    private Path recipe;

    @Option(names = "--out", paramLabel = "DIR", description = "a directory to make for the model")
    private Path out;

    @Option(
            names = "--purpose",
            paramLabel = "P",
            description = "the purpose to judge consent for, in place of the recipe's")
    private String purpose;

    @Option(names = "--seed", paramLabel = "N", description = "where chance begins; by default 1")
    private Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "how many to use; by default one for each processor")
    private Integer threads;

    @Option(names = "--unsigned", description = "do not sign the model record; verification will reject it")
    private boolean unsigned;

    @Option(names = "--replay", paramLabel = "MODEL", description = "train again what this model's record tells of")
    private Path replay;

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        requireSense();
        try (var workspace = wiring().open()) {
            var training = new TrainModel(
                    workspace.value(),
                    wiring().keys(workspace.repository(), signWith.file()),
                    wiring().engines(),
                    Version.text());
            if (replay != null) {
                return new ReplayView(training.replay(resolve(replay)), replay);
            }
            var request = new TrainModel.Request(
                    Optional.ofNullable(revision),
                    resolve(recipe),
                    Optional.ofNullable(purpose),
                    seed == null ? 1 : seed,
                    threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                    resolve(out == null ? Path.of("model") : out),
                    unsigned);
            return dryRun.asked()
                    ? new TrainPlanView(training.plan(request))
                    : new TrainView(training.run(request), out);
        }
    }

    private void requireSense() {
        if (replay != null) {
            boolean more = revision != null
                    || recipe != null
                    || out != null
                    || purpose != null
                    || seed != null
                    || threads != null
                    || unsigned
                    || dryRun.asked();
            if (more) {
                throw usage("--replay takes everything else from the model record");
            }
            return;
        }
        if (recipe == null) {
            throw usage("missing option: --recipe FILE");
        }
        if (out == null && !dryRun.asked()) {
            throw usage("missing option: --out DIR");
        }
        if (seed != null && (seed < 0 || seed > ModelRecord.LARGEST_SEED)) {
            throw usage("--seed is from 0 to " + ModelRecord.LARGEST_SEED + ", not " + seed);
        }
        if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
            throw usage("--threads is from 1 to " + MOST_THREADS + ", not " + threads);
        }
    }
}
