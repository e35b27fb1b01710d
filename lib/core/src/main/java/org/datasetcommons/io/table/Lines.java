package org.datasetcommons.io.table;

import static org.datasetcommons.CommonsException.invalid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.datasetcommons.document.Place;

/** The lines of a text in UTF-8, one at a time, none longer than {@link Tables#MAX_ROW}; they end with LF or CR LF. */
final class Lines {
    private final String fileName;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private int position;
    private int limit;
    private int number;

    Lines(String fileName, InputStream in) {
        this.fileName = fileName;
        this.in = in;
    }

    /** Moves to the next line; false at the end. */
    boolean advance() throws IOException {
        line.reset();
        if (position == limit && !fill()) {
            return false;
        }
        if (number == Integer.MAX_VALUE) {
            throw invalid(new Place(fileName, 0, 0).prefix() + "more than " + Integer.MAX_VALUE + " lines");
        }
        number++;
        do {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            if (line.size() > Tables.MAX_ROW) {
                throw invalid(at().prefix() + "line longer than " + Tables.MAX_ROW + " bytes");
            }
            position = end;
            if (end < limit) {
                position++;
                break;
            }
        } while (fill());
        return true;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    /** The text of this line, without its end. */
    String text() throws IOException {
        var bytes = ByteBuffer.wrap(line.toByteArray());
        if (bytes.limit() > 0 && bytes.get(bytes.limit() - 1) == '\r') {
            bytes.limit(bytes.limit() - 1);
        }
        var chars = java.nio.CharBuffer.allocate(bytes.remaining());
        decoder.reset();
        if (decoder.decode(bytes, chars, true).isError()) {
            throw Encodings.malformed(fileName, number, bytes.get(bytes.position()));
        }
        String text = chars.flip().toString();
        if (text.indexOf('\0') >= 0) {
            throw Encodings.nul(fileName, number);
        }
        return text;
    }

    int number() {
        return number;
    }

    Place at() {
        return new Place(fileName, number, 1);
    }
}
