package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Person;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.Tree;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.io.crypto.OpenSshPrivateKey;
import org.datasetcommons.io.git.GitRepositories;
import org.datasetcommons.signing.Signer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes a released dataset one bit at a time, wherever there is a bit to change, and asks {@code commons verify}: the
 * answer is never yes, and it names what was changed. Eve, who changes the repository, signs her commits and tags with a
 * good key of her own.
 */
class TamperedReleaseTest {
    /** So many places of each file are tried, from the first byte to the last. */
    private static final int PLACES = 7;

    private static final Person EVE = new Person("Eve Example", "eve@example.org");

    /** What each file is called in an answer. Of all others it is said that the tag is not the releaser's. */
    private static final Map<String, String> NAMED = new LinkedHashMap<>();

    static {
        NAMED.put("data/.*", "$0");
        NAMED.put("contributions/([^/]+)/.*", "$1");
        NAMED.put("trust/.*", "trust/1.root.json|this is dataset [0-9a-f]{64}, not [0-9a-f]{64}");
        NAMED.put("commons.yaml", "states another charter|commons.yaml:");
        NAMED.put("log/.*", "the log|log/tile");
        NAMED.put("releases/1.0.0/release.json.*", "release 1.0.0|release.json");
        NAMED.put("releases/1.0.0/release.dsse.json", "release.dsse.json");
        NAMED.put("releases/1.0.0/SHA256SUMS", "SHA256SUMS");
        NAMED.put(".*", "tag v1.0.0 is signed by somebody who may not release|$0");
    }

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private Path owls;
    private Signer eve;

    @BeforeEach
    void release() throws IOException {
        Path work = Files.createDirectory(temporary.resolve("work"));
        Script.parse("released", "given released").run(work, VerbCatalog.standard());
        owls = work.toRealPath().resolve("owls");
        Path key = temporary.resolve("eve");
        OpenSshPrivateKey.create(key, new SecureRandom(), "eve");
        eve = OpenSshPrivateKey.read(key).open(file -> new char[0]);
        assertEquals(0, commons("verify").code());
    }

    private TestRun.Result commons(String... words) throws IOException {
        return TestRun.in(owls)
                .variables(TestPeople.moveIn(temporary.resolve("work/people"), "ana"))
                .commons(words);
    }

    private Repository repository() throws IOException {
        return new GitRepositories(TestPeople.moveIn(temporary.resolve("work/people"), "ana"))
                .find(owls)
                .orElseThrow();
    }

    private static List<Integer> places(int size) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i < Math.min(PLACES, size); i++) {
            places.add((int) ((long) i * (size - 1) / Math.max(1, Math.min(PLACES, size) - 1)));
        }
        return places;
    }

    private static byte[] flipped(byte[] bytes, int place) {
        byte[] changed = bytes.clone();
        changed[place] ^= 1;
        return changed;
    }

    private static void assertNamed(String path, int place, TestRun.Result result) {
        String what = path + ", byte " + place + ": ";
        assertTrue(result.code() == 3 || result.code() == 4, what + result);
        var rule = NAMED.entrySet().stream()
                .filter(entry -> path.matches(entry.getKey()))
                .findFirst()
                .orElseThrow();
        String name = Pattern.compile(rule.getKey()).matcher(path).replaceFirst(rule.getValue());
        assertTrue(Pattern.compile(name).matcher(result.out() + result.err()).find(), what + name + "\n" + result);
    }

    @Test
    void everyFileOfTheVersion() throws IOException {
        try (var repository = repository()) {
            CommitId released = repository.tags().get("v1.0.0");
            var tree = repository.tree(released);
            for (Tree.Entry file : tree.list("")) {
                byte[] bytes = tree.readBlob(file.blob());
                for (int place : places(bytes.length)) {
                    var edit = new TreeEdit().put(file.path(), flipped(bytes, place));
                    var commit = repository.write(
                            new CommitRequest(
                                    Optional.of(released), edit, List.of(released), EVE, Instant.EPOCH, "tampered"),
                            eve);
                    Files.delete(owls.resolve(".git/refs/tags/v1.0.0"));
                    repository.tag("v1.0.0", commit, EVE, Instant.EPOCH, "owls 1.0.0\n", eve);

                    assertNamed(file.path(), place, commons("verify", "1.0.0"));
                }
            }
        }
    }

    @Test
    void everyFileOfTheWorkTree() throws IOException {
        List<String> paths;
        try (var repository = repository()) {
            paths = repository.tree(repository.head().orElseThrow()).list("").stream()
                    .map(Tree.Entry::path)
                    .toList();
        }
        for (String path : paths) {
            Path file = owls.resolve(path);
            byte[] bytes = Files.readAllBytes(file);
            var time = Files.getLastModifiedTime(file);
            Files.write(file, flipped(bytes, bytes.length / 2));
            // As a fault of the disk would: the size and the times stay.
            Files.setLastModifiedTime(file, time);

            var result = commons("verify");

            assertEquals(3, result.code(), path);
            assertTrue(result.out().contains("✗ " + path + ": "), path + "\n" + result);
            Files.delete(file);
            assertTrue(commons("verify").out().contains("✗ " + path + ": file is missing"), path);
            Files.write(file, bytes);
        }
        assertEquals(0, commons("verify").code());
    }

    @Test
    void everyContentInTheStore() throws IOException {
        try (var repository = repository()) {
            var tree = repository.tree(repository.head().orElseThrow());
            for (Tree.Entry entry : tree.list("data")) {
                var pointer = org.datasetcommons.store.Pointer.find(tree.readBlob(entry.blob()))
                        .orElseThrow();
                Path object = repository.store().path(pointer.oid());
                byte[] bytes = Files.readAllBytes(object);
                for (int place : places(bytes.length)) {
                    object.toFile().setWritable(true);
                    Files.write(object, flipped(bytes, place));

                    assertNamed(entry.path(), place, commons("verify", "1.0.0"));
                }
                Files.write(object, bytes);
            }
        }
        assertEquals(0, commons("verify", "1.0.0").code());
    }

    @Test
    void theTag() throws IOException, InterruptedException {
        assumeTrue(isInstalled("git"), "git is not installed");
        byte[] tag = git(new byte[0], "cat-file", "tag", "v1.0.0");
        // What comes before is the commit that it leads to, and its own name: another version then, or none.
        int from = new String(tag, StandardCharsets.UTF_8).indexOf("\ntagger ") + 1;
        for (int place : places(tag.length - from)) {
            byte[] changed = flipped(tag, from + place);
            String id = new String(git(changed, "hash-object", "-t", "tag", "-w", "--literally", "--stdin")).strip();
            git(new byte[0], "update-ref", "refs/tags/v1.0.0", id);

            var result = commons("verify", "1.0.0");

            assertTrue(result.code() > 1, "byte " + place + ": " + result);
            assertTrue((result.out() + result.err()).contains("tag v1.0.0"), "byte " + place + ": " + result);
        }
    }

    @Test
    void theDatabaseOfGit() throws IOException {
        List<Path> objects;
        try (var files = Files.walk(owls.resolve(".git/objects"))) {
            objects = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".pack")
                            || file.getParent().getFileName().toString().length() == 2)
                    .sorted()
                    .toList();
        }
        assertFalse(objects.isEmpty());
        for (Path object : objects) {
            byte[] bytes = Files.readAllBytes(object);
            object.toFile().setWritable(true);
            for (int place : places(bytes.length)) {
                Files.write(object, flipped(bytes, place));

                var result = commons("verify", "1.0.0");

                assertTrue(result.code() != 1, object + ", byte " + place + ": " + result);
                // A byte that git never reads for this version, like those of an older pack, changes nothing.
                assertTrue(result.code() != 0 || sameVersion(), object + ", byte " + place + ": " + result);
            }
            Files.write(object, bytes);
        }
    }

    private boolean sameVersion() throws IOException {
        return commons("verify", "1.0.0", "--json").out().contains("\"release\":\"1.0.0\"");
    }

    private static boolean isInstalled(String program) {
        for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }

    private byte[] git(byte[] input, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", owls.toString()));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).start();
        try (var in = process.getOutputStream()) {
            in.write(input);
        }
        byte[] output = process.getInputStream().readAllBytes();
        assertEquals(
                0,
                process.waitFor(),
                () -> process.errorReader(StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                        .toString());
        return output;
    }
}
