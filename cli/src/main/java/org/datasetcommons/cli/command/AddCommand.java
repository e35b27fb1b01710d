package org.datasetcommons.cli.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.datasetcommons.CommonsException;
import org.datasetcommons.cli.Verbosity;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.AddView;
import org.datasetcommons.cli.render.SignView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.usecase.AddRecords;
import org.datasetcommons.usecase.SignContribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons add}: takes files and rows into the open draft. */
@Command(
        name = "add",
        description = {
            "takes files, or tables row by row, into the open draft contribution",
            "Files below data/ are recorded where they are; others are copied to data/, or to the folder that --to names. "
                    + "A table (.csv, .tsv, .jsonl) is taken row by row. Terms need to be said once for each draft."
        })
@Example(
        line = "commons add owl.png --license CC-BY-4.0 --source \"my own photograph\" --basis author",
        does = "adds a picture you took")
@Example(
        line =
                "commons add tales.csv --key id --license CC0-1.0 --source https://example.org/tales --basis public-domain",
        does = "adds the rows of a table, known by their column id")
@Example(
        line =
                "commons add data --license CC0-1.0 --source \"our own records\" --basis employer --sign -m \"May\" --yes",
        does = "adds what is new below data/ and signs it, without asking, for a job that runs by itself")
public final class AddCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "files and folders")
    private List<Path> paths;

    @Option(names = "--license", paramLabel = "SPDX", description = "on what licence you give it")
    private String license;

    @Option(names = "--source", paramLabel = "TEXT", description = "where it comes from: a text or a URL")
    private String source;

    @Option(
            names = "--basis",
            paramLabel = "WHY",
            description = "why you may give it: author, licensed, public-domain or employer")
    private String basis;

    @Option(names = "--credit", paramLabel = "TEXT", description = "who is to be named; by default you")
    private String credit;

    @Option(
            names = "--allow",
            paramLabel = "P",
            split = ",",
            description = "purposes you allow; by default the charter's")
    private List<String> allow = List.of();

    @Option(names = "--deny", paramLabel = "P", split = ",", description = "purposes you refuse")
    private List<String> deny = List.of();

    @Option(names = "--until", paramLabel = "DATE", description = "the last day on which your consent holds")
    private String until;

    @Option(names = "--to", paramLabel = "data/DIR", description = "the folder for what is not below data/ yet")
    private String to;

    @Option(names = "--key", paramLabel = "COLUMN", description = "the column that tells a table's rows apart")
    private String key;

    @Option(names = "--meta", paramLabel = "K=V", description = "something to say about each record; may be repeated")
    private Map<String, String> meta = new LinkedHashMap<>();

    @Option(names = "--whole", description = "take tables as files, not row by row")
    private boolean whole;

    @Option(names = "--as", paramLabel = "HANDLE", description = "your handle, if this dataset does not know you yet")
    private String handle;

    @Option(names = "--sign", description = "sign the draft right away, as commons sign does")
    private boolean sign;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "MESSAGE",
            description = "with --sign: your own words about the contribution")
    private String message;

    @Mixin
    private YesOption yes = new YesOption();

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        var lastDay = Optional.ofNullable(until).map(day -> value("--until", day, Consent::day));
        if (message != null && !sign) {
            throw usage("--message is about what is signed, and --sign is not given");
        }
        try (var workspace = wiring().open()) {
            var keys = wiring().keys(workspace.repository(), signWith.file());
            var outcome = new AddRecords(workspace.value(), keys)
                    .run(new AddRecords.Request(
                            paths.stream().map(this::resolve).toList(),
                            Optional.ofNullable(license),
                            Optional.ofNullable(source),
                            Optional.ofNullable(basis),
                            Optional.ofNullable(credit),
                            new TreeSet<>(allow),
                            new TreeSet<>(deny),
                            lastDay,
                            Optional.ofNullable(to),
                            Optional.ofNullable(key),
                            meta,
                            whole,
                            Optional.ofNullable(handle).map(Handle::parse),
                            dryRun.asked()));
            var added = new AddView(outcome, dryRun.asked(), sign, Optional.empty());
            if (!sign || dryRun.asked() || outcome.draft().isEmpty()) {
                return added;
            }
            if (!json()) {
                added.showAdded(screen());
                environment().out().flush(); // Before what is asked on the other stream.
            }
            var signed = sign(new SignContribution(workspace.value(), keys));
            wiring().settle(workspace.repository());
            return new AddView(outcome, false, true, Optional.of(signed));
        }
    }

    private SignView sign(SignContribution signing) {
        var dialog = new SigningDialog(
                signing,
                messages(),
                prompt(),
                yes,
                verbosity() == Verbosity.QUIET,
                "no was answered, so the draft is kept and not signed; `commons sign` signs it");
        try {
            return dialog.run(message == null ? "" : message, true);
        } catch (CommonsException e) {
            throw e.isAfterwards() ? e : e.hint("the draft is kept; sign it with `commons sign`");
        }
    }
}
