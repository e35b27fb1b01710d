package org.datasetcommons.cli.command;

import java.util.List;
import org.datasetcommons.dataset.PathPattern;
import picocli.CommandLine.Option;

/** {@code --only}, the same for every verb that brings content here; mixed in. */
public final class OnlyOption {
    @Option(
            names = "--only",
            paramLabel = "GLOB",
            description = "bring the content of these files only, as data/owls/**, and remember that; ** brings all")
    private List<String> globs = List.of();

    List<PathPattern> given() {
        return globs.stream().map(PathPattern::new).toList();
    }
}
