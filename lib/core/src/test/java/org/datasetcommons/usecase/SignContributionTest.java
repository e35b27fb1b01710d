package org.datasetcommons.usecase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.datasetcommons.CommonsException;
import org.datasetcommons.CommonsException.Kind;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.TestDataset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignContributionTest {
    private static final SignContribution.Request REQUEST = new SignContribution.Request("an owl", false);

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
        Files.setLastModifiedTime(owl, FileTime.from(Instant.EPOCH)); // Or else it is not known by how it looks.
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

    /** Nobody could have edited on because of what was shown, as nothing was. */
    @Test
    void signsAtOnceWhatItReadAndSeesWhatChangedSince() throws IOException {
        Files.writeString(owl, "hoo hoo\n");

        var outcome = signing().run(new SignContribution.Request("an owl", true));

        assertArrayEquals(
                Pointer.of(new ByteArrayInputStream("hoo\n".getBytes(StandardCharsets.US_ASCII)))
                        .bytes(),
                dataset.repository().tree(outcome.commit()).read("data/owl.txt").orElseThrow());
        assertEquals(
                List.of("data/owl.txt"),
                new ShowStatus(dataset.workspace()).run().modified());
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
