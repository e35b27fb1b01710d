package org.datasetcommons.transfer;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/**
 * Stored content on its way out, shown on the meter as it goes. The store's stream fails at its end if the bytes are damaged;
 * so the last ones are held back until that end is known to be good, and a damaged object never arrives whole.
 */
final class StoredBody implements Web.Body {
    private static final int BUFFER = 64 * 1024;

    private final Pointer pointer;
    private final ObjectStore from;
    private final Meter meter;
    private volatile Optional<IOException> failure = Optional.empty();

    StoredBody(Pointer pointer, ObjectStore from, Meter meter) {
        this.pointer = pointer;
        this.from = from;
        this.meter = meter;
    }

    @Override
    public long length() {
        return pointer.size();
    }

    @Override
    public InputStream open() {
        return new HoldingBack(from.open(pointer.oid()));
    }

    @Override
    public void requireReadable() {
        failure.ifPresent(e -> {
            throw environment("cannot send content " + pointer.oid(), e)
                    .hint("add the file again: `commons add`, or fetch it again: `commons pull`");
        });
    }

    private final class HoldingBack extends InputStream {
        private final InputStream in;
        private byte[] ready = {};
        private int position;
        private int length;
        private byte[] ahead = new byte[BUFFER];
        private int aheadLength;
        private long given;

        HoldingBack(InputStream in) {
            this.in = in;
            this.aheadLength = fill();
        }

        private int fill() {
            try {
                return in.readNBytes(ahead, 0, ahead.length);
            } catch (IOException e) {
                failure = Optional.of(e);
                return 0;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (position == length && !advance()) {
                return -1;
            }
            int n = Math.min(count, length - position);
            System.arraycopy(ready, position, buffer, offset, n);
            position += n;
            given += n;
            meter.at(given);
            return n;
        }

        /** What was read ahead becomes ready once what follows it could be read, or the end is reached and is good. */
        private boolean advance() throws IOException {
            if (aheadLength > 0) {
                byte[] next = ahead;
                int nextLength = aheadLength;
                ahead = ready.length == 0 ? new byte[BUFFER] : ready;
                aheadLength = fill();
                ready = next;
                length = nextLength;
                position = 0;
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
            return position < length;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
