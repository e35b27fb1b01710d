package org.datasetcommons.io.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 (RFC 3629) and fails, with the line, on the first byte that is not, and on NUL characters. */
final class Utf8Reader extends Reader {
    private final String fileName;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private boolean ended;
    private int line = 1;

    Utf8Reader(String fileName, InputStream in) {
        this.fileName = fileName;
        this.in = in;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length < 2) {
            // Room for one pair of surrogates is needed; CSV is read by the buffer.
            throw new IllegalArgumentException("buffer too small");
        }
        var out = CharBuffer.wrap(target, offset, length);
        int start = out.position();
        while (true) {
            CoderResult result = decoder.decode(bytes, out, ended);
            int count = out.position() - start;
            countLines(target, offset, count);
            if (count > 0) {
                return count;
            }
            if (result.isError()) {
                throw Encodings.malformed(fileName, line, bytes.get(bytes.position()));
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (n < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + n);
        }
        bytes.flip();
    }

    private void countLines(char[] target, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            if (target[i] == '\n') {
                line++;
            } else if (target[i] == 0) {
                throw Encodings.nul(fileName, line);
            }
        }
    }

    /** Leaves the stream open: it is the caller's. */
    @Override
    public void close() {}
}
