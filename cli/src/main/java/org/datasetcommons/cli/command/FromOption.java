package org.datasetcommons.cli.command;

import java.util.List;
import org.datasetcommons.cli.Wiring;
import org.datasetcommons.store.Address;
import picocli.CommandLine.Option;

/** {@code --from}, the same for every verb that fetches content; mixed in. */
public final class FromOption {
    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = "fetch content from here first: a directory, a bundle, https://… or lfs+https://…")
    private List<String> places = List.of();

    List<Address> given(Wiring wiring) {
        return wiring.places(places);
    }
}
