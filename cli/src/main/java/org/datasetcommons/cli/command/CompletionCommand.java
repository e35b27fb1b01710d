package org.datasetcommons.cli.command;

import org.datasetcommons.cli.help.Completion;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code commons completion}: a script that teaches a shell the verbs and options. */
@Command(name = "completion", description = "prints a script that completes verbs and options in a shell")
@Example(
        line = "commons completion bash > ~/.local/share/bash-completion/completions/commons",
        does = "makes every new bash complete `commons`")
@Example(
        line = "commons completion fish > ~/.config/fish/completions/commons.fish",
        does = "makes every new fish complete `commons`")
public final class CompletionCommand extends Verb {
    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    private Completion shell;

    @Override
    protected View run() {
        String script = shell.script(tree().all());
        return View.of(
                Node.fields().put("shell", shell.toString()).put("script", script), screen -> screen.verbatim(script));
    }
}
