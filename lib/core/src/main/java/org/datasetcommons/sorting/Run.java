package org.datasetcommons.sorting;

import static org.datasetcommons.CommonsException.environment;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Items in a temporary file that has no name any more, or goes with the program where a file cannot be without one. */
final class Run implements Iterable<byte[]>, AutoCloseable {
    private static final int BUFFER = 1 << 15;

    private final FileChannel channel;
    private final long end;

    private Run(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
    }

    /** A file with these items, each after its length. */
    static Run of(Path scratch, Iterator<byte[]> items) throws IOException {
        Files.createDirectories(scratch);
        Path file = Files.createTempFile(scratch, "sorting", ".tmp");
        var channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
        while (items.hasNext()) {
            byte[] item = items.next();
            out.writeInt(item.length);
            out.write(item);
        }
        out.flush();
        return new Run(channel, channel.size());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public Iterator<byte[]> iterator() {
        return new Reading();
    }

    private final class Reading implements Iterator<byte[]> {
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
        private long at;

        @Override
        public boolean hasNext() {
            return at < end || buffer.hasRemaining();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                while (buffer.remaining() < Integer.BYTES) {
                    fill();
                }
                byte[] item = new byte[buffer.getInt()];
                for (int done = 0; done < item.length; ) {
                    if (!buffer.hasRemaining()) {
                        fill();
                    }
                    int part = Math.min(buffer.remaining(), item.length - done);
                    buffer.get(item, done, part);
                    done += part;
                }
                return item;
            } catch (IOException e) {
                throw environment("cannot read what was sorted", e);
            }
        }

        private void fill() throws IOException {
            buffer.compact();
            int read = channel.read(buffer, at);
            buffer.flip();
            if (read <= 0) {
                throw new IOException("a temporary file was cut short");
            }
            at += read;
        }
    }
}
