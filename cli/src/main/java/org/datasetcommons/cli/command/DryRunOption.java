package org.datasetcommons.cli.command;

import picocli.CommandLine.Option;

/** {@code --dry-run}, the same for every verb that writes; mixed in. */
public final class DryRunOption {
    @Option(names = "--dry-run", description = "say what would be done, and change nothing")
    private boolean asked;

    /** Whether nothing may be written. */
    boolean asked() {
        return asked;
    }
}
