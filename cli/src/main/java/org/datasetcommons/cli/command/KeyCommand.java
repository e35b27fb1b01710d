package org.datasetcommons.cli.command;

import picocli.CommandLine.Command;

/** {@code commons key}: the keys you sign with. */
@Command(
        name = "key",
        description = "makes, lists and changes the keys you sign with",
        subcommands = {
            KeyNewCommand.class,
            KeyListCommand.class,
            KeyShowCommand.class,
            KeyAddCommand.class,
            KeyRetireCommand.class,
            KeyRevokeCommand.class
        })
public final class KeyCommand {}
