package org.datasetcommons.usecase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.datasetcommons.CommonsException;
import org.datasetcommons.CommonsException.Kind;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.TestDataset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignContributionTest {
    private static final SignContribution.Request REQUEST = new SignContribution.Request("an owl");

    @TempDir
    Path folder;

    private TestDataset dataset;
    private Path owl;

    @BeforeEach
    void addAnOwl() throws IOException {
        dataset = TestDataset.in(folder).as(People.ANA);
        owl = folder.resolve("data/owl.txt");
        Files.createDirectories(owl.getParent());
        Files.writeString(owl, "hoo\n");
        new AddRecords(dataset.workspace(), TestDataset.keys(People.ANA))
                .run(new AddRecords.Request(
                        List.of(owl),
                        Optional.of("CC-BY-4.0"),
                        Optional.of("own work"),
                        Optional.of("author"),
                        Optional.empty(),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        false,
                        Optional.empty(),
                        false));
    }

    @AfterEach
    void close() {
        dataset.close();
    }

    private SignContribution signing() {
        return new SignContribution(dataset.workspace(), TestDataset.keys(People.ANA));
    }

    /** Somebody is asked whether to sign, and edits on before answering. */
    @Test
    void refusesAFileThatChangedSinceThePlanWasShown() throws IOException {
        var signing = signing();
        var plan = signing.plan();
        signing.requireUnmodified(plan);
        var head = dataset.head();
        Files.writeString(owl, "hoo hoo\n");

        var refusal = assertThrows(CommonsException.class, () -> signing.run(plan, REQUEST));

        assertEquals(Kind.PRECONDITION, refusal.kind());
        assertEquals("data/owl.txt changed after being recorded", refusal.getMessage());
        assertEquals(head, dataset.head());
        assertTrue(dataset.workspace().draft().find().isPresent());
    }

    @Test
    void whatWasSignedIsCleanAndWhatChangesAfterwardsIsSeen() throws IOException {
        signing().run(REQUEST);

        assertTrue(new ShowStatus(dataset.workspace()).run().isClean());
        Files.writeString(owl, "HOO\n");
        assertEquals(
                List.of("data/owl.txt"),
                new ShowStatus(dataset.workspace()).run().modified());
    }
}
