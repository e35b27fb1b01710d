package org.datasetcommons.cli.command;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.MergeView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.merge.Conflict;
import org.datasetcommons.merge.Settlement;
import org.datasetcommons.usecase.MergeContribution;
import org.datasetcommons.usecase.ReceiveBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons merge}: takes in what others offer. */
@Command(
        name = "merge",
        description = {
            "checks what is offered, then merges it record by record with one signed commit",
            "A number is a pull request of the remote; a file is a bundle; anything else is a revision. "
                    + "Records that both sides changed are listed, and nothing is merged, unless --on-conflict settles them."
        })
@Example(line = "commons merge origin/2026-11-22-ana-3f9a2c1b", does = "merges a branch that was proposed")
@Example(line = "commons merge owls.bundle --on-conflict ours", does = "merges a bundle, keeping our side of conflicts")
public final class MergeCommand extends Verb {
    /** What to do about records that both sides changed. */
    enum OnConflict {
        NONE,
        OURS,
        THEIRS,
        BOTH,
        ASK;

        /** As it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "REV|BUNDLE|N", description = "what to merge")
    private String what;

    @Option(
            names = "--on-conflict",
            paramLabel = "HOW",
            description = "ours, theirs, both, or ask about each; by default nothing is merged")
    private OnConflict onConflict = OnConflict.NONE;

    @Option(names = "--remote", paramLabel = "REMOTE", description = "where pull requests are; by default origin")
    private String remote = "origin";

    @Mixin
    private FromOption places = new FromOption();

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        try (var workspace = wiring().open()) {
            var merging = new MergeContribution(
                    workspace.value(),
                    wiring().keys(workspace.repository(), signWith.file()),
                    wiring().transfers(workspace.repository()));
            var bundles = new ReceiveBundle(workspace.value(), wiring().bundles());
            CommitId offered;
            var bundle = findFile(what).filter(bundles::isBundle);
            if (bundle.isPresent()) {
                offered = bundles.takeCommits(bundle.get());
            } else if (what.matches("[1-9][0-9]{0,8}")) {
                offered = merging.fetchPullRequest(remote, Integer.parseInt(what));
            } else {
                offered = merging.find(what, remote);
            }
            var outcome = merging.run(new MergeContribution.Request(
                    offered,
                    what,
                    this::settle,
                    Optional.of(remote),
                    places.given(wiring()),
                    () -> bundle.ifPresent(bundles::takeContent),
                    dryRun.asked()));
            if (outcome instanceof MergeContribution.Outcome.Merged merged
                    && merged.commit().isPresent()) {
                wiring().settle(workspace.repository());
            }
            return new MergeView(outcome);
        }
    }

    private Settlement settle(Conflict conflict) {
        if (onConflict != OnConflict.ASK) {
            return Settlement.valueOf(onConflict.name());
        }
        var choices = new ArrayList<>(
                conflict.choices().stream().map(Settlement::toString).toList());
        choices.add(Settlement.NONE.toString());
        String answer = prompt().choose(
                        conflict.subject() + ": " + conflict.message(),
                        choices,
                        "settle all alike: --on-conflict ours, theirs or both");
        return Settlement.valueOf(answer.toUpperCase(Locale.ROOT));
    }
}
