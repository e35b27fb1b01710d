package org.datasetcommons.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.transfer.Credentials.Login;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and passwords out of {@code ~/.netrc}, and out of several places. */
class CredentialsTest {
    private static final URI SERVER = URI.create("https://git.example.org/owls.git");

    @TempDir
    Path temporary;

    private Netrc netrc(String text) {
        try {
            return new Netrc(Files.writeString(temporary.resolve("netrc"), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void findsTheEntryOfTheHost() {
        var netrc = netrc("""
                machine other.example.org login x password y
                machine git.example.org
                    login ana
                    account ignored
                    password secret
                default login nobody password nothing
                """);

        assertEquals(Optional.of(new Login("ana", "secret")), netrc.find(SERVER));
        assertEquals(
                Optional.of(new Login("nobody", "nothing")), netrc.find(URI.create("https://unknown.example.org/")));
    }

    @Test
    void firstEntryCounts() {
        var netrc = netrc("machine git.example.org login a password 1\nmachine git.example.org login b password 2\n");

        assertEquals(Optional.of(new Login("a", "1")), netrc.find(SERVER));
    }

    @Test
    void readsNoMacroForAnEntry() {
        var netrc = netrc("macdef init\nmachine git.example.org login evil password evil\n\n"
                + "machine git.example.org login ana password secret\n");

        assertEquals(Optional.of(new Login("ana", "secret")), netrc.find(SERVER));
    }

    @Test
    void halfAnEntryIsNone() {
        assertEquals(
                Optional.empty(), netrc("machine git.example.org login ana").find(SERVER));
        assertEquals(Optional.empty(), netrc("machine git.example.org password").find(SERVER));
        assertEquals(Optional.empty(), new Netrc(temporary.resolve("missing")).find(SERVER));
    }

    @Test
    void whatWasRefusedIsNotOfferedAgain() {
        var first = netrc("machine git.example.org login ana password old");
        var both = new CredentialsInOrder(List.of(first, new Another()));

        assertEquals(Optional.of(new Login("ana", "old")), both.find(SERVER));
        both.reject(SERVER, new Login("ana", "old"));

        assertEquals(Optional.of(new Login("ana", "new")), both.find(SERVER));
        assertEquals(
                Optional.of(new Login("ana", "old")),
                both.find(URI.create("https://git.example.org:8443/")),
                "another port is another server");
    }

    @Test
    void passwordIsInNoMessage() {
        assertEquals("ana", new Login("ana", "secret").toString());
    }

    private static final class Another implements Credentials {
        @Override
        public Optional<Login> find(URI server) {
            return Optional.of(new Login("ana", "new"));
        }

        @Override
        public void approve(URI server, Login login) {}

        @Override
        public void reject(URI server, Login login) {}
    }
}
