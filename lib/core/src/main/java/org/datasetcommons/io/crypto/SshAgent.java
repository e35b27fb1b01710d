package org.datasetcommons.io.crypto;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
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
    private final SshSignatureVerifier verifier = new SshSignatureVerifier();

    /** @param socket what {@code SSH_AUTH_SOCK} names */
    public SshAgent(Path socket) {
        this.socket = socket;
    }

    /** A key and the comment it was loaded with. */
    public record Identity(PublicKey key, String comment) {}

    public List<Identity> identities() {
        var answer = ask(new byte[] {REQUEST_IDENTITIES}, IDENTITIES_ANSWER);
        try {
            var identities = new ArrayList<Identity>();
            for (int count = answer.getInt(); count > 0; count--) {
                byte[] blob = Wire.readString(answer);
                identities.add(new Identity(
                        PublicKey.ofBlob(blob),
                        new String(Wire.readString(answer), java.nio.charset.StandardCharsets.UTF_8)));
            }
            return identities;
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw nonsense(e);
        }
    }

    private CommonsException nonsense(Exception cause) {
        return environment("the ssh agent at " + socket + " answers nonsense", cause);
    }

    public Signer signer(PublicKey key) {
        return new Signer() {
            @Override
            public PublicKey publicKey() {
                return key;
            }

            @Override
            public byte[] sign(Namespace namespace, byte[] message) {
                var signature = signature(SshSig.toBeSigned(namespace.text(), "sha512", message));
                byte[] armored =
                        new SshSig(key, namespace.text(), "sha512", signature.algorithm(), signature.rest()).armored();
                if (verifier.verify(namespace, message, armored) instanceof SignatureResult.Bad bad) {
                    throw wrong(bad.reason());
                }
                return armored;
            }

            @Override
            public byte[] signRaw(byte[] message) {
                if (key.ed25519().isEmpty()) {
                    throw precondition("a log is signed with an Ed25519 key, not " + key.type())
                            .hint("make one with `commons key new`");
                }
                byte[] raw = Wire.readString(
                        ByteBuffer.wrap(signature(message).rest().array()));
                if (!verifier.verifyRaw(key, message, raw)) {
                    throw wrong("it is not a signature of these bytes");
                }
                return raw;
            }

            private Inner signature(byte[] data) {
                byte[] request = new Wire()
                        .raw(new byte[] {SIGN_REQUEST})
                        .string(key.blob())
                        .string(data)
                        .uint32(key.type().equals("ssh-rsa") ? RSA_SHA2_512 : 0)
                        .bytes();
                var answer = ask(request, SIGN_RESPONSE);
                try {
                    var inner = ByteBuffer.wrap(Wire.readString(answer));
                    String algorithm = Wire.readText(inner);
                    byte[] rest = new byte[inner.remaining()];
                    inner.get(rest);
                    return new Inner(algorithm, SshSig.Bytes.of(rest));
                } catch (IllegalArgumentException e) {
                    throw nonsense(e);
                }
            }
        };
    }

    /** A signature as an agent returns it: its algorithm, and what follows. */
    private record Inner(String algorithm, SshSig.Bytes rest) {}

    /** What an agent signed is looked at before anybody relies on it: it is another program. */
    private CommonsException wrong(String reason) {
        return environment("the signature that the ssh agent at " + socket + " made is no good: " + reason)
                .hint("name a key file with --sign-with");
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
                throw nonsense(new IOException("an answer of " + length + " bytes"));
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
