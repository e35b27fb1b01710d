package org.datasetcommons.cli.command;

import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.Quantity;
import org.datasetcommons.cli.render.Screen;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.Node;
import org.datasetcommons.transfer.Sent;
import org.datasetcommons.usecase.PushDataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons push}: brings the branch and its tags to a remote. */
@Command(
        name = "push",
        description = {
            "brings the branch you are on to a remote, with its tags and their content",
            "Content goes first, then what refers to it, so that nobody ever sees a version whose content is not there. "
                    + "Nothing at the remote is overwritten: a branch only goes forward, and a tag stays what it is."
        })
@Example(line = "commons push", does = "brings the branch to the remote that it follows, by default origin")
@Example(line = "commons push --all", does = "sends the content of everything that was pushed with git alone")
@Example(line = "commons push mirror --dry-run", does = "says what another remote lacks, and sends nothing")
public final class PushCommand extends Verb {
    @Parameters(arity = "0..1", paramLabel = "REMOTE", description = "by default the one that the branch follows")
    private String remote;

    @Option(
            names = "--all",
            description = "send content of commits that are there already, too, as far as it is here and lacks there")
    private boolean all;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            var outcome = new PushDataset(workspace.value(), wiring().transfers(workspace.repository()))
                    .run(new PushDataset.Request(Optional.ofNullable(remote), all, dryRun.asked()));
            var fields = Node.fields().put("branch", outcome.branch());
            outcome.before().ifPresent(commit -> fields.put("before", commit.hex()));
            return View.of(
                    fields.put("commit", outcome.after().hex())
                            .put("tags", outcome.tags())
                            .put("offered", outcome.offered())
                            .put("objects", outcome.sent().map(Sent::objects).orElse(0L))
                            .put("bytes", outcome.sent().map(Sent::bytes).orElse(0L))
                            .put("left", outcome.left())
                            .put("dryRun", dryRun.asked()),
                    screen -> show(screen, outcome));
        }
    }

    private void show(Screen screen, PushDataset.Outcome outcome) {
        if (outcome.isUpToDate()) {
            screen.line(outcome.branch() + " is up to date");
        } else {
            screen.good((dryRun.asked() ? "would push " : "pushed ")
                    + outcome.after().abbreviated() + " to " + outcome.branch());
        }
        outcome.tags().forEach(tag -> screen.line("  tag " + tag));
        if (dryRun.asked() && outcome.offered() > 0) {
            screen.line("  up to " + Quantity.count(outcome.offered(), "content file", "content files"));
        }
        outcome.sent()
                .filter(sent -> sent.objects() > 0 || all)
                .ifPresent(sent -> screen.line("  " + Quantity.count(sent.objects(), "content file", "content files")
                        + ", " + Quantity.bytes(sent.bytes()) + " to " + sent.place()
                        + (sent.known() > 0 ? "; " + Quantity.count(sent.known()) + " were there" : "")));
        if (outcome.left() > 0) {
            screen.note("  " + Quantity.count(outcome.left(), "content file", "content files")
                    + (all ? " " : " of commits in between ") + (outcome.left() == 1 ? "is" : "are")
                    + " not here and " + (outcome.left() == 1 ? "was" : "were") + " not sent");
        }
    }
}
