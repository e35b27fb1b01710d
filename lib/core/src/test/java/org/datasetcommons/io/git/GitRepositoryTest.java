package org.datasetcommons.io.git;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.CommonsException.Kind;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.Tree;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.signing.AllowedSigners;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.Tampering;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitRepositoryTest {
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

    private CommitId commit(Optional<CommitId> on, TreeEdit edit, CommitId... more) {
        var parents = new ArrayList<>(on.map(List::of).orElse(List.of()));
        parents.addAll(List.of(more));
        return repository.write(
                new CommitRequest(on, edit, parents, People.ANA.person(), People.START, "Line\n\nMore\n"),
                People.ANA.signer());
    }

    private CommitId commit(TreeEdit edit) {
        return commit(Optional.empty(), edit);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Tool git() {
        return Tool.in(folder, "git");
    }

    /** Path to text, as the tree has it. */
    private Map<String, String> files(CommitId commit) {
        var files = new TreeMap<String, String>();
        var tree = repository.tree(commit);
        tree.list("")
                .forEach(entry ->
                        files.put(entry.path(), new String(tree.readBlob(entry.blob()), StandardCharsets.UTF_8)));
        return files;
    }

    // --- trees -------------------------------------------------------------------------------------------------------

    @Test
    void writesTreesThatGitFindsInOrder() {
        // Git sorts a folder as if its name ended in a slash, which comes after '.' and before '0'.
        var edit = new TreeEdit();
        for (String path : List.of("a/x", "a.b", "a0", "a-b", "A", "ab/c/d", "ab.c", "é/ü", "鳥", "🦉/x", "z")) {
            edit.put(path, bytes(path));
        }

        var commit = commit(edit);
        repository.advance(Optional.empty(), commit, "test");

        assertEquals("", git().succeed("fsck", "--strict", "--no-progress").replaceAll("(?m)^notice:.*\n", ""));
        assertEquals(
                repository.tree(commit).list("").stream().map(Tree.Entry::path).toList(),
                git().succeed("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", commit.hex())
                        .lines()
                        .toList());
    }

    /** JGit gives what has more than a megabyte in pieces, which the tree of such a folder has. */
    @Test
    void findsFilesInAFolderOfManyFiles() {
        var edit = new TreeEdit();
        for (int i = 0; i < 30_000; i++) {
            edit.put("many/file-%06d".formatted(i), bytes("same"));
        }

        var tree = repository.tree(commit(edit));

        assertTrue(tree.find("many/file-029999").isPresent());
        assertTrue(tree.find("many/file-030000").isEmpty());
        assertEquals(30_000, tree.children("many").size());
    }

    @Test
    void everyEditMakesTheTreeThatItSays() {
        var random = new Random(7);
        var names = List.of("a", "b", "a.b", "c");
        var expected = new TreeMap<String, String>();
        Optional<CommitId> head = Optional.empty();
        for (int round = 0; round < 60; round++) {
            var edit = new TreeEdit();
            for (int i = 0; i < 4; i++) {
                String path = String.join(
                        "/",
                        random.ints(1 + random.nextInt(3), 0, 4)
                                .mapToObj(names::get)
                                .toList());
                if (random.nextInt(3) == 0) {
                    edit.remove(path);
                    expected.remove(path);
                } else if (expected.keySet().stream()
                        .noneMatch(p -> p.startsWith(path + "/") || path.startsWith(p + "/"))) {
                    String text = round + "-" + i;
                    edit.put(path, bytes(text));
                    expected.put(path, text);
                }
            }
            var commit = commit(head, edit);
            assertEquals(expected, files(commit), "round " + round);
            head = Optional.of(commit);
        }
    }

    @Test
    void removingWhatIsNotThereRemovesNothing() {
        var first = commit(new TreeEdit().put("a", bytes("a")).put("b/c", bytes("c")));

        var second = commit(
                Optional.of(first), new TreeEdit().remove("a/b").remove("b/c/d").remove("none"));

        assertEquals(files(first), files(second));
        assertEquals(repository.tree(first).id(), repository.tree(second).id());
    }

    @Test
    void aFileAndAFolderTakeEachOthersPlace() {
        var first = commit(new TreeEdit().put("a", bytes("file")));
        var second = commit(Optional.of(first), new TreeEdit().remove("a").put("a/b", bytes("in a folder")));
        var third = commit(Optional.of(second), new TreeEdit().remove("a/b").put("a", bytes("file again")));

        assertEquals(Map.of("a/b", "in a folder"), files(second));
        assertEquals(Map.of("a", "file again"), files(third));
    }

    @Test
    void theLastFileTakesItsFolderWithIt() {
        var first = commit(new TreeEdit().put("a/b/c", bytes("c")));
        var second = commit(Optional.of(first), new TreeEdit().remove("a/b/c"));

        assertEquals(Map.of(), files(second));
        assertEquals(
                "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
                repository.tree(second).id());
    }

    @Test
    void readsOneFileOrAFolder() {
        var tree = repository.tree(commit(new TreeEdit()
                .put("data/a", bytes("a"))
                .put("data/b/c", bytes("c"))
                .put("database", bytes("x"))));

        assertEquals(
                List.of("data/a", "data/b/c"),
                tree.list("data").stream().map(Tree.Entry::path).toList());
        assertEquals(
                List.of("data/a"),
                tree.list("data/a").stream().map(Tree.Entry::path).toList());
        assertArrayEquals(bytes("c"), tree.read("data/b/c").orElseThrow());
        assertEquals(Optional.empty(), tree.find("data"));
        assertEquals(Optional.empty(), tree.read("data/none"));
        assertEquals(
                git().succeed(bytes("a"), "hash-object", "--stdin").strip(),
                tree.find("data/a").orElseThrow().blob());
    }

    @Test
    void findsPathsInAnyOrder() {
        var there = List.of("a", "a.b", "a0/a", "b/a", "b/a.b", "b/a0", "b/c/d/e", "b/c.d", "b/c0/a", "c");
        var edit = new TreeEdit();
        there.forEach(path -> edit.put(path, bytes(path)));
        var tree = repository.tree(commit(edit));
        var asked = new ArrayList<>(there);
        asked.addAll(List.of("b", "b/c", "b/c/d", "b/a/x", "b/c/x", "d", "a/a", "b//a", "b/", "/a"));

        for (var order : List.of(1, 3, 7, 9, 11, 13, 17, 19)) {
            for (int i = 0; i < 4 * asked.size(); i++) {
                String path = asked.get(i * order % asked.size());
                assertEquals(
                        there.contains(path) ? Optional.of(path) : Optional.empty(),
                        tree.read(path).map(String::new),
                        path);
            }
        }
    }

    @Test
    void listsWhatAFolderHas() {
        var tree =
                repository.tree(commit(new TreeEdit().put("a/b/c", bytes("c")).put("a/d", bytes("d"))));

        assertEquals(List.of(new Tree.Child("a", true)), tree.children(""));
        assertEquals(List.of(new Tree.Child("b", true), new Tree.Child("d", false)), tree.children("a"));
        assertEquals(List.of(), tree.children("a/d"));
        assertEquals(List.of(), tree.children("none"));
        assertEquals(List.of(new Tree.Child("c", false)), tree.children("a/b"));
        assertEquals(2, tree.count("a"));
        assertEquals(0, tree.count("a/d"));
        assertEquals(0, tree.count("none"));
    }

    @Test
    void keepsTheKindOfAnEntryThatIsPutElsewhere() throws IOException {
        var git = git();
        Files.writeString(folder.resolve("run"), "#!/bin/sh\n");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("run"));
        Files.setPosixFilePermissions(
                folder.resolve("run"), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        git.succeed("add", "run", "link");
        git.succeed("-c", "user.name=Ben", "-c", "user.email=ben@example.org", "commit", "-qm", "by git");
        var theirs = repository.head().orElseThrow();
        var tree = repository.tree(theirs);

        var copy = commit(new TreeEdit()
                .put("x/run", tree.find("run").orElseThrow())
                .put("x/link", tree.find("link").orElseThrow()));

        assertEquals(
                Map.of("x/run", Tree.Mode.EXECUTABLE, "x/link", Tree.Mode.SYMLINK),
                repository.tree(copy).list("").stream()
                        .collect(java.util.stream.Collectors.toMap(Tree.Entry::path, Tree.Entry::mode)));
    }

    // --- commits and tags --------------------------------------------------------------------------------------------

    @Test
    void gitReadsTheCommit() {
        var first = commit(new TreeEdit().put("a", bytes("a")));
        repository.advance(Optional.empty(), first, "test");

        assertEquals(
                "Ana Example <ana@example.org> 1795341600 +0000\nLine\n\nMore\n",
                git().succeed("log", "-1", "--format=%an <%ae> %at %ad%n%B", "--date=format:%z")
                        .replaceFirst("\n\n$", "\n"));
        assertEquals("a", git().succeed("cat-file", "-p", first + ":a"));
    }

    @Test
    void gitVerifiesCommitAndTag() throws IOException {
        var commit = commit(new TreeEdit().put("a", bytes("a")));
        repository.advance(Optional.empty(), commit, "test");
        repository.tag("v1.0.0", commit, People.ANA.person(), People.START, "tales 1.0.0\n", People.ANA.signer());
        Tool.in(folder, "ssh-keygen");
        Path signers = Files.writeString(
                folder.resolve("allowed_signers"),
                AllowedSigners.render(List.of(new AllowedSigners.Entry(
                        "ana", People.ANA.key(), List.of("git"), Optional.empty(), Optional.empty()))));
        String allowed = "gpg.ssh.allowedSignersFile=" + signers;

        assertTrue(
                git().succeed("-c", allowed, "verify-commit", commit.hex()).contains("Good \"git\" signature for ana"));
        assertTrue(git().succeed("-c", allowed, "verify-tag", "v1.0.0").contains("Good \"git\" signature for ana"));
        assertEquals("", git().succeed("fsck", "--strict", "--no-progress").replaceAll("(?m)^notice:.*\n", ""));
    }

    @Test
    void readsBackWhatItSigned() {
        var id = commit(new TreeEdit().put("a", bytes("a")));
        repository.advance(Optional.empty(), id, "test");
        repository.tag("v1.0.0", id, People.ANA.person(), People.START, "tales\n", People.ANA.signer());

        var commit = repository.commit(id);
        assertEquals("Line", commit.subject());
        assertEquals(People.ANA.person(), commit.author());
        assertEquals(People.START, commit.committed());
        assertSignedBy(
                People.ANA,
                commit.payload().bytes(),
                commit.signature().orElseThrow().bytes());

        var tag = repository.findTag("v1.0.0").orElseThrow();
        assertEquals("v1.0.0", tag.name());
        assertEquals(id, tag.commit());
        assertSignedBy(
                People.ANA, tag.payload().bytes(), tag.signature().orElseThrow().bytes());
    }

    @Test
    void readsWhatGitSigned(@TempDir Path keys) throws IOException {
        var git = git();
        Tool.in(folder, "ssh-keygen")
                .succeed(
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        keys.resolve("key").toString());
        var key = org.datasetcommons.contributor.PublicKey.parse(Files.readString(keys.resolve("key.pub")));
        for (String setting : List.of(
                "user.name Ben",
                "user.email ben@example.org",
                "gpg.format ssh",
                "user.signingkey " + keys.resolve("key"))) {
            git.succeed("config", setting.split(" ")[0], setting.split(" ", 2)[1]);
        }
        Files.writeString(folder.resolve("a"), "a");
        git.succeed("add", "a");
        // A message in another encoding brings a header of its own; one that looks like a signature must not be taken
        // for one.
        git.succeed(
                "-c",
                "i18n.commitEncoding=ISO-8859-1",
                "commit",
                "-S",
                "-qm",
                "Été\n\ngpgsig -----BEGIN SSH SIGNATURE-----");
        git.succeed("tag", "-s", "-m", "by git", "v2.0.0");
        var head = repository.head().orElseThrow();

        var commit = repository.commit(head);
        assertEquals(
                new SignatureResult.Good(key),
                new SshSignatureVerifier()
                        .verify(
                                Namespace.GIT,
                                commit.payload().bytes(),
                                commit.signature().orElseThrow().bytes()));
        var tag = repository.findTag("v2.0.0").orElseThrow();
        assertEquals(
                new SignatureResult.Good(key),
                new SshSignatureVerifier()
                        .verify(
                                Namespace.GIT,
                                tag.payload().bytes(),
                                tag.signature().orElseThrow().bytes()));
    }

    private static void assertSignedBy(People person, byte[] payload, byte[] signature) {
        var verifier = new SshSignatureVerifier();
        assertEquals(new SignatureResult.Good(person.key()), verifier.verify(Namespace.GIT, payload, signature));
        Tampering.eachLowestBit(
                payload,
                changed ->
                        assertTrue(verifier.verify(Namespace.GIT, changed, signature) instanceof SignatureResult.Bad));
    }

    @Test
    void tellsCommitsWithoutSignatureFromSignedOnes() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        git().succeed("add", "a");
        git().succeed("-c", "user.name=Ben", "-c", "user.email=ben@example.org", "commit", "-qm", "not signed");
        git().succeed("-c", "user.name=Ben", "-c", "user.email=ben@example.org", "tag", "-a", "-m", "x", "annotated");
        git().succeed("tag", "light");

        assertEquals(
                Optional.empty(),
                repository.commit(repository.head().orElseThrow()).signature());
        assertEquals(
                Optional.empty(), repository.findTag("annotated").orElseThrow().signature());
        assertEquals(Optional.empty(), repository.findTag("light"));
        assertEquals(Optional.empty(), repository.findTag("none"));
        assertEquals(
                List.of("annotated", "light"), List.copyOf(repository.tags().keySet()));
    }

    @Test
    void movesABranchOnlyFromWhereItIs() {
        var first = commit(new TreeEdit().put("a", bytes("1")));
        var second = commit(Optional.of(first), new TreeEdit().put("a", bytes("2")));
        var other = commit(Optional.of(first), new TreeEdit().put("a", bytes("3")));
        repository.advance(Optional.empty(), first, "test");
        repository.advance(Optional.of(first), second, "test");

        var error = assertThrows(CommonsException.class, () -> repository.advance(Optional.of(first), other, "test"));

        assertEquals("the branch moved while the commit was made", error.getMessage());
        assertEquals(Kind.PRECONDITION, error.kind());
        assertEquals(Optional.of(second), repository.head());
        assertThrows(CommonsException.class, () -> repository.advance(Optional.empty(), other, "test"));
    }

    @Test
    void neverMovesATag() {
        var first = commit(new TreeEdit().put("a", bytes("1")));
        var second = commit(Optional.of(first), new TreeEdit().put("a", bytes("2")));
        repository.tag("v1.0.0", first, People.ANA.person(), People.START, "x\n", People.ANA.signer());

        var error = assertThrows(
                CommonsException.class,
                () -> repository.tag("v1.0.0", second, People.ANA.person(), People.START, "x\n", People.ANA.signer()));

        assertEquals("tag v1.0.0 exists", error.getMessage());
        assertEquals(first, repository.findTag("v1.0.0").orElseThrow().commit());
    }

    // --- revisions ---------------------------------------------------------------------------------------------------

    @Test
    void readsRevisionsAsGitDoes() {
        var first = commit(new TreeEdit().put("a", bytes("1")));
        var second = commit(Optional.of(first), new TreeEdit().put("a", bytes("2")));
        repository.advance(Optional.empty(), first, "test");
        repository.advance(Optional.of(first), second, "test");
        repository.tag("v1.2.0", first, People.ANA.person(), People.START, "x\n", People.ANA.signer());

        for (String revision : List.of("HEAD", "main", "refs/heads/main", second.hex(), second.abbreviated(), "@")) {
            assertEquals(Optional.of(second), repository.resolve(revision), revision);
        }
        for (String revision : List.of("HEAD~1", "HEAD^", "v1.2.0", "1.2.0", "refs/tags/v1.2.0", "main~1")) {
            assertEquals(Optional.of(first), repository.resolve(revision), revision);
        }
        for (String revision : List.of("none", "1.2.1", "HEAD~2", "HEAD:a", "", "..", "a b", "0".repeat(40), "@{")) {
            assertEquals(Optional.empty(), repository.resolve(revision), revision);
        }
    }

    @Test
    void knowsWhatComesFromWhat() {
        var first = commit(new TreeEdit().put("a", bytes("1")));
        var left = commit(Optional.of(first), new TreeEdit().put("a", bytes("2")));
        var right = commit(Optional.of(first), new TreeEdit().put("b", bytes("3")));
        var merge = commit(Optional.of(left), new TreeEdit().put("b", bytes("3")), right);
        var stranger = commit(new TreeEdit().put("c", bytes("4")));

        assertEquals(List.of(first), repository.mergeBases(left, right));
        assertEquals(List.of(), repository.mergeBases(left, stranger));
        assertTrue(repository.isAncestor(first, merge));
        assertTrue(repository.isAncestor(merge, merge));
        assertFalse(repository.isAncestor(merge, first));
        assertEquals(
                List.of(merge, right),
                repository.log(Optional.of(left), merge).stream()
                        .map(c -> c.id())
                        .toList());
        assertEquals(4, repository.log(Optional.empty(), merge).size());
        assertEquals(List.of(left, right), repository.commit(merge).parents());
    }

    @Test
    void knowsWhereItIs() {
        assertEquals(Optional.empty(), repository.head());
        assertEquals(Optional.of("refs/heads/main"), repository.branch());
        var first = commit(new TreeEdit().put("a", bytes("1")));
        repository.advance(Optional.empty(), first, "test");
        git().succeed("checkout", "-q", "--detach");

        assertEquals(Optional.empty(), repository.branch());
        assertEquals(Optional.of(first), repository.head());
    }

    @Test
    void isFoundFromWithin() throws IOException {
        Path below = Files.createDirectories(folder.resolve("data/birds"));

        try (var found = new GitRepositories(Map.of()).find(below).orElseThrow()) {
            assertEquals(folder.toRealPath(), found.workTree().toRealPath());
        }
    }

    // --- bundles and other repositories ------------------------------------------------------------------------------

    @Test
    void gitVerifiesTheBundle(@TempDir Path elsewhere) {
        var first = commit(new TreeEdit().put("a", bytes("1")));
        var second = commit(Optional.of(first), new TreeEdit().put("a", bytes("2")));
        repository.advance(Optional.empty(), first, "test");
        Path file = elsewhere.resolve("a bundle.bundle");
        repository.writeBundle(second, "topic", List.of(first), file);

        assertTrue(git().succeed("bundle", "verify", file.toString()).contains("is okay"));
        assertEquals(second + " refs/heads/topic\n", git().succeed("bundle", "list-heads", file.toString()));
    }

    /** Each byte of the pack's beginning: its name, version and count, and the first object's type and size. */
    @ParameterizedTest
    @ValueSource(ints = {0, 7, 11, 12, 20})
    void aBundleThatMakesNoSenseIsMalformedAndNoTroubleOfTheDisk(int place, @TempDir Path elsewhere)
            throws IOException {
        repository.advance(Optional.empty(), commit(new TreeEdit().put("a", bytes("1"))), "test");
        Path file = elsewhere.resolve("whole.bundle");
        git().succeed("bundle", "create", "-q", file.toString(), "main");
        byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PACK") + place] ^= 0x50;
        Files.write(file, bytes);
        try (var other = TestDataset.repository(elsewhere.resolve("other"))) {
            var error = assertThrows(CommonsException.class, () -> other.readBundle(file));

            assertEquals(Kind.INVALID_INPUT, error.kind(), error::toString);
        }
    }

    @Test
    void takesTheBundleThatGitMade(@TempDir Path elsewhere) {
        var first = commit(new TreeEdit().put("a", bytes("1")));
        var second = commit(Optional.of(first), new TreeEdit().put("a", bytes("2")));
        repository.advance(Optional.empty(), first, "test");
        git().succeed("update-ref", "refs/heads/topic", second.hex());
        Path whole = elsewhere.resolve("whole.bundle");
        Path part = elsewhere.resolve("part.bundle");
        Path two = elsewhere.resolve("two.bundle");
        git().succeed("bundle", "create", "-q", whole.toString(), "topic");
        git().succeed("bundle", "create", "-q", part.toString(), "topic", "^main");
        git().succeed("bundle", "create", "-q", two.toString(), "topic", "main");

        try (var other = TestDataset.repository(elsewhere.resolve("other"))) {
            var error = assertThrows(CommonsException.class, () -> other.readBundle(part));
            assertEquals("the bundle builds on commits that are not here", error.getMessage());
            assertEquals(
                    "the git bundle holds 2 branches, not one",
                    assertThrows(CommonsException.class, () -> other.readBundle(two))
                            .getMessage());

            assertEquals(second, other.readBundle(whole));
            assertArrayEquals(bytes("2"), other.tree(second).read("a").orElseThrow());
        }
    }

    @Test
    void fetchesAndPushesBetweenRepositories(@TempDir Path elsewhere) {
        var first = commit(new TreeEdit().put("a", bytes("1")));
        repository.advance(Optional.empty(), first, "test");
        try (var other = TestDataset.repository(elsewhere)) {
            assertEquals(Optional.of(first), other.fetch(folder.toString(), "refs/heads/main"));
            assertArrayEquals(bytes("1"), other.tree(first).read("a").orElseThrow());

            assertEquals(Optional.empty(), repository.push(elsewhere.toString(), first, "topic", List.of()));
            assertEquals(Optional.of(first), other.resolve("topic"));

            var unrelated = commit(new TreeEdit().put("b", bytes("2")));
            assertEquals(
                    Optional.of("refs/heads/topic holds other work"),
                    repository.push(elsewhere.toString(), unrelated, "topic", List.of()));
            assertEquals(Optional.of(first), other.resolve("topic"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext::touch marker", "-u", "--upload-pack=touch marker", "a\nb"})
    void refusesAddressesThatAreCommands(String url) {
        assertThrows(CommonsException.class, () -> repository.fetch(url, "refs/heads/main"));
        assertThrows(
                CommonsException.class,
                () -> repository.push(url, commit(new TreeEdit().put("a", bytes("1"))), "main", List.of()));
        assertTrue(Files.notExists(Path.of("marker")) && Files.notExists(folder.resolve("marker")));
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", "..", ".GIT", "git~1", "."})
    void refusesObjectsFromOthersThatWouldLeaveTheWorkTree(String name, @TempDir Path elsewhere) {
        Tool.in(elsewhere, "git").succeed("init", "-q", "-b", "main", ".");
        var there = Tool.in(elsewhere, "git");
        String blob =
                there.succeed(bytes("evil"), "hash-object", "-w", "--stdin").strip();
        // Git itself writes such a tree only when it is not asked to look.
        byte[] id = java.util.HexFormat.of().parseHex(blob);
        var raw = new java.io.ByteArrayOutputStream();
        raw.writeBytes(bytes("100644 " + name + "\0"));
        raw.writeBytes(id);
        String tree = there.succeed(raw.toByteArray(), "hash-object", "-t", "tree", "-w", "--literally", "--stdin")
                .strip();
        there.succeed("config", "user.name", "Eve");
        there.succeed("config", "user.email", "eve@example.org");
        String commit = there.succeed("commit-tree", "-m", "evil", tree).strip();
        there.succeed("update-ref", "refs/heads/main", commit);

        assertThrows(CommonsException.class, () -> repository.fetch(elsewhere.toString(), "refs/heads/main"));
        assertEquals(Optional.empty(), repository.resolve(commit));
    }
}
