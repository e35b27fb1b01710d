package org.datasetcommons.testkit;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.license.LicenseTexts;

/**
 * The dataset that the pages of {@code docs/format} show: Ana keeps it, Ben gave two tales and Ana a picture of an owl, and
 * version 1.0.0 is released. Every byte of it is the same in every run.
 */
public final class SampleDataset {
    public static final String CHARTER = """
            # The charter of this dataset: the rules that `commons` executes.
            format: 1
            name: tales
            title: Tales
            description: Tales that people told, and pictures of owls.

            license: CC-BY-4.0
            accept: [CC-BY-4.0, CC0-1.0]

            purposes:
              train: training models
              evaluate: measuring models

            tables:
              - files: data/tables/**
                key: id
            """;

    public static final String TALES = """
            id,title,pages
            0311,"The ""Owl"", and others",12
            0312,The fox,3
            """;

    private SampleDataset() {}

    /** The dataset before its release. */
    public static TestDataset unreleased(Path folder) {
        var dataset = TestDataset.in(folder, CHARTER);
        dataset.commit(
                new TreeEdit()
                        .put(
                                "README.md",
                                TestDataset.bytes("# Tales\n\nTales that people told, and pictures of owls.\n"))
                        .put("LICENSES/CC-BY-4.0.txt", text("CC-BY-4.0"))
                        .put("LICENSES/CC0-1.0.txt", text("CC0-1.0")),
                People.ANA);
        dataset.contribute(
                People.BEN,
                TestDataset.gift(People.BEN)
                        .file("data/tables/tales.csv", TALES)
                        .license("CC0-1.0")
                        .consent(new Consent(
                                new TreeSet<>(List.of("train")),
                                new TreeSet<>(List.of("evaluate")),
                                Optional.of(LocalDate.parse("2031-12-31"))))
                        .message("Two tales of my grandmother"));
        dataset.contribute(
                People.ANA,
                TestDataset.gift(People.ANA)
                        .file("data/pictures/owl.txt", "(o,o)\n/)__)\n")
                        .message("An owl"));
        return dataset;
    }

    /** The dataset with its release 1.0.0. */
    public static TestDataset released(Path folder) {
        var dataset = unreleased(folder);
        dataset.release("1.0.0", People.ANA);
        return dataset;
    }

    /** The first lines of a licence: the whole would make the vectors long. */
    private static byte[] text(String id) {
        String whole = LicenseTexts.find(id).orElseThrow();
        return TestDataset.bytes(whole.lines().limit(1).findFirst().orElseThrow() + "\n");
    }
}
