package org.datasetcommons.transfer;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.store.ScratchFolder;

/**
 * An object that is not whole yet, in a file that outlives this process: the next transfer goes on where this one stopped.
 * If another process is at the same object, each has a file of its own.
 */
final class Partial implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    /** Smaller objects are not worth the question how much room there is. */
    private static final long LARGE = 8 << 20;

    private final ObjectStore store;
    private final Pointer pointer;
    private final Path file;
    private final FileChannel channel;
    private final boolean kept;

    private Partial(ObjectStore store, Pointer pointer, Path file, FileChannel channel, boolean kept) {
        this.store = store;
        this.pointer = pointer;
        this.file = file;
        this.channel = channel;
        this.kept = kept;
    }

    static Partial open(ObjectStore store, Pointer pointer) {
        Path file = store.partial(pointer.oid());
        try {
            Files.createDirectories(file.getParent());
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isOurs(channel)) {
                return new Partial(store, pointer, file, channel, true).ready();
            }
            channel.close();
            Path own = new ScratchFolder(file.getParent()).newFile("object", ".part");
            channel = FileChannel.open(own, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new Partial(store, pointer, own, channel, false).ready();
        } catch (IOException e) {
            throw environment("cannot write " + file, e);
        }
    }

    /** The lock goes with the channel. */
    private static boolean isOurs(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private Partial ready() throws IOException {
        if (channel.size() > pointer.size()) {
            restart();
        }
        channel.position(channel.size());
        long needed = pointer.size() - length();
        if (needed < LARGE) {
            return this;
        }
        long room = Files.getFileStore(file.getParent()).getUsableSpace();
        if (needed > room) {
            throw environment("content " + pointer.oid() + " needs " + needed + " more bytes, and the disk has " + room)
                    .hint("make room, then run the command again: it goes on where it stopped");
        }
        return this;
    }

    /** How many bytes are here. */
    long length() {
        try {
            return channel.position();
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    boolean isComplete() {
        return length() == pointer.size();
    }

    /** Throws away what is here. */
    void restart() {
        try {
            channel.truncate(0);
            channel.position(0);
        } catch (IOException e) {
            throw environment("cannot write " + file, e);
        }
    }

    /**
     * Adds what the stream has, and never more than the object lacks.
     *
     * @throws IOException if reading fails; what came before that is kept
     */
    void append(InputStream in, Meter meter) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (!isComplete()) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, pointer.size() - length()));
            if (count < 0) {
                return;
            }
            write(ByteBuffer.wrap(buffer, 0, count));
            meter.at(length());
        }
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw environment("cannot write " + file, e).hint("see whether the disk is full; what has arrived is kept");
        }
    }

    /** Hands the object to the store, if its bytes are right; wrong bytes are thrown away. Nothing can be added any more. */
    boolean settle() {
        try {
            channel.close(); // Some systems move no open file.
            return store.adopt(pointer, file);
        } catch (IOException e) {
            throw environment("cannot store content " + pointer.oid(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!kept) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw environment("cannot write " + file, e);
        }
    }
}
