package org.datasetcommons.check;

import java.util.function.Consumer;

/** A dataset has one history: with another come commits that their people signed for something else. */
final class HistoryRule implements Rule {
    @Override
    public String name() {
        return "history";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        change.commits().stream()
                .filter(commit -> commit.parents().isEmpty())
                .forEach(commit -> findings.accept(Finding.error(
                        name(),
                        Finding.Subject.commit(commit.id()),
                        "begins another history than this dataset's; offer without it, in one commit of what is left: "
                                + BetweenRule.inOne(change))));
    }
}
