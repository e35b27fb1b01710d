package org.datasetcommons.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.datasetcommons.cli.Wiring;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.VerifyModelView;
import org.datasetcommons.cli.render.VerifyView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.signing.Verdict;
import org.datasetcommons.train.ModelDirectory;
import org.datasetcommons.train.VerifyModel;
import org.datasetcommons.usecase.TrustMemory;
import org.datasetcommons.usecase.VerifyVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons verify}: the whole chain. */
@Command(
        name = "verify",
        description = {
            "verifies a version, or a model: every signature, every licence, every byte",
            "Nothing is asked of a network or a cache. A directory with a model record is verified as a model."
        })
@Example(line = "commons verify", does = "verifies this version and the files of the work tree")
@Example(line = "commons verify 1.0.0 --json", does = "verifies a release, for a program")
@Example(
        line = "commons verify model",
        does = "verifies a model: its record, its files, and the records it learnt from")
public final class VerifyCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "REV|MODEL", description = "what to verify; by default this version")
    private String what;

    @Option(names = "--trust", paramLabel = "ID", description = "the dataset id that you expect")
    private String trust;

    @Override
    protected View run() {
        var pinned = Optional.ofNullable(trust).map(id -> value("--trust", id, Digest::parse));
        var model = Optional.ofNullable(what).flatMap(this::findFile).filter(ModelDirectory::isModel);
        if (model.isPresent()) {
            return verifyModel(model.get(), pinned);
        }
        try (var workspace = wiring().open()) {
            var outcome = new VerifyVersion(workspace.value())
                    .run(new VerifyVersion.Request(Optional.ofNullable(what), pinned));
            boolean remembered = outcome.verdict() instanceof Verdict.Verified
                    && new TrustMemory(workspace.repository().privateDirectory())
                            .rememberIfPossible(outcome.anchor().datasetId());
            return new VerifyView(outcome, remembered);
        }
    }

    /** A model can be verified anywhere; inside its dataset, more of it. */
    private View verifyModel(Path model, Optional<Digest> pinned) {
        try (var found = wiring().openIfThere()) {
            var verification = new VerifyModel(
                    wiring().documents(), wiring().verifier(), found.open().map(Wiring.Open::value));
            return new VerifyModelView(
                    verification.run(new ModelDirectory(model, wiring().documents()), pinned), model);
        }
    }
}
