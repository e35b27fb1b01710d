package org.datasetcommons.cli.command;

import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.RecordView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.table.RowKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons show}: one record. */
@Command(name = "show", description = "shows a record: what it is, who gave it, and on what terms")
@Example(line = "commons show data/owl.png", does = "shows who gave a file, and what may be done with it")
@Example(line = "commons show data/tales.csv#0311 --at 1.0.0", does = "shows a row of a table as it was in a release")
public final class ShowCommand extends Verb {
    @Parameters(paramLabel = "RECORD", description = "a file, or a table's row as table#key")
    private String record;

    @Option(names = "--at", paramLabel = "REV", description = "the version; by default this one")
    private String revision;

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            var version = workspace.value().version(Optional.ofNullable(revision));
            var id = RecordId.parse(record);
            var entry = version.record(id);
            return new RecordView(
                    entry,
                    version.contribution(entry.contribution()).contribution().consent(),
                    id.key().flatMap(key -> version.table(id.path()).find(new RowKey(key))),
                    version.charter().purposes());
        }
    }
}
