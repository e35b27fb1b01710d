package org.datasetcommons.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.datasetcommons.store.Address;
import org.junit.jupiter.api.Test;

class RemoteUrlTest {
    private static final Path HERE = Path.of("/work");

    private static String objects(String url) {
        return new RemoteUrl(url).objects(HERE).orElseThrow().toString();
    }

    @Test
    void serverOfAWebRemoteIsBesideIt() {
        assertEquals("lfs+https://git.example.org/ana/owls.git/info/lfs", objects("https://git.example.org/ana/owls"));
        assertEquals(
                "lfs+https://git.example.org/ana/owls.git/info/lfs", objects("https://git.example.org/ana/owls.git"));
        assertEquals("lfs+https://git.example.org/owls.git/info/lfs", objects("https://git.example.org/owls.git/"));
        assertEquals("lfs+http://127.0.0.1:8080/owls.git/info/lfs", objects("http://127.0.0.1:8080/owls.git"));
        assertEquals("lfs+https://git.example.org/owls.git/info/lfs", objects("git://git.example.org/owls"));
        assertEquals("lfs+http://127.0.0.1:8080/info/lfs", objects("http://127.0.0.1:8080/"));
    }

    @Test
    void serverOfAnSshRemoteIsAskedForThroughSsh() {
        for (String url : new String[] {
            "git@git.example.org:ana/owls.git", "git.example.org:owls", "ssh://git@git.example.org:2222/ana/owls.git"
        }) {
            assertEquals(new Address.Ssh(url), new RemoteUrl(url).objects(HERE).orElseThrow());
        }
    }

    @Test
    void pathOfAnSshRemoteIsWhatItsOtherEndCallsIt() {
        assertEquals("ana/owls.git", new RemoteUrl("git@git.example.org:ana/owls.git").sshPath());
        assertEquals("/ana/owls.git", new RemoteUrl("ssh://git@git.example.org:2222/ana/owls.git").sshPath());
    }

    @Test
    void serverOfAnSshRemoteForOthersIsOnTheSameHost() {
        assertEquals(
                "lfs+https://git.example.org/ana/owls.git/info/lfs",
                new RemoteUrl("git@git.example.org:ana/owls.git")
                        .lfsServer()
                        .orElseThrow()
                        .toString());
        assertEquals(
                "lfs+https://git.example.org/ana/owls.git/info/lfs",
                new RemoteUrl("ssh://git@git.example.org:2222/ana/owls.git")
                        .lfsServer()
                        .orElseThrow()
                        .toString());
    }

    @Test
    void remoteOnThisMachineIsItsOwnPlace() {
        assertEquals("/srv/owls.git", objects("/srv/owls.git"));
        assertEquals("/srv/owls.git", objects("file:///srv/owls.git"));
        assertEquals("/owls", objects("../owls"));
        assertEquals("/work/C:", objects("C:"));
    }

    @Test
    void passwordIsNotShown() {
        assertEquals(
                "https://ana@git.example.org/owls", new RemoteUrl("https://ana:se:cret@git.example.org/owls").shown());
        assertEquals("git@git.example.org:owls", new RemoteUrl("git@git.example.org:owls").shown());
        assertEquals("https://git.example.org/a:b@c", new RemoteUrl("https://git.example.org/a:b@c").shown());
    }

    @Test
    void hostIsThatOfTheAddress() {
        assertEquals(Optional.of("git.example.org"), new RemoteUrl("git@git.example.org:owls.git").host());
        assertEquals(Optional.of("git.example.org"), new RemoteUrl("https://ana@git.example.org:8443/owls").host());
        assertTrue(new RemoteUrl("/srv/owls.git").host().isEmpty());
    }
}
