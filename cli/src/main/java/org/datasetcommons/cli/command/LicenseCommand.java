package org.datasetcommons.cli.command;

import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.LicenseReportView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.ReportLicenses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code commons license}: what about licences. */
@Command(
        name = "license",
        description = "tells about the licences of a dataset",
        subcommands = LicenseCommand.Report.class)
public final class LicenseCommand {
    /** {@code commons license report}. */
    @Command(
            name = "report",
            description = "shows the licence of every record, counted, and what the whole may be released under")
    @Example(line = "commons license report", does = "shows the licences of this version")
    @Example(line = "commons license report 1.0.0 --json", does = "shows those of a release, for a program")
    public static final class Report extends Verb {
        @Parameters(arity = "0..1", paramLabel = "REV", description = "the version; by default this one")
        private String revision;

        @Override
        protected View run() {
            try (var workspace = wiring().open()) {
                return new LicenseReportView(new ReportLicenses(workspace.value()).run(Optional.ofNullable(revision)));
            }
        }
    }
}
