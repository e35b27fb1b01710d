package org.datasetcommons.cli.command;

import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.ReleaseView;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.release.VersionNumber;
import org.datasetcommons.usecase.ReleaseVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commons release}: makes a version that others can rely on. */
@Command(
        name = "release",
        description = {
            "checks the whole, then states, signs, logs and tags a version",
            "Where the trust root asks for several signatures, others add theirs with --cosign; the last of them tags."
        })
@Example(line = "commons release 1.0.0", does = "releases the current version")
@Example(line = "commons release 1.1.0 --dry-run", does = "says whether it could be released, and what it would state")
public final class ReleaseCommand extends Verb {
    @Parameters(paramLabel = "VERSION", description = "three numbers: major, minor, patch")
    private String version;

    @Option(names = "--cosign", description = "add your signature to a release that needs more")
    private boolean cosign;

    @Mixin
    private SignWithOption signWith = new SignWithOption();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Override
    protected View run() {
        var number = value("VERSION", version, text -> new VersionNumber(text.replaceFirst("^v", "")));
        try (var workspace = wiring().open()) {
            var releasing =
                    new ReleaseVersion(workspace.value(), wiring().keys(workspace.repository(), signWith.file()));
            var request = new ReleaseVersion.Request(number, dryRun.asked());
            return new ReleaseView(cosign ? releasing.cosign(request) : releasing.run(request));
        }
    }
}
