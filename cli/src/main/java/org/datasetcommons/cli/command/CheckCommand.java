package org.datasetcommons.cli.command;

import java.util.Locale;
import java.util.Optional;
import org.datasetcommons.check.Report;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.FindingFormats;
import org.datasetcommons.cli.render.ReportView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.usecase.CheckChange;
import org.datasetcommons.usecase.ReceiveBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons check}: every gate, as findings. */
@Command(
        name = "check",
        description = {
            "checks a version, or what a branch or bundle would change, by every rule",
            "A range A..B is judged by the charter, keys and roles of A. The answer is no if any finding is an error."
        })
@Example(line = "commons check", does = "checks the current version as a whole")
@Example(
        line = "commons check main..origin/owls --format github",
        does = "checks what a branch would change, for a CI log")
public final class CheckCommand extends Verb {
    /** How findings are written. */
    enum Format {
        TEXT,
        JSON,
        SARIF,
        HTML,
        GITHUB;

        /** As it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(arity = "0..1", paramLabel = "REV|RANGE|BUNDLE", description = "what to check; by default this version")
    private String what;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, json, sarif, html or github")
    private Format format = Format.TEXT;

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            var report =
                    check(new CheckChange(workspace.value()), new ReceiveBundle(workspace.value(), wiring().bundles()));
            var view = new ReportView(report, what == null ? "this version" : what);
            return switch (format) {
                case TEXT -> view;
                case JSON -> FindingFormats.json(view, name());
                case SARIF -> FindingFormats.sarif(view);
                case HTML -> FindingFormats.html(view);
                case GITHUB -> FindingFormats.github(view);
            };
        }
    }

    private Report check(CheckChange check, ReceiveBundle bundles) {
        if (what == null) {
            return check.run(new CheckChange.Request(Optional.empty(), Optional.empty()));
        }
        var bundle = findFile(what).filter(bundles::isBundle);
        if (bundle.isPresent()) {
            var offered = bundles.takeCommits(bundle.get());
            var report = check.runWithoutContent(offered);
            if (!report.passes()) {
                return report.errors();
            }
            bundles.takeContent(bundle.get());
            return check.run(offered);
        }
        // Two dots and three are one here: what is judged is what changed since the two parted.
        return check.run(Range.find(what)
                .map(range -> new CheckChange.Request(Optional.of(range.from()), Optional.of(range.to())))
                .orElse(new CheckChange.Request(Optional.empty(), Optional.of(what))));
    }
}
