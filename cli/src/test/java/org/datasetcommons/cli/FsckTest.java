package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flips bits in all that a repository keeps, one at a time and with the times of files as they were. */
class FsckTest {
    /** How many bytes of each file are tried. */
    private static final int PLACES = 5;

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private Path owls;
    private Map<String, String> variables;

    @BeforeEach
    void release() throws IOException {
        Path work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Script.parse("released", "given released\n").run(work, VerbCatalog.standard());
        owls = work.resolve("owls");
        variables = TestPeople.moveIn(work.resolve("people"), "ana");
        assertEquals(0, fsck().code());
    }

    private TestRun.Result fsck(String... options) {
        var words = new ArrayList<>(List.of("fsck"));
        words.addAll(List.of(options));
        return TestRun.in(owls).variables(variables).commons(words.toArray(String[]::new));
    }

    private void git(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", owls.toString()));
        command.addAll(List.of(words));
        var git = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("said").toFile());
        git.environment().putAll(variables);
        assertEquals(0, git.start().waitFor(), () -> command + " failed");
    }

    private static void damage(Path file, int place) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[place] ^= 4;
        file.toFile().setWritable(true);
        Files.write(file, bytes);
    }

    private void makeHub() throws IOException, InterruptedException {
        git("clone", "-q", "--bare", "--no-hardlinks", ".", "../hub.git");
        git("remote", "add", "origin", "../hub.git");
    }

    private void isWholeAgain(String what) throws IOException, InterruptedException {
        assertEquals(0, fsck().code(), what);
        assertEquals(0, TestRun.in(owls).variables(variables).commons("verify").code(), what);
        git("fsck", "--strict", "--full");
    }

    private List<Path> files(String below) throws IOException {
        try (var files = Files.walk(owls.resolve(below))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void flipEverywhere(Path file, String named) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        var time = Files.getLastModifiedTime(file);
        file.toFile().setWritable(true);
        var places = new TreeSet<Integer>();
        for (int i = 0; i < PLACES; i++) {
            places.add((int) ((long) i * (bytes.length - 1) / (PLACES - 1)));
        }
        for (int place : places) {
            byte[] changed = bytes.clone();
            changed[place] ^= 4;
            Files.write(file, changed);
            Files.setLastModifiedTime(file, time);

            var result = fsck();

            assertEquals(3, result.code(), file + ", byte " + place + ": " + result);
            assertTrue(result.out().contains(named), file + ", byte " + place + ": " + result);
        }
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void findsEachBitOfContent() throws IOException {
        var files = files(".git/lfs/objects");

        assertFalse(files.isEmpty());
        for (Path file : files) {
            flipEverywhere(file, ": digest differs (lfs/objects/");
        }
        assertEquals(0, fsck().code());
    }

    @Test
    void findsEachBitOfGitsObjects() throws IOException {
        var files = files(".git/objects");

        assertFalse(files.isEmpty());
        for (Path file : files) {
            flipEverywhere(file, "(objects/");
        }
        assertEquals(0, fsck().code());
    }

    @Test
    void findsEachBitOfAPackAndOfItsIndex() throws Exception {
        git("gc", "-q");

        for (Path file : files(".git/objects/pack")) {
            flipEverywhere(
                    file, file.toString().endsWith(".pack") || file.toString().endsWith(".idx") ? "objects" : "");
        }
        assertEquals(0, fsck().code());
    }

    @Test
    void namesWhatAMissingObjectWas() throws IOException {
        for (Path file : files(".git/objects")) {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);

            var result = fsck();

            assertEquals(3, result.code(), file + ": " + result);
            assertTrue(result.out().contains("object that is missing"), file + ": " + result);
            Files.write(file, bytes);
        }
    }

    @Test
    void mendsEachOfGitsObjectsFromTheRemote() throws Exception {
        makeHub();
        for (Path file : files(".git/objects")) {
            damage(file, (int) Files.size(file) / 2);
            byte[] damaged = Files.readAllBytes(file);

            var result = fsck("--repair");

            assertEquals(0, result.code(), file + ": " + result);
            assertTrue(
                    result.out().matches("(?s).*repaired: (another place|the work tree)\\n.*"), file + ": " + result);
            assertArrayEquals(damaged, Files.readAllBytes(aside(file)));
        }
        isWholeAgain("every object");
    }

    private Path aside(Path file) {
        return owls.resolve(".git/commons/aside").resolve(owls.resolve(".git").relativize(file));
    }

    @Test
    void mendsAllThatIsMissingFromTheRemote() throws Exception {
        makeHub();
        for (Path file : files(".git/objects")) {
            Files.delete(file);
        }

        var result = fsck("--repair");

        assertEquals(0, result.code(), result.toString());
        isWholeAgain("nothing was left");
    }

    @Test
    void mendsAPackWhateverIsDamagedInIt() throws Exception {
        makeHub();
        git("gc", "-q");
        for (int round = 0; round < PLACES; round++) {
            for (Path file : files(".git/objects/pack")) {
                if (!Files.exists(file)) {
                    continue; // It was mended together with the other.
                }
                damage(file, (int) ((Files.size(file) - 1) * round / (PLACES - 1)));

                var result = fsck("--repair");

                assertEquals(0, result.code(), file + ": " + result);
                isWholeAgain(file.toString());
            }
        }
    }

    @Test
    void keepsWhatCanBeReadOfAPackThatNobodyElseHas() throws Exception {
        git("gc", "-q");
        Path pack = files(".git/objects/pack").stream()
                .filter(file -> file.toString().endsWith(".pack"))
                .findFirst()
                .orElseThrow();
        long before = readable();
        damage(pack, 60); // In a commit, which the work tree does not have.

        var result = fsck("--repair");

        assertEquals(3, result.code(), result.toString());
        assertTrue(Files.exists(aside(pack)));
        assertFalse(Files.exists(pack));
        long left = readable();
        assertTrue(left > before * 3 / 4, left + " of " + before + ": " + result.toString());

        // When somebody has it after all, the next repair goes on.
        Files.createDirectories(temporary.resolve("other"));
        var work = temporary.resolve("other");
        Script.parse("released", "given released\n").run(work, VerbCatalog.standard());
        git("remote", "add", "origin", work.resolve("owls").toString());
        assertEquals(0, fsck("--repair").code());
        isWholeAgain("from a person who had it, too");
    }

    private long readable() throws IOException, InterruptedException {
        git("cat-file", "--batch-all-objects", "--batch-check");
        try (var lines = Files.lines(temporary.resolve("said"))) {
            return lines.count();
        }
    }

    @Test
    void makesAnIndexAnewFromItsPack() throws Exception {
        git("gc", "-q");
        for (Path file : files(".git/objects/pack")) {
            if (file.toString().endsWith(".idx")) {
                damage(file, (int) Files.size(file) / 2);
            }
        }

        var result = fsck("--repair");

        assertEquals(0, result.code(), result.toString());
        assertTrue(result.out().contains("made anew from what can be read"), result.toString());
        isWholeAgain("an index");
    }

    @Test
    void keepsAllOfAPackOfWhichOnlyTheEndsAreDamaged() throws Exception {
        git("gc", "-q");
        long before = readable();
        for (int fromEnd : List.of(3, 15)) {
            damage(onlyPack(), (int) Files.size(onlyPack()) - fromEnd);
            assertEquals(0, fsck("--repair").code());
        }
        for (int fromStart : List.of(0, 7, 8, 11)) {
            damage(onlyPack(), fromStart);
            assertEquals(0, fsck("--repair").code());
        }
        Path pack = onlyPack();
        byte[] bytes = Files.readAllBytes(pack);
        pack.toFile().setWritable(true);
        Files.write(pack, Arrays.copyOf(bytes, bytes.length - 20));
        assertEquals(0, fsck("--repair").code());

        assertEquals(before, readable());
        isWholeAgain("a pack without its end");
    }

    private Path onlyPack() throws IOException {
        return files(".git/objects/pack").stream()
                .filter(file -> file.toString().endsWith(".pack"))
                .findFirst()
                .orElseThrow();
    }

    private static Path index(Path pack) {
        return Path.of(pack.toString().replaceFirst("pack$", "idx"));
    }

    @Test
    void mendsAPackThatIsNoneAndHasNoIndex() throws Exception {
        makeHub();
        git("gc", "-q");
        for (int place : List.of(0, 7, 8)) {
            Files.delete(index(onlyPack()));
            damage(onlyPack(), place);

            var result = fsck("--repair");

            assertEquals(0, result.code(), result.toString());
        }
        isWholeAgain("from the remote");
    }

    @Test
    void mendsAnIndexThatIsOfAnotherPackOrOfNone() throws Exception {
        git("gc", "-q");
        Path first = onlyPack();
        git("commit", "--allow-empty", "-qm", "more");
        git("repack", "-q");
        var packs = files(".git/objects/pack").stream()
                .filter(file -> file.toString().endsWith(".pack"))
                .toList();
        assertEquals(2, packs.size());
        Path other = packs.get(packs.indexOf(first) == 0 ? 1 : 0);
        Path kept = temporary.resolve("kept");
        Files.move(index(first), kept);
        Files.move(index(other), index(first));
        Files.move(kept, index(other));

        var result = fsck("--repair");

        assertEquals(0, result.code(), result.toString());
        assertTrue(result.out().contains("it is of another pack"), result.toString());
        Files.copy(index(onlyPack()), onlyPack().resolveSibling("pack-" + "1".repeat(40) + ".idx"));
        assertEquals(3, fsck().code());
        assertEquals(0, fsck("--repair").code());
        isWholeAgain("indexes");
    }

    @Test
    void leavesNothingThatKnowsOfAPackThatIsSetAside() throws Exception {
        makeHub();
        git("gc", "-q");
        git("multi-pack-index", "write");
        damage(onlyPack(), (int) Files.size(onlyPack()) / 2);

        assertEquals(0, fsck("--repair").code());

        isWholeAgain("without the index of all packs");
    }

    @Test
    void mendsAnObjectThatGoesOnAfterItsEnd() throws Exception {
        makeHub();
        Path file = files(".git/objects").get(0);
        file.toFile().setWritable(true);
        Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);

        var result = fsck("--repair");

        assertEquals(0, result.code(), result.toString());
        assertTrue(result.out().contains("it goes on after its end"), result.toString());
        isWholeAgain("an object");
    }

    @Test
    void takesFilesThatAreTheirOwnBlobsFromTheWorkTree() throws Exception {
        git("gc", "-q");
        for (String path : List.of("data/owl.txt", "commons.yaml")) {
            git("rev-parse", "HEAD:" + path);
            String id = Files.readString(temporary.resolve("said")).strip();
            git("cat-file", "blob", id);
            String blob = Files.readString(temporary.resolve("said"));
            Path pack = onlyPack();
            Path away = temporary.resolve(pack.getFileName());
            Files.move(pack, away);
            Files.delete(index(pack));
            unpack(away);
            Files.delete(owls.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2)));

            var result = fsck("--repair");

            assertEquals(0, result.code(), result.toString());
            assertTrue(result.out().contains(path + ": "), result.toString());
            assertTrue(result.out().contains("repaired: the work tree"), result.toString());
            git("cat-file", "blob", id);
            assertEquals(blob, Files.readString(temporary.resolve("said")));
            git("gc", "-q");
        }
    }

    private void unpack(Path pack) throws IOException, InterruptedException {
        var unpacking = new ProcessBuilder("git", "-C", owls.toString(), "unpack-objects", "-q")
                .redirectInput(pack.toFile())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("said").toFile());
        assertEquals(0, unpacking.start().waitFor());
    }

    @Test
    void gcDeletesNothingWhileItCannotBeToldWhatGitRemembers() throws Exception {
        git("rev-parse", "HEAD:data");
        String tree = Files.readString(temporary.resolve("said")).strip();
        Path object = owls.resolve(".git/objects/" + tree.substring(0, 2) + "/" + tree.substring(2));
        git("tag", "-d", "v1.0.0");
        git("checkout", "-q", "--orphan", "other");
        git("rm", "-rfq", "--cached", ".");
        git("commit", "--allow-empty", "-qm", "nothing");
        git("branch", "-D", "main");
        git("update-ref", "refs/heads/main", "HEAD");
        git("symbolic-ref", "HEAD", "refs/heads/main");
        for (Path file : files(".git/lfs")) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        }
        int before = files(".git/lfs").size();
        object.toFile().setWritable(true);
        Files.write(object, new byte[0]);

        var refused = TestRun.in(owls).variables(variables).commons("gc", "--yes");
        assertEquals(6, refused.code(), refused.toString());
        assertTrue(refused.err().contains("it cannot be told what is needed here: what git remembers"), refused::err);
        var repaired = fsck("--repair");
        assertEquals(3, repaired.code(), repaired.toString());
        var still = TestRun.in(owls).variables(variables).commons("gc", "--yes");
        assertEquals(6, still.code(), still.toString());
        assertTrue(still.err().contains("remembers"), still::err);

        assertEquals(before, files(".git/lfs").size());
    }

    @Test
    void namesAnIndexThatMakesNoSense() throws Exception {
        Path index = owls.resolve(".git/index");
        for (int length : List.of(0, 40)) {
            Files.write(index, Arrays.copyOf(Files.readAllBytes(index), length));

            var result = fsck();
            assertEquals(3, result.code(), result.toString());
            assertTrue(result.out().contains("`git reset` (index)"), result.toString());
            assertEquals(
                    6,
                    TestRun.in(owls).variables(variables).commons("gc", "--yes").code());
        }
        Files.delete(index);
        git("reset", "-q");
        isWholeAgain("the index");
    }

    @Test
    void saysOfWhatOnlyAReflogHasThatItIsLost() throws Exception {
        git("commit", "-q", "--allow-empty", "-m", "lost");
        String lost = Files.readString(owls.resolve(".git/refs/heads/main")).strip();
        git("reset", "-q", "--hard", "HEAD~1");
        damage(owls.resolve(".git/objects/" + lost.substring(0, 2) + "/" + lost.substring(2)), 5);

        var result = fsck("--repair");

        assertEquals(3, result.code(), result::toString);
        assertTrue(result.out().contains("object " + lost), result::toString);
        assertFalse(result.out().contains("repaired"), result::toString);
    }

    @Test
    void aPartialCloneIsSoundAndLeftToGit() throws Exception {
        makeHub();
        git("-C", "../hub.git", "config", "uploadpack.allowFilter", "true");
        git(
                "clone",
                "-q",
                "--no-checkout",
                "--filter=blob:none",
                "file://" + owls.resolveSibling("hub.git"),
                "../part");
        owls = owls.resolveSibling("part");

        var sound = fsck();

        assertEquals(0, sound.code(), sound::toString);
        for (Path index : files(".git/objects/pack")) {
            if (index.toString().endsWith(".idx")) {
                damage(index, 1100);
            }
        }
        var result = fsck("--repair");

        assertEquals(5, result.code(), result::toString);
        assertTrue(result.err().contains("partial clone"), result::toString);
    }

    @Test
    void aShallowCloneIsSound() throws Exception {
        git("commit", "--allow-empty", "-qm", "more");
        git("clone", "-q", "--depth", "1", "--no-checkout", "file://" + owls, "../shallow");
        var shallow = TestRun.in(owls.resolveSibling("shallow")).variables(variables);

        assertEquals(0, shallow.commons("fsck").code());
    }

    @Test
    void aRepositoryWithOtherNamesIsRefused() throws Exception {
        git("init", "-q", "--object-format=sha256", "../other");

        var result =
                TestRun.in(owls.resolveSibling("other")).variables(variables).commons("fsck");

        assertEquals(5, result.code(), result.toString());
        assertTrue(result.err().contains("git names objects by sha256"), result.toString());
    }

    @Test
    void aRepairThatFindsNobodyThereDoesTheRest() throws Exception {
        makeHub();
        git("remote", "set-url", "origin", "../nowhere.git");
        git("rev-parse", "HEAD");
        String id = Files.readString(temporary.resolve("said")).strip();
        Path object = owls.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2));
        damage(object, 3);
        Path content = files(".git/lfs/objects").get(0);
        damage(content, 3);

        var result = fsck("--repair");

        assertEquals(3, result.code(), result.toString());
        assertTrue(result.out().contains("repaired: the work tree"), result.toString());
        assertTrue((result.out() + result.err()).contains("cannot fetch from"), result.toString());
        assertTrue(Files.exists(aside(object)));
        git("remote", "set-url", "origin", "../hub.git");
        assertEquals(0, fsck("--repair").code());
        isWholeAgain("the first object");
    }
}
