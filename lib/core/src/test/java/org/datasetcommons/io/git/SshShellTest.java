package org.datasetcommons.io.git;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.datasetcommons.io.crypto.OpenSshPrivateKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands at an SSH server on loopback. */
class SshShellTest {
    @TempDir
    Path temporary;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final SshServer server = SshServer.setUpDefaultServer();
    private String remote;

    @BeforeEach
    void begin() throws IOException {
        Path ssh = Files.createDirectories(temporary.resolve("home/.ssh"));
        OpenSshPrivateKey.create(ssh.resolve("id_ed25519"), new SecureRandom(), "ana@example.org");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        var known = PublicKeyEntry.parsePublicKeyEntry(Files.readString(ssh.resolve("id_ed25519.pub")));
        var hostKey = new SimpleGeneratorHostKeyProvider(temporary.resolve("hostkey"));
        hostKey.setAlgorithm("EC");
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(hostKey);
        server.setPublickeyAuthenticator((user, key, session) -> {
            try {
                return user.equals("git") && key.equals(known.resolvePublicKey(null, Map.of(), null));
            } catch (IOException | java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
        server.setCommandFactory((channel, command) -> {
            asked.add(command);
            return new Answer(command.startsWith("git-lfs-authenticate ") ? 0 : 127);
        });
        server.start();
        remote = "ssh://git@127.0.0.1:" + server.getPort() + "/owls.git";
        String key =
                PublicKeyEntry.toString(hostKey.loadKeys(null).iterator().next().getPublic());
        Files.writeString(ssh.resolve("known_hosts"), "[127.0.0.1]:" + server.getPort() + " " + key + "\n");
        new GitRepositories(Map.of(
                "HOME", temporary.resolve("home").toString(),
                "XDG_CONFIG_HOME", temporary.resolve("home/.config").toString(),
                "GIT_CONFIG_NOSYSTEM", "1"));
    }

    @AfterEach
    void end() throws IOException {
        server.stop(true);
    }

    @Test
    void returnsWhatACommandPrints() throws IOException {
        byte[] answer = new SshShell().run(remote, "git-lfs-authenticate '/owls.git' download");

        assertArrayEquals("{\"href\":\"https://lfs.example.org\"}".getBytes(StandardCharsets.UTF_8), answer);
        assertEquals(List.of("git-lfs-authenticate '/owls.git' download"), asked);
    }

    @Test
    void commandThatFailsIsAFailure() {
        var error = assertThrows(IOException.class, () -> new SshShell().run(remote, "dance"));

        assertEquals("`dance` ends with 127 there", error.getMessage());
    }

    @Test
    void speaksToNoServerWhoseKeyIsUnknown() throws IOException {
        Files.delete(temporary.resolve("home/.ssh/known_hosts"));

        assertThrows(IOException.class, () -> new SshShell().run(remote, "git-lfs-authenticate 'x' download"));

        assertTrue(asked.isEmpty());
    }

    /** Prints the same for every command, and ends. */
    private static final class Answer implements Command {
        private final int code;
        private OutputStream out;
        private ExitCallback callback;

        Answer(int code) {
            this.code = code;
        }

        @Override
        public void setInputStream(InputStream in) {}

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream err) {}

        @Override
        public void setExitCallback(ExitCallback exit) {
            callback = exit;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            out.write("{\"href\":\"https://lfs.example.org\"}".getBytes(StandardCharsets.UTF_8));
            out.flush();
            callback.onExit(code);
        }

        @Override
        public void destroy(ChannelSession channel) {}
    }
}
