package org.datasetcommons.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A commit.
 *
 * @param payload the bytes its signature is over
 * @param signature armored SSHSIG, if it has one
 */
public record Commit(
        CommitId id,
        List<CommitId> parents,
        Person author,
        Instant committed,
        String message,
        Payload payload,
        Optional<Payload> signature) {
    /** Bytes that compare by content. */
    public record Payload(java.nio.ByteBuffer buffer) {
        public static Payload of(byte[] bytes) {
            return new Payload(java.nio.ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer());
        }

        public byte[] bytes() {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
    }

    /** The same, as if nobody had signed it. */
    public Commit unsigned() {
        return new Commit(id, parents, author, committed, message, payload, Optional.empty());
    }

    /** The first line of the message. */
    public String subject() {
        return message.lines().findFirst().orElse("");
    }
}
