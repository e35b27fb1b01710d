package org.datasetcommons.cli;

/** How much a person wants to be told beside the answer. */
public enum Verbosity {
    QUIET,
    NORMAL,
    VERBOSE
}
