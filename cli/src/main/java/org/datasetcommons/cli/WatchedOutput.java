package org.datasetcommons.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A print stream that remembers why it failed. A plain {@link PrintStream} only knows that it did, and a reader that
 * has read enough ({@code | head}) must be told from a disk that is full.
 */
final class WatchedOutput extends PrintStream {
    private final Sink sink;

    private WatchedOutput(Sink sink, boolean lineByLine) {
        super(new BufferedOutputStream(sink, 1 << 13), lineByLine, StandardCharsets.UTF_8);
        this.sink = sink;
    }

    /** For answers: written when there is much, or at the end. */
    static WatchedOutput to(OutputStream target) {
        return new WatchedOutput(new Sink(target), false);
    }

    /** For messages: every line is seen at once, so before the answer that follows from it. */
    static WatchedOutput lineByLineTo(OutputStream target) {
        return new WatchedOutput(new Sink(target), true);
    }

    /** What went wrong first, if anything did. */
    Optional<IOException> failure() {
        return sink.failure;
    }

    /** The reader at the other end is gone: no fault of anybody. */
    boolean readerIsGone() {
        return failure()
                .map(IOException::getMessage)
                .filter(message -> message.contains("Broken pipe") || message.contains("pipe is being closed"))
                .isPresent();
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static final class Sink extends OutputStream {
        private final OutputStream target;
        private Optional<IOException> failure = Optional.empty();

        Sink(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            watch(() -> target.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            watch(target::flush);
        }

        private void watch(Writing writing) throws IOException {
            try {
                writing.run();
            } catch (IOException e) {
                failure = failure.or(() -> Optional.of(e));
                throw e;
            }
        }
    }
}
