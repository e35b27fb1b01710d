package org.datasetcommons.transfer;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Node;

/**
 * The way to a Git LFS server for those who have an SSH key and no password: {@code git-lfs-authenticate} at the other end
 * says where the server is and what to show it (git-lfs docs/api/authentication.md).
 */
final class SshGate implements LfsServer.Gate {
    private static final Duration USUAL = Duration.ofMinutes(5);

    private final RemoteUrl remote;
    private final RemoteShell shell;
    private final Documents documents;
    private final InstantSource clock;
    private final Map<String, Known> known = new HashMap<>();

    private record Known(LfsServer.Entrance entrance, Instant until) {}

    SshGate(RemoteUrl remote, RemoteShell shell, Documents documents, InstantSource clock) {
        this.remote = remote;
        this.shell = shell;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public synchronized LfsServer.Entrance enter(String operation) throws IOException {
        var now = clock.instant();
        var before = known.get(operation);
        if (before == null || !now.isBefore(before.until())) {
            before = ask(operation, now);
            known.put(operation, before);
        }
        return before.entrance();
    }

    private Known ask(String operation, Instant now) throws Unavailable {
        byte[] answer;
        try {
            answer = shell.run(
                    remote.text(),
                    "git-lfs-authenticate '" + remote.sshPath().replace("'", "'\\''") + "' " + operation);
        } catch (IOException e) {
            throw new Unavailable("cannot be asked for its Git LFS server: " + e.getMessage(), e);
        }
        try {
            var fields = documents.json("answer of " + remote.text(), answer);
            var headers = new TreeMap<String, String>();
            fields.find("header")
                    .ifPresent(header ->
                            header.asFields().values().forEach((name, value) -> headers.put(name, value.asText())));
            var href = fields.findText("href").filter(text -> !text.isEmpty());
            var endpoint = href.isPresent() ? new URI(href.get()) : remote.lfsEndpoint();
            if (!Origin.isWeb(endpoint)) {
                throw new Unavailable("points to " + endpoint + ", which is not the web");
            }
            long seconds = fields.find("expires_in").map(Node::asInteger).orElse(0L);
            var until = now.plus(seconds > 0 ? Duration.ofSeconds(Math.min(seconds, 86400)) : USUAL);
            return new Known(new LfsServer.Entrance(endpoint, headers), until);
        } catch (CommonsException | URISyntaxException e) {
            throw new Unavailable("does not say where its Git LFS server is: " + e.getMessage(), e);
        }
    }
}
