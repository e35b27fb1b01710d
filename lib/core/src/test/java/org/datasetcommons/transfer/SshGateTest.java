package org.datasetcommons.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;

class SshGateTest {
    private final List<String> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

    private SshGate gate(String remote, String answer) {
        return new SshGate(
                new RemoteUrl(remote),
                (url, command) -> {
                    asked.add(command);
                    return answer.getBytes(StandardCharsets.UTF_8);
                },
                new StrictDocuments(),
                () -> now);
    }

    @Test
    void entersWhereTheOtherEndSaysWithWhatItSays() throws IOException {
        var gate = gate("git@git.example.org:ana/owls.git", """
                {"href": "https://lfs.example.org/ana/owls", "header": {"Authorization": "RemoteAuth token"}, "expires_in": 60}
                """);

        var entrance = gate.enter("upload");

        assertEquals(URI.create("https://lfs.example.org/ana/owls"), entrance.endpoint());
        assertEquals(Map.of("Authorization", "RemoteAuth token"), entrance.headers());
        assertEquals(List.of("git-lfs-authenticate 'ana/owls.git' upload"), asked);
    }

    @Test
    void asksAgainOnlyWhenTheAnswerHasExpired() throws IOException {
        var gate = gate("git@git.example.org:owls.git", "{\"href\":\"https://lfs.example.org\",\"expires_in\":60}");
        gate.enter("download");
        now = now.plusSeconds(59);
        gate.enter("download");
        assertEquals(1, asked.size());

        now = now.plusSeconds(1);
        gate.enter("download");
        gate.enter("upload");

        assertEquals(3, asked.size());
    }

    @Test
    void withoutAnAddressItIsTheUsualOne() throws IOException {
        assertEquals(
                URI.create("https://git.example.org/owls.git/info/lfs"),
                gate("ssh://git@git.example.org:2222/owls.git", "{}")
                        .enter("download")
                        .endpoint());
    }

    @Test
    void apostropheInAPathStaysOne() throws IOException {
        gate("git@git.example.org:ana's/owls.git", "{}").enter("download");

        assertEquals(List.of("git-lfs-authenticate 'ana'\\''s/owls.git' download"), asked);
    }

    @Test
    void answerThatIsNoneSaysSo() {
        assertThrows(
                Unavailable.class,
                () -> gate("git@git.example.org:owls", "command not found").enter("download"));
        assertThrows(
                Unavailable.class,
                () -> gate("git@git.example.org:owls", "{\"href\":\"file:///etc\"}")
                        .enter("download"));
    }
}
