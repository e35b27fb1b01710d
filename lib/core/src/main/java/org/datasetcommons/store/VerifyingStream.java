package org.datasetcommons.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import org.datasetcommons.digest.Digest;

/** The bytes of an object, which fail at their end if they do not match its name. */
final class VerifyingStream extends FilterInputStream {
    private static final int BUFFER = 64 * 1024;

    private final Digest expected;
    private boolean checked;

    VerifyingStream(InputStream in, Digest expected) {
        super(new DigestInputStream(in, Digest.sha256()));
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        return atEnd(in.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return atEnd(in.read(buffer, offset, length));
    }

    /** Skipping would pass bytes by the digest. */
    @Override
    public long skip(long n) throws IOException {
        return in.read(new byte[(int) Math.min(n, BUFFER)]);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private int atEnd(int result) throws IOException {
        if (result < 0 && !checked) {
            checked = true;
            ObjectStore.requireMatch(
                    expected,
                    Digest.ofRaw(((DigestInputStream) in).getMessageDigest().digest()));
        }
        return result;
    }
}
