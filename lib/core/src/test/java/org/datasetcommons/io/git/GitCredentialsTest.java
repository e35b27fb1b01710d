package org.datasetcommons.io.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.transfer.Credentials.Login;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCredentialsTest {
    private static final URI SERVER = URI.create("https://git.example.org:8443/ana/owls.git");
    private static final Login ANA = new Login("ana", "secret");

    @TempDir
    Path home;

    @BeforeEach
    void requireGit() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not installed");
    }

    private GitCredentials credentials(String config) throws IOException {
        Files.writeString(home.resolve(".gitconfig"), config);
        return new GitCredentials(
                Map.of(
                        "HOME", home.toString(),
                        "PATH", "relative:/usr/bin:/bin",
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_DIR", "somewhere",
                        "GIT_TRACE", home.resolve("trace").toString()),
                false);
    }

    private String helper(String script) throws IOException {
        Path file = Files.writeString(home.resolve("helper"), "#!/bin/sh\n" + script + "\n");
        file.toFile().setExecutable(true);
        return "[credential]\n\thelper = " + file + "\n\tuseHttpPath = true\n";
    }

    @Test
    void asksThePersonsHelperForServerAndPath() throws IOException {
        var credentials =
                credentials(helper("cat > " + home.resolve("asked") + "; echo username=ana; echo password=secret"));

        assertEquals(Optional.of(ANA), credentials.find(SERVER));
        assertEquals(
                "protocol=https\nhost=git.example.org:8443\npath=ana/owls.git\n",
                Files.readString(home.resolve("asked")));
    }

    @Test
    void tellsTheHelperWhatWorked() throws IOException {
        Path store = home.resolve("store");
        Files.writeString(store, "https://ana:secret@git.example.org%3a8443\n");
        var credentials = credentials("[credential]\n\thelper = store --file " + store + "\n");

        assertEquals(Optional.of(ANA), credentials.find(SERVER));
        credentials.reject(SERVER, ANA);
        assertEquals("", Files.readString(store));
        credentials.approve(SERVER, ANA);
        assertEquals("https://ana:secret@git.example.org%3a8443\n", Files.readString(store));
    }

    @Test
    void tellsTheHelperNothingOfWhatItDidNotGive() throws IOException {
        Path store = home.resolve("store");
        var credentials = credentials("[credential]\n\thelper = store --file " + store + "\n");

        credentials.approve(SERVER, ANA);

        assertFalse(Files.exists(store));
    }

    @Test
    void nobodyToAskIsNoAnswer() throws IOException {
        assertEquals(Optional.empty(), credentials("").find(SERVER));
    }

    @Test
    void writesNoTraceWithPasswords() throws IOException {
        credentials(helper("echo username=ana; echo password=secret")).find(SERVER);

        assertFalse(Files.exists(home.resolve("trace")));
    }

    @Test
    void withoutGitThereIsNoAnswer() {
        assertEquals(Optional.empty(), new GitCredentials(Map.of("PATH", home.toString()), false).find(SERVER));
    }
}
