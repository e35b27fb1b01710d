package org.datasetcommons.io.crypto;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.signing.SshSig;
import org.datasetcommons.signing.Wire;

/** Keys that an agent holds, through its socket (draft-ietf-sshm-ssh-agent). */
public final class SshAgent {
    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES_ANSWER = 12;
    private static final byte SIGN_REQUEST = 13;
    private static final byte SIGN_RESPONSE = 14;
    private static final int RSA_SHA2_512 = 4;
    private static final int MAX_ANSWER = 256 * 1024;

    private final Path socket;

    /** @param socket what {@code SSH_AUTH_SOCK} names */
    public SshAgent(Path socket) {
        this.socket = socket;
    }

    /** A key and the comment it was loaded with. */
    public record Identity(PublicKey key, String comment) {}

    public List<Identity> identities() {
        var answer = ask(new byte[] {REQUEST_IDENTITIES}, IDENTITIES_ANSWER);
        var identities = new ArrayList<Identity>();
        for (int count = answer.getInt(); count > 0; count--) {
            byte[] blob = Wire.readString(answer);
            identities.add(new Identity(
                    PublicKey.ofBlob(blob),
                    new String(Wire.readString(answer), java.nio.charset.StandardCharsets.UTF_8)));
        }
        return identities;
    }

    public Signer signer(PublicKey key) {
        return new Signer() {
            @Override
            public PublicKey publicKey() {
                return key;
            }

            @Override
            public byte[] sign(Namespace namespace, byte[] message) {
                var inner = ByteBuffer.wrap(signature(SshSig.toBeSigned(namespace.text(), "sha512", message)));
                String algorithm = Wire.readText(inner);
                byte[] rest = new byte[inner.remaining()];
                inner.get(rest);
                return new SshSig(key, namespace.text(), "sha512", algorithm, SshSig.Bytes.of(rest)).armored();
            }

            @Override
            public byte[] signRaw(byte[] message) {
                if (!key.type().equals(Ed25519Key.TYPE)) {
                    throw precondition("a log is signed with an Ed25519 key, not " + key.type());
                }
                var inner = ByteBuffer.wrap(signature(message));
                Wire.readText(inner);
                return Wire.readString(inner);
            }

            private byte[] signature(byte[] data) {
                byte[] request = new Wire()
                        .raw(new byte[] {SIGN_REQUEST})
                        .string(key.blob())
                        .string(data)
                        .uint32(key.type().equals("ssh-rsa") ? RSA_SHA2_512 : 0)
                        .bytes();
                return Wire.readString(ask(request, SIGN_RESPONSE));
            }
        };
    }

    private ByteBuffer ask(byte[] request, byte wanted) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var message = ByteBuffer.wrap(new Wire().string(request).bytes());
            while (message.hasRemaining()) {
                channel.write(message);
            }
            int length = read(channel, 4).getInt();
            if (length < 1 || length > MAX_ANSWER) {
                throw environment("the ssh agent at " + socket + " answers nonsense");
            }
            var answer = read(channel, length);
            if (answer.get() != wanted) {
                throw environment("the ssh agent at " + socket + " refused").hint("see what it holds: `ssh-add -l`");
            }
            return answer;
        } catch (IOException e) {
            throw environment("cannot talk to the ssh agent at " + socket, e)
                    .hint("start one: `eval \"$(ssh-agent)\"; ssh-add`, or name a key file with --sign-with");
        }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the agent closed the connection");
            }
        }
        return buffer.flip();
    }
}
