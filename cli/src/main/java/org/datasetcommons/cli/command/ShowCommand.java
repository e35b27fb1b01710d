package org.datasetcommons.cli.command;

import static org.datasetcommons.CommonsException.invalid;

import java.util.Optional;
import java.util.Set;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.ModelView;
import org.datasetcommons.cli.render.RecordView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.table.RowKey;
import org.datasetcommons.train.ModelDirectory;
import org.datasetcommons.train.ShowModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons show}: one record, or a model. */
@Command(
        name = "show",
        description = {
            "shows a record, or a model: what it is, who gave it, and on what terms",
            "A directory with a model record is shown as a model: which version it learnt from, for which purpose, on which "
                    + "licences, with which seed. Whether that is true, `commons verify MODEL` tells."
        })
@Example(line = "commons show data/owl.png", does = "shows who gave a file, and what may be done with it")
@Example(line = "commons show data/tales.csv#0311 --at 1.0.0", does = "shows a row of a table as it was in a release")
@Example(line = "commons show model", does = "shows what a model was trained on")
public final class ShowCommand extends Verb {
    @Parameters(paramLabel = "RECORD|MODEL", description = "a file, a table's row as table#key, or a model's directory")
    private String what;

    @Option(names = "--at", paramLabel = "REV", description = "the version; by default this one")
    private String revision;

    private RecordId recordId() {
        DatasetPath.fault(what.replaceFirst("#.*", "")).ifPresent(fault -> {
            throw invalid(fault).hint("name it as the dataset does: `git ls-files data` lists the files");
        });
        return RecordId.parse(what);
    }

    @Override
    protected View run() {
        var model = findFile(what).filter(path -> revision == null && ModelDirectory.isModel(path));
        if (model.isPresent()) {
            return new ModelView(
                    new ShowModel(wiring().documents()).run(new ModelDirectory(model.get(), wiring().documents())));
        }
        try (var workspace = wiring().open()) {
            var version = workspace.value().version(Optional.ofNullable(revision));
            var id = recordId();
            var entry = version.record(id);
            return new RecordView(
                    entry,
                    version.contribution(entry.contribution()).contribution().consent(),
                    id.key()
                            .map(RowKey::new)
                            .map(key -> version.rows(id.path(), Set.of(key)).get(key)),
                    version.charter().purposes());
        }
    }
}
