package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails once the branch has moved is told with what is done, lest somebody does it twice. */
class AfterwardsTest {
    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private Path owls;
    private Map<String, String> variables;

    @BeforeEach
    void begin() throws IOException {
        Path work = temporary.toRealPath();
        Script.parse("drafted", "given drafted\n").run(work, VerbCatalog.standard());
        owls = work.resolve("owls");
        variables = TestPeople.moveIn(work.resolve("people"), "ana");
    }

    private TestRun.Result commons(String... words) {
        return TestRun.in(owls).variables(variables).commons(words);
    }

    private String head() throws IOException {
        return Files.readString(owls.resolve(".git/refs/heads/main")).substring(0, 10);
    }

    private Path inTheWay(String file) throws IOException {
        Path path = owls.resolve(".git").resolve(file);
        Files.deleteIfExists(path);
        return Files.createFile(Files.createDirectories(path).resolve("in-the-way"))
                .getParent();
    }

    private static void clear(Path path) throws IOException {
        Files.delete(path.resolve("in-the-way"));
        Files.delete(path);
    }

    @Test
    void signatureWhoseDraftStaysSaysThatItIsSigned() throws IOException {
        Path draft = owls.resolve(".git/commons/draft.jsonl");
        String id = Files.readString(draft).replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        // The index cannot be written where a folder is in the place of its next state.
        Path index = inTheWay("commons/index.tmp");

        var signing = commons("sign", "--yes");

        assertEquals(6, signing.code(), signing::toString);
        assertTrue(
                signing.err()
                        .contains("commons: error: " + id + " is signed as commit " + head()
                                + "; what comes after that failed\n"),
                signing::toString);
        assertTrue(signing.err().contains("hint: do not do it again"), signing::toString);
        clear(index);
        assertEquals(0, commons("status").code());
        assertTrue(Files.notExists(draft));
    }

    @Test
    void commitWhoseKeysGitIsNotToldOfSaysThatItIsDone() throws IOException {
        Path signers = inTheWay("commons/allowed_signers");

        var signing = commons("sign", "--yes");

        assertEquals(6, signing.code(), signing::toString);
        assertTrue(
                signing.err().contains("error: it is done, and committed; what comes after that failed\n"),
                signing::toString);
        clear(signers);
        assertEquals(0, commons("verify").code());
    }

    @Test
    void releaseThatCannotBeTaggedSaysThatItIsSignedAndCanBeFinished() throws IOException {
        assertEquals(0, commons("sign", "--yes").code());
        Path tag = inTheWay("refs/tags/v1.1.0");

        var release = commons("release", "1.1.0");

        assertTrue(
                release.err().contains("error: release 1.1.0 is signed as commit " + head() + "; what comes after"),
                release::toString);
        assertTrue(release.err().contains("`commons release 1.1.0`"), release::toString);
        clear(tag);
        var again = commons("release", "1.1.0");
        assertEquals(0, again.code(), again::toString);
        assertTrue(Files.exists(owls.resolve(".git/refs/tags/v1.1.0")));
        assertEquals(0, commons("verify", "1.1.0").code());
    }
}
