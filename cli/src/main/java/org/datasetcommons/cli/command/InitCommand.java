package org.datasetcommons.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.ShellWord;
import org.datasetcommons.cli.Template;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.usecase.InitDataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons init}: makes a dataset repository. */
@Command(name = "init", description = "makes a dataset repository: charter, card, licence texts, roles, CI files")
@Example(
        line = "commons init owls --name owls --license CC-BY-4.0",
        does = "makes a dataset of files in the folder owls")
@Example(
        line = "commons init --name tales --license CC0-1.0 --accept CC0-1.0,CC-BY-4.0 --template table",
        does = "makes a dataset of table rows here, which also takes contributions under CC BY")
public final class InitCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "where to make it; by default here")
    private Path directory = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "its name: a-z, 0-9 and '-'")
    private String name;

    @Option(names = "--title", paramLabel = "TEXT", description = "its title for people; by default the name")
    private String title;

    @Option(names = "--license", paramLabel = "SPDX", description = "the licence of the collection")
    private String license;

    @Option(
            names = "--accept",
            paramLabel = "SPDX",
            split = ",",
            description = "licences that contributions may have; by default those that cause no trouble")
    private List<String> accept = List.of();

    @Option(names = "--template", paramLabel = "KIND", description = "files, table, text or images")
    private String template = "files";

    @Option(names = "--as", paramLabel = "HANDLE", description = "your handle here; by default made of your name")
    private String handle;

    @Option(names = "--guided", description = "ask for everything")
    private boolean guided;

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        if (guided) {
            ask();
        }
        if (name == null || license == null) {
            throw usage("missing " + (name == null ? "--name" : "--license") + "; --guided asks for everything");
        }
        Charter.requireName(name, Place.NONE);
        var collection = LicenseExpression.parse(license);
        var accepted = accept.isEmpty()
                ? Template.usualLicenses(collection)
                : accept.stream().map(LicenseExpression::parse).toList();
        var files = new TreeMap<>(Template.named(template)
                .files(
                        name,
                        Optional.ofNullable(title)
                                .filter(text -> !text.isBlank())
                                .orElse(name),
                        collection,
                        accepted));
        try (var repository = wiring().repositories().at(resolve(directory))) {
            var outcome = new InitDataset(wiring().workspace(repository), wiring().keys(repository, signWith.file()))
                    .run(new InitDataset.Request(
                            files, Optional.ofNullable(handle).map(Handle::parse), dryRun.asked()));
            if (outcome.commit().isEmpty()) {
                return View.of(
                        Node.fields().put("files", outcome.files()).put("dryRun", true),
                        screen -> outcome.files().forEach(file -> screen.line("would write " + file)));
            }
            wiring().settle(repository);
            return View.of(
                    Node.fields()
                            .put("dataset", outcome.charter().name())
                            .put("id", outcome.datasetId().hex())
                            .put("maintainer", outcome.maintainer().name())
                            .put("commit", outcome.commit().get().hex())
                            .put("files", outcome.files()),
                    screen -> screen.good(
                                    "made the dataset " + outcome.charter().name() + " with you, "
                                            + outcome.maintainer() + ", as its maintainer")
                            .line("its id, by which others can pin it: " + outcome.datasetId())
                            .line("add to it with `commons add PATH --license "
                                    + ShellWord.of(outcome.charter().usualLicense()) + " --source TEXT --basis author`")
                            .note("one person holds every role; trust/1.root.json says so, and who verifies sees it"));
        }
    }

    private void ask() {
        name = prompt().ask("name of the dataset:", name == null ? "my-dataset" : name);
        title = prompt().ask("its title:", title == null ? name : title);
        license = prompt().ask("licence of the collection:", license == null ? "CC-BY-4.0" : license);
        template = prompt().ask("what it holds (files, table, text, images):", template);
    }
}
