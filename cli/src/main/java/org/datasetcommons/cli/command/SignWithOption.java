package org.datasetcommons.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --sign-with}, the same for every verb that signs; mixed in. */
public final class SignWithOption {
    @Option(
            names = "--sign-with",
            paramLabel = "FILE",
            description =
                    "the private key to sign with; by default the one git is set to use, the agent's, or the usual file")
    private Path file;

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
