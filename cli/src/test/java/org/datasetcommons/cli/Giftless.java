package org.datasetcommons.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** <a href="https://giftless.datopian.com">Giftless</a>, a Git LFS server in Python, on loopback and open to everybody. */
final class Giftless implements AutoCloseable {
    private static final String CONFIGURATION = """
            AUTH_PROVIDERS:
              - giftless.auth.allow_anon:read_write
            TRANSFER_ADAPTERS:
              basic:
                factory: giftless.transfer.basic_streaming:factory
                options:
                  storage_class: giftless.storage.local_storage:LocalStorage
                  storage_options:
                    path: %s
            """;

    private static final int PAUSE_MILLIS = 50;

    private final Process process;
    private final int port;

    /** @param storage where it keeps what it has; its configuration and what it says go beside that */
    Giftless(Path storage) throws IOException {
        Path configuration = storage.resolveSibling("giftless.yaml");
        Files.writeString(configuration, CONFIGURATION.formatted(storage));
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path said = storage.resolveSibling("giftless.log");
        var builder = new ProcessBuilder(
                        "python3",
                        "-m",
                        "flask",
                        "--app",
                        "giftless.wsgi_entrypoint",
                        "run",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("GIFTLESS_CONFIG_FILE", configuration.toString());
        process = builder.start();
        while (!answers()) {
            if (process.onExit()
                            .completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                            .join()
                    != null) {
                throw new IOException("giftless did not start: " + Files.readString(said));
            }
        }
    }

    static boolean isInstalled() throws IOException {
        return TestRun.isInstalled("python3")
                && new ProcessBuilder("python3", "-W", "ignore", "-c", "import flask, giftless.wsgi_entrypoint")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .onExit()
                                .join()
                                .exitValue()
                        == 0;
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
