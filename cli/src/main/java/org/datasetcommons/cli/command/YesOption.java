package org.datasetcommons.cli.command;

import java.util.concurrent.CancellationException;
import org.datasetcommons.cli.Prompt;
import picocli.CommandLine.Option;

/** {@code --yes}, the same for every verb that asks before it destroys; mixed in. */
public final class YesOption {
    @Option(
            names = {"--yes", "-y"},
            description = "answer yes to every question")
    private boolean yes;

    /** Whether somebody will be asked. */
    boolean asks(Prompt prompt) {
        return !yes && prompt.canAsk();
    }

    /** Asks, unless yes was said beforehand; a no ends the verb as cancelled. */
    void confirm(Prompt prompt, String question) {
        confirm(prompt, question, "no was answered, so nothing was done");
    }

    /** @param refused what a no comes to */
    void confirm(Prompt prompt, String question, String refused) {
        if (!yes && !prompt.confirm(question)) {
            throw new CancellationException(refused);
        }
    }
}
