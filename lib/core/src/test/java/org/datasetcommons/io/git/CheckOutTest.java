package org.datasetcommons.io.git;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckOutTest {
    @TempDir
    Path folder;

    private Repository repository;

    @BeforeEach
    void create() {
        repository = TestDataset.repository(folder);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private CommitId commit(Optional<CommitId> on, TreeEdit edit) {
        return repository.write(
                new CommitRequest(
                        on, edit, on.map(List::of).orElse(List.of()), People.ANA.person(), People.START, "x\n"),
                People.ANA.signer());
    }

    private byte[] content(String text) {
        return repository.store().put(bytes(text)).bytes();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String read(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    private void assertNothingChanged() {
        var status = repository.status("data");
        assertEquals(List.of(), status.added());
        assertEquals(List.of(), status.modified());
        assertEquals(List.of(), status.removed());
    }

    /** Two versions, of which the first is checked out. */
    private CommitId first;

    private CommitId second;

    private void versions() {
        first = commit(
                Optional.empty(),
                new TreeEdit()
                        .put("README.md", bytes("one\n"))
                        .put("data/owl", content("an owl"))
                        .put("data/birds/eagle", content("an eagle")));
        second = commit(
                Optional.of(first),
                new TreeEdit()
                        .put("README.md", bytes("two\n"))
                        .put("data/owl", content("another owl"))
                        .remove("data/birds/eagle")
                        .put("data/fox", content("a fox")));
        repository.advance(Optional.empty(), first, "test");
        assertEquals(List.of(), repository.checkOut(Optional.empty(), first));
    }

    private List<String> toSecond() {
        repository.advance(Optional.of(first), second, "test");
        return repository.checkOut(Optional.of(first), second);
    }

    @Test
    void putsContentWherePointersAre() throws IOException {
        versions();
        assertEquals("an owl", read("data/owl"));

        assertEquals(List.of(), toSecond());

        assertEquals("two\n", read("README.md"));
        assertEquals("another owl", read("data/owl"));
        assertEquals("a fox", read("data/fox"));
        assertTrue(Files.notExists(folder.resolve("data/birds")), "a folder without files goes");
    }

    @Test
    void leavesThePointerWhereContentIsNotHere() throws IOException {
        var pointer = new Pointer(org.datasetcommons.digest.Digest.of("far away"), 8);
        var commit = commit(Optional.empty(), new TreeEdit().put("data/far", pointer.bytes()));
        repository.advance(Optional.empty(), commit, "test");

        assertEquals(List.of(), repository.checkOut(Optional.empty(), commit));

        assertArrayEquals(pointer.bytes(), Files.readAllBytes(folder.resolve("data/far")));
        assertNothingChanged();

        repository.store().put(bytes("far away"));
        var files = new java.util.TreeMap<String, Pointer>();
        files.put("data/far", pointer);
        repository.fillIn(files);
        assertEquals("far away", read("data/far"));
        assertNothingChanged();
    }

    @Test
    void leavesAloneWhatAPersonChanged() throws IOException {
        versions();
        Files.writeString(folder.resolve("data/owl"), "my owl");
        Files.writeString(folder.resolve("data/birds/eagle"), "my eagle");
        Files.writeString(folder.resolve("data/fox"), "my fox");

        assertEquals(List.of("data/birds/eagle", "data/fox", "data/owl"), toSecond());

        assertEquals("my owl", read("data/owl"));
        assertEquals("my eagle", read("data/birds/eagle"));
        assertEquals("my fox", read("data/fox"));
        assertEquals("two\n", read("README.md"));
    }

    @Test
    void takesAFileThatIsRightAlreadyForWhatItIs() throws IOException {
        versions();
        Files.writeString(folder.resolve("data/owl"), "another owl");
        Files.delete(folder.resolve("data/birds/eagle"));

        assertEquals(List.of(), toSecond());
    }

    @Test
    void writesNothingThroughALink(@TempDir Path outside) throws IOException {
        versions();
        Files.delete(folder.resolve("data/birds/eagle"));
        Files.delete(folder.resolve("data/birds"));
        Files.delete(folder.resolve("data/owl"));
        Files.delete(folder.resolve("data"));
        Files.createSymbolicLink(folder.resolve("data"), outside);

        assertEquals(List.of("data/fox", "data/owl"), toSecond());

        try (var files = Files.list(outside)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void writesNoLinkAndNoPathThatBreaksARule() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
        Tool.in(folder, "git").succeed("add", "link");
        Tool.in(folder, "git")
                .succeed("-c", "user.name=Eve", "-c", "user.email=eve@example.org", "commit", "-qm", "a link");
        var theirs = repository.head().orElseThrow();
        var evil = commit(
                Optional.of(theirs),
                new TreeEdit()
                        .put("data/con", bytes("x"))
                        .put("a:b", bytes("x"))
                        .put("fine", bytes("x")));
        Files.delete(folder.resolve("link"));
        repository.advance(Optional.of(theirs), evil, "test");

        assertEquals(List.of("a:b", "data/con", "link"), repository.checkOut(Optional.empty(), evil));

        assertTrue(Files.notExists(folder.resolve("link"), java.nio.file.LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.notExists(folder.resolve("data/con")));
        assertEquals("x", read("fine"));
    }

    @Test
    void notTheIndexIsTheTruth() throws IOException {
        versions();
        Files.delete(folder.resolve(".git/index"));
        assertNothingChanged();
        repository.advance(Optional.of(first), second, "test");
        Files.writeString(folder.resolve(".git/index.lock"), "");

        assertEquals(List.of(), repository.checkOut(Optional.of(first), second));

        assertEquals("another owl", read("data/owl"));
        assertNothingChanged();
    }

    @Test
    void gitSeesFilesAsUnchanged() throws IOException {
        versions();
        toSecond();
        repository.settings().put("core.checkStat", "minimal");

        assertEquals("", Tool.in(folder, "git").succeed("status", "--porcelain"));
        assertEquals(
                "",
                Tool.in(folder, "git")
                        .succeed("fsck", "--strict", "--no-progress")
                        .replaceAll("(?m)^notice:.*\n", ""));
    }
}
