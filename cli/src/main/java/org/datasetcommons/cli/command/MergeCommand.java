package org.datasetcommons.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.MergeView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.merge.Conflict;
import org.datasetcommons.merge.Settlement;
import org.datasetcommons.usecase.MergeContribution;
import org.datasetcommons.usecase.MergeOffers;
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
                    + "Records that both sides changed are listed, and nothing is merged, unless --on-conflict settles them.",
            "Of several, which may only add contributions, all are merged with one commit, or none."
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

    @Parameters(arity = "1..*", paramLabel = "REV|BUNDLE|N", description = "what to merge")
    private List<String> offers = List.of();

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
        if (offers.size() > 1 && onConflict != OnConflict.NONE) {
            throw usage("--on-conflict settles the conflicts of one offer: merge them one by one");
        }
        try (var workspace = wiring().open()) {
            var merging = new MergeContribution(
                    workspace.value(),
                    wiring().keys(workspace.repository(), signWith.file()),
                    wiring().transfers(workspace.repository()));
            var bundles = new ReceiveBundle(workspace.value(), wiring().bundles());
            var found = offers.stream()
                    .map(what -> new MergeOffers.Offer(find(what, merging, bundles), what))
                    .toList();
            Runnable arriving = () -> offers.stream()
                    .flatMap(what -> findBundle(what, bundles).stream())
                    .forEach(bundles::takeContent);
            var outcome = found.size() == 1
                    ? merging.run(new MergeContribution.Request(
                            found.get(0).commit(),
                            found.get(0).name(),
                            this::settle,
                            Optional.of(remote),
                            places.given(wiring()),
                            arriving,
                            dryRun.asked()))
                    : new MergeOffers(workspace.value(), merging)
                            .run(new MergeOffers.Request(
                                    found, Optional.of(remote), places.given(wiring()), arriving, dryRun.asked()));
            if (outcome instanceof MergeContribution.Outcome.Merged merged
                    && merged.commit().isPresent()) {
                wiring().settle(workspace.repository());
            }
            return new MergeView(outcome);
        }
    }

    private CommitId find(String what, MergeContribution merging, ReceiveBundle bundles) {
        var bundle = findBundle(what, bundles);
        if (bundle.isPresent()) {
            return bundles.takeCommits(bundle.get());
        }
        return what.matches("[1-9][0-9]{0,8}")
                ? merging.fetchPullRequest(remote, Integer.parseInt(what))
                : merging.find(what, remote);
    }

    private Optional<Path> findBundle(String what, ReceiveBundle bundles) {
        return findFile(what).filter(bundles::isBundle);
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
