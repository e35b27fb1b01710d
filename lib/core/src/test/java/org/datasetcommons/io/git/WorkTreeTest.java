package org.datasetcommons.io.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Person;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.Repository.WorkTreeStatus;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.Signer;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkTreeTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Path top;
    private Repository repository;

    @BeforeEach
    void setUp() {
        top = directory.resolve("dataset");
        repository = new GitRepositories(Map.of("HOME", directory.toString(), "GIT_CONFIG_NOSYSTEM", "1")).create(top);
    }

    @AfterEach
    void tearDown() {
        repository.close();
    }

    /** As the next command would find it, with what this one saved. */
    private void nextCommand() {
        repository.close();
        repository = new GitRepositories(Map.of("HOME", directory.toString(), "GIT_CONFIG_NOSYSTEM", "1"))
                .find(top)
                .orElseThrow();
    }

    /** Commits the edit and brings the work tree there. */
    private List<String> commit(TreeEdit edit) {
        var head = repository.head();
        return repository.checkOut(head, advance(edit));
    }

    private CommitId advance(TreeEdit edit) {
        var head = repository.head();
        var commit = repository.write(
                new CommitRequest(
                        head,
                        edit,
                        head.map(List::of).orElse(List.of()),
                        new Person("Ana", "ana@example.org"),
                        NOON,
                        "x"),
                new Seal());
        repository.advance(head, commit, "test");
        return commit;
    }

    private TreeEdit content(String path, String text) {
        return content(new TreeEdit(), path, text);
    }

    private TreeEdit content(TreeEdit edit, String path, String text) {
        return edit.put(path, repository.store().put(text.getBytes(UTF_8)).bytes());
    }

    private void write(String path, String text, Instant modified) throws IOException {
        Files.createDirectories(top.resolve(path).getParent());
        Files.writeString(top.resolve(path), text);
        Files.setLastModifiedTime(top.resolve(path), FileTime.from(modified));
    }

    private static WorkTreeStatus clean(long unchanged) {
        return new WorkTreeStatus(List.of(), List.of(), List.of(), unchanged);
    }

    @Test
    void placesContentWherePointersAre() throws IOException {
        commit(content(content("data/a/owl.txt", "owl"), "data/cat.txt", "cat")
                .put("README.md", "read me".getBytes(UTF_8)));

        assertEquals("owl", Files.readString(top.resolve("data/a/owl.txt")));
        assertEquals("cat", Files.readString(top.resolve("data/cat.txt")));
        assertEquals("read me", Files.readString(top.resolve("README.md")));
        assertEquals(clean(2), repository.status("data"));
        nextCommand();
        assertEquals(clean(2), repository.status("data"));
    }

    @Test
    void tellsWhatIsNewChangedAndGone() throws IOException {
        commit(content(
                content(content(content("data/a/one", "1"), "data/a/two", "2"), "data/b/three", "3"),
                "data/c/d/four",
                "4"));
        Files.writeString(top.resolve("data/a/two"), "!");
        Files.delete(top.resolve("data/b/three"));
        Files.delete(top.resolve("data/b"));
        Files.delete(top.resolve("data/c/d/four"));
        Files.writeString(top.resolve("data/c/five"), "5");

        assertEquals(
                new WorkTreeStatus(
                        List.of("data/c/five"), List.of("data/a/two"), List.of("data/b/three", "data/c/d/four"), 1),
                repository.status("data"));
        assertEquals(new WorkTreeStatus(List.of(), List.of("data/a/two"), List.of(), 1), repository.status("data/a"));
    }

    @Test
    void tellsOfFilesThatBecameFoldersAndFoldersThatBecameFiles() throws IOException {
        commit(content(content("data/a", "1"), "data/b/two", "2"));
        Files.delete(top.resolve("data/a"));
        write("data/a/one", "1", LONG_AGO);
        Files.delete(top.resolve("data/b/two"));
        Files.delete(top.resolve("data/b"));
        write("data/b", "2", LONG_AGO);

        assertEquals(
                new WorkTreeStatus(List.of("data/a/one", "data/b"), List.of(), List.of("data/a", "data/b/two"), 0),
                repository.status("data"));
    }

    @Test
    void doesNotReadAgainWhatLooksTheSame() throws IOException {
        commit(content("data/owl.txt", "owl"));
        var written = Files.getLastModifiedTime(top.resolve("data/owl.txt"));
        nextCommand();

        // Nothing but a cheat of a test changes a file and not its time.
        Files.writeString(top.resolve("data/owl.txt"), "cat");
        Files.setLastModifiedTime(top.resolve("data/owl.txt"), written);

        assertEquals(clean(1), repository.status("data"));
        nextCommand();
        Files.delete(top.resolve(".git/commons/cache/known-files"));
        assertEquals(List.of("data/owl.txt"), repository.status("data").modified());
    }

    @Test
    void noticesAChangeInTheInstantInWhichAFileWasRead() throws IOException {
        commit(content("data/owl.txt", "owl"));
        Files.writeString(top.resolve("data/owl.txt"), "owl");
        var written = Files.getLastModifiedTime(top.resolve("data/owl.txt"));
        assertEquals(clean(1), repository.status("data"));
        nextCommand();

        // As fast as this, the clock of a file system need not have moved on.
        Files.writeString(top.resolve("data/owl.txt"), "cat");
        Files.setLastModifiedTime(top.resolve("data/owl.txt"), written);

        assertEquals(List.of("data/owl.txt"), repository.status("data").modified());
    }

    @Test
    void noticesAnotherFileOfTheSameSizeAndTime() throws IOException {
        commit(content("data/owl.txt", "owl"));
        write("data/owl.txt", "owl", LONG_AGO);
        assertEquals(clean(1), repository.status("data"));
        nextCommand();

        write("data/cat.txt", "cat", LONG_AGO);
        Files.move(
                top.resolve("data/cat.txt"),
                top.resolve("data/owl.txt"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertEquals(List.of("data/owl.txt"), repository.status("data").modified());
    }

    @Test
    void takesADamagedCacheForNone() throws IOException {
        commit(content("data/owl.txt", "owl"));
        nextCommand();
        repository.status("data");
        Path cache = top.resolve(".git/commons/cache/known-files");
        byte[] bytes = Files.readAllBytes(cache);
        bytes[bytes.length / 2] ^= 1;
        Files.write(cache, bytes);
        write("data/owl.txt", "cat", LONG_AGO);
        nextCommand();

        assertEquals(List.of("data/owl.txt"), repository.status("data").modified());
        Files.write(cache, new byte[3]);
        nextCommand();
        assertEquals(List.of("data/owl.txt"), repository.status("data").modified());
    }

    @Test
    void leavesAloneWhatAPersonChanged() throws IOException {
        commit(content(content("data/one", "1"), "data/two", "2"));
        Files.writeString(top.resolve("data/one"), "mine");
        Files.writeString(top.resolve("data/three"), "mine too");

        var left = commit(content(content(new TreeEdit().remove("data/two"), "data/one", "11"), "data/three", "3"));

        assertEquals(List.of("data/one", "data/three"), left);
        assertEquals("mine", Files.readString(top.resolve("data/one")));
        assertEquals("mine too", Files.readString(top.resolve("data/three")));
        assertFalse(Files.exists(top.resolve("data/two")));
    }

    @Test
    void putsAFileWhereTheLastOneOfItsFolderGoes() throws IOException {
        commit(content("data/a/b/one", "1"));

        commit(content(new TreeEdit().remove("data/a/b/one"), "data/a/b/two", "2"));
        commit(content(new TreeEdit().remove("data/a/b/two"), "data/a", "3"));

        assertEquals("3", Files.readString(top.resolve("data/a")));
        assertEquals(clean(1), repository.status("data"));
    }

    @Test
    void neverWritesThroughALink() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createDirectories(top.resolve("data"));
        Files.createSymbolicLink(top.resolve("data/a"), elsewhere);

        var left = commit(content("data/a/owl.txt", "owl"));

        assertEquals(List.of("data/a/owl.txt"), left);
        try (var files = Files.list(elsewhere)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void writesAnIndexInWhichGitSeesNothingChanged() throws IOException {
        commit(content(content("data/é/owl.txt", "owl"), "data/" + "x".repeat(120) + "/" + "y".repeat(150), "long")
                .put("README.md", "read me".getBytes(UTF_8)));

        var index = index();

        assertEquals(
                List.of("README.md", "data/" + "x".repeat(120) + "/" + "y".repeat(150), "data/é/owl.txt"),
                paths(index));
        for (int i = 0; i < index.getEntryCount(); i++) {
            var entry = index.getEntry(i);
            var file = top.resolve(entry.getPathString());
            assertEquals(Files.size(file), entry.getLength());
            assertEquals(Files.getLastModifiedTime(file).toInstant(), entry.getLastModifiedInstant());
            assertEquals(
                    repository
                            .tree(repository.head().orElseThrow())
                            .find(entry.getPathString())
                            .orElseThrow()
                            .blob(),
                    entry.getObjectId().name());
        }
    }

    private DirCache index() throws IOException {
        try (var git = new FileRepositoryBuilder()
                .setGitDir(top.resolve(".git").toFile())
                .build()) {
            return git.readDirCache();
        }
    }

    private static List<String> paths(DirCache index) {
        var paths = new ArrayList<String>();
        for (int i = 0; i < index.getEntryCount(); i++) {
            paths.add(index.getEntry(i).getPathString());
        }
        return paths;
    }

    @Test
    void changesTheIndexToWhatWritingItAnewWouldGive() throws IOException {
        var random = new Random(20261122);
        var names = List.of("a", "a.b", "a/b", "ab", "b/a", "b/é", "b/z", "c/d/e", "c/d/f", "z");
        for (int round = 0; round < 40; round++) {
            var edit = new TreeEdit();
            var files = new TreeMap<String, String>();
            for (String name : names) {
                if (name.startsWith("a") && name.length() < 3 && random.nextInt(4) == 0) {
                    edit.remove("data/" + name);
                } else if (random.nextInt(3) == 0 && !name.equals("a") && !name.equals("a/b")) {
                    files.put("data/" + name, "round " + round);
                } else if (random.nextInt(5) == 0) {
                    edit.remove("data/" + name);
                }
            }
            files.put("data/always", "round " + round);
            files.forEach((path, text) -> content(edit, path, text));
            commit(edit);
            byte[] changed = Files.readAllBytes(top.resolve(".git/index"));
            Path memory = top.resolve(".git/commons/cache/index");
            assertTrue(Files.exists(memory));

            Files.delete(memory);
            var head = repository.head();
            repository.checkOut(head, head.orElseThrow());

            assertArrayEquals(Files.readAllBytes(top.resolve(".git/index")), changed, "round " + round);
        }
    }

    @Test
    void leavesTheIndexToWhoeverHoldsItsLock() throws IOException {
        commit(content("data/owl.txt", "owl"));
        byte[] before = Files.readAllBytes(top.resolve(".git/index"));
        var head = repository.head();
        var next = advance(content("data/cat.txt", "cat"));
        Files.createFile(top.resolve(".git/index.lock"));

        repository.checkOut(head, next);

        assertArrayEquals(before, Files.readAllBytes(top.resolve(".git/index")));
        assertTrue(Files.exists(top.resolve(".git/index.lock")));
        assertTrue(repository.hasUnfinishedCheckOut(), "the next command brings it along");
        Files.delete(top.resolve(".git/index.lock"));
        repository.finishCheckOut();
        assertFalse(repository.hasUnfinishedCheckOut());
        assertEquals(List.of("data/cat.txt", "data/owl.txt"), paths(index()));
    }

    /** Signs nothing in particular. */
    private static final class Seal implements Signer {
        @Override
        public PublicKey publicKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] sign(Namespace namespace, byte[] message) {
            return "-----BEGIN SSH SIGNATURE-----\nseal\n-----END SSH SIGNATURE-----\n".getBytes(UTF_8);
        }

        @Override
        public byte[] signRaw(byte[] message) {
            throw new UnsupportedOperationException();
        }
    }
}
