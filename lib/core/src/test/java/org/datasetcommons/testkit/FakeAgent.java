package org.datasetcommons.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.datasetcommons.io.crypto.Ed25519Key;
import org.datasetcommons.signing.Wire;

/** An ssh agent on a socket, which holds Ed25519 keys or says whatever a test wants. */
public final class FakeAgent implements AutoCloseable {
    private static final byte IDENTITIES_ANSWER = 12;
    private static final byte SIGN_RESPONSE = 14;
    private static final byte REQUEST_IDENTITIES = 11;

    private final ServerSocketChannel server;
    private final Path socket;
    private final UnaryOperator<byte[]> answers;

    private FakeAgent(UnaryOperator<byte[]> answers) throws IOException {
        this.answers = answers;
        this.socket = Files.createTempDirectory("agent").resolve("s"); // The name of a socket must be short.
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        var thread = new Thread(this::serve, "fake ssh agent");
        thread.setDaemon(true);
        thread.start();
    }

    /** An agent that answers each request, without its length, with these bytes; nothing: it hangs up. */
    public static FakeAgent answering(UnaryOperator<byte[]> answers) throws IOException {
        return new FakeAgent(answers);
    }

    /** An agent that holds these keys. */
    public static FakeAgent holding(List<Ed25519Key> keys) throws IOException {
        return new FakeAgent(request -> answer(keys, request));
    }

    /** What an agent with these keys says. */
    public static byte[] answer(List<Ed25519Key> keys, byte[] request) {
        var in = ByteBuffer.wrap(request);
        if (in.get() == REQUEST_IDENTITIES) {
            var answer = new Wire().raw(new byte[] {IDENTITIES_ANSWER}).uint32(keys.size());
            keys.forEach(key -> answer.string(key.publicKey().blob()).string("held"));
            return answer.bytes();
        }
        byte[] blob = Wire.readString(in);
        byte[] data = Wire.readString(in);
        return keys.stream()
                .filter(key -> java.util.Arrays.equals(key.publicKey().blob(), blob))
                .findFirst()
                .map(key -> new Wire()
                        .string("ssh-ed25519")
                        .string(key.signRaw(data))
                        .bytes())
                .map(signature -> new Wire()
                        .raw(new byte[] {SIGN_RESPONSE})
                        .string(signature)
                        .bytes())
                .orElse(new byte[] {5}); // SSH_AGENT_FAILURE
    }

    public Path socket() {
        return socket;
    }

    private void serve() {
        while (true) {
            try (var channel = server.accept()) {
                int length = read(channel, 4).getInt();
                byte[] answer = answers.apply(read(channel, length).array());
                if (answer.length > 0) {
                    channel.write(ByteBuffer.wrap(new Wire().string(answer).bytes()));
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // until it is full
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        Files.delete(socket.getParent());
    }
}
