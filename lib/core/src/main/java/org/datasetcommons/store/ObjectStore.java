package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.datasetcommons.digest.Digest;

/**
 * Content in a directory, laid out as Git LFS lays it out: {@code aa/bb/<64 hex>}. An object appears under its name only
 * when all its bytes are there and match; so whatever is found is whole, however the last command ended.
 */
public final class ObjectStore {
    /** The hint where content is not here. */
    public static final String HOW_TO_FETCH =
            "fetch it: `commons pull`, or `commons pull --only '**'` where only a part was chosen";

    private static final String PARTIAL = ".part";
    private static final int BUFFER = 64 * 1024;

    /** An object lies in one of 65,536 folders, by the first digits of its name. */
    private static final int FOLDER_DIGITS = 4;

    private static final byte UNKNOWN = 0;
    private static final byte THERE = 1;
    /** Made by this store, and empty then: there is no need to look whether an object is in it. */
    private static final byte OURS = 2;

    /** Each thread's own, used again and again: to make room for a small file would cost more than to read it. */
    private static final ThreadLocal<byte[]> BEGINNING = ThreadLocal.withInitial(() -> new byte[BUFFER]);

    private final Path objects;
    private final Path temporary;
    private final ScratchFolder scratch;
    private final Unsynced unsynced;
    private final Reflink reflink;
    /** What is known of each folder. */
    private final byte[] folders = new byte[1 << 4 * FOLDER_DIGITS];

    /**
     * @param objects the directory of objects, made when first needed
     * @param temporary a directory on the same file system for what is not whole yet
     */
    public ObjectStore(Path objects, Path temporary) {
        this(objects, temporary, Reflink.ofSystem());
    }

    ObjectStore(Path objects, Path temporary, Reflink reflink) {
        this.objects = objects;
        this.temporary = temporary;
        this.scratch = new ScratchFolder(temporary);
        this.unsynced = new Unsynced(objects);
        this.reflink = reflink;
    }

    /** The directory of objects. */
    public Path directory() {
        return objects;
    }

    /** A directory for what is not whole yet, or not for long; it may be missing. */
    public Path temporary() {
        return temporary;
    }

    /** Where this object lies or would lie. */
    public Path path(Digest oid) {
        String hex = oid.hex();
        return objects.resolve(hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex);
    }

    /** Whether it is here. Content without bytes always is: nobody stores it, and no server has it. */
    public boolean has(Digest oid) {
        return isEmpty(oid) || Files.isRegularFile(path(oid));
    }

    /** What is here under a name may have rotted; then the right bytes are the cure. */
    private boolean isWhole(Digest oid) {
        return has(oid) && fault(oid).isEmpty();
    }

    private static boolean isEmpty(Digest oid) {
        return oid.equals(Pointer.EMPTY.oid());
    }

    /** The folders that objects lie in, to go through one after the other. */
    public List<Path> folders() throws IOException {
        var folders = new ArrayList<Path>();
        for (Path outer : list(objects)) {
            if (Files.isDirectory(outer)) {
                folders.addAll(list(outer));
            }
        }
        return folders;
    }

    /** The objects that lie in a folder; what is no object is not counted. */
    public List<Digest> objectsIn(Path folder) throws IOException {
        var found = new ArrayList<Digest>();
        for (Path file : list(folder)) {
            String name = file.getFileName().toString();
            if (name.matches("[0-9a-f]{64}") && path(Digest.parse(name)).equals(file) && Files.isRegularFile(file)) {
                found.add(Digest.parse(name));
            }
        }
        return found;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    /** Moves an object to another directory of the same file system, out of the way of the right bytes. */
    public void setAside(Digest oid, Path aside) throws IOException {
        Files.createDirectories(aside);
        Files.move(path(oid), aside.resolve(oid.hex()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** How many bytes an object has; empty if it is not here. */
    public OptionalLong findSize(Digest oid) {
        try {
            return OptionalLong.of(isEmpty(oid) ? 0 : Files.size(path(oid)));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw environment("cannot read content " + oid, e);
        }
    }

    /** Takes in all that is left in the stream; hashed and written in one pass. */
    public Pointer put(InputStream content) {
        try {
            return take(content, pointer -> true).orElseThrow();
        } catch (IOException e) {
            throw environment("cannot store content in " + objects, e);
        }
    }

    /** Takes in a file, which stays where it is. */
    public Pointer put(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            if (channel.size() >= Reflink.LARGE) {
                var shared = putShared(file);
                if (shared.isPresent()) {
                    return shared.get();
                }
            }
            byte[] beginning = BEGINNING.get();
            var unread = ByteBuffer.wrap(beginning);
            while (unread.hasRemaining()) {
                if (channel.read(unread) < 0) {
                    return put(beginning, unread.position());
                }
            }
            return put(new SequenceInputStream(new ByteArrayInputStream(beginning), Channels.newInputStream(channel)));
        }
    }

    /** What is hashed is the copy, which nobody else can change. */
    private Optional<Pointer> putShared(Path file) throws IOException {
        Path copy = scratch.newFile();
        try {
            if (!reflink.copy(file, copy)) {
                return Optional.empty();
            }
            var pointer = Pointer.of(copy);
            if (!isWhole(pointer.oid())) {
                settle(copy, pointer.oid());
            }
            return Optional.of(pointer);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Takes in small content that is in memory; nothing is written if it is here already, and whole. */
    public Pointer put(byte[] content) {
        return put(content, content.length);
    }

    private Pointer put(byte[] content, int length) {
        var sha256 = Digest.sha256();
        sha256.update(content, 0, length);
        var pointer = new Pointer(Digest.ofRaw(sha256.digest()), length);
        try {
            if (length > 0 && makeFolder(pointer.oid()) || !isWhole(pointer.oid())) {
                write(content, length, pointer.oid());
            }
        } catch (IOException e) {
            throw environment("cannot store content in " + objects, e);
        }
        return pointer;
    }

    private void write(byte[] content, int length, Digest oid) throws IOException {
        Path file = scratch.newFile();
        try {
            try (OutputStream out =
                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                out.write(content, 0, length);
            }
            settle(file, oid);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Takes in what should be this object, from another place; never more bytes than it should have.
     *
     * @return whether the bytes were right; wrong bytes are thrown away
     */
    public boolean accept(Pointer expected, InputStream content) throws IOException {
        return take(new BoundedStream(content, expected.size() + 1), expected::equals)
                .isPresent();
    }

    private Optional<Pointer> take(InputStream content, Predicate<Pointer> isWanted) throws IOException {
        Path file = scratch.newFile();
        try {
            Pointer pointer;
            try (OutputStream out =
                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                pointer = Pointer.of(content, out);
            }
            if (!isWanted.test(pointer)) {
                return Optional.empty();
            }
            if (!isWhole(pointer.oid())) {
                settle(file, pointer.oid());
            }
            return Optional.of(pointer);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Whether anything has arrived yet, be it the beginning of an object. */
    public boolean hasBegun() throws IOException {
        if (Files.exists(objects)) {
            return true;
        }
        try (var files = Files.list(temporary)) {
            return files.anyMatch(file -> file.toString().endsWith(PARTIAL));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Where an object whose bytes arrive piece by piece waits until it is whole; see {@link #adopt}. */
    public Path partial(Digest oid) {
        return temporary.resolve(oid.hex() + PARTIAL);
    }

    /**
     * Takes in a file that lies in this store's directory for what is not whole, by moving it. Afterwards it is gone from
     * there, whatever the answer.
     *
     * @return whether its bytes were right; wrong bytes are thrown away
     */
    public boolean adopt(Pointer expected, Path file) throws IOException {
        try {
            if (Files.size(file) != expected.size() || !Pointer.of(file).equals(expected)) {
                return false;
            }
            settle(file, expected.oid());
            return true;
        } catch (NoSuchFileException e) {
            return has(expected.oid()); // Another process had it too, and was faster.
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Takes over an object of another store on this machine: linked where the file system can, else copied; checked either
     * way.
     *
     * @return whether the bytes were right
     */
    public boolean takeFrom(ObjectStore other, Pointer expected) throws IOException {
        Path source = other.path(expected.oid());
        if (!Pointer.of(source).equals(expected)) {
            return false;
        }
        Path target = path(expected.oid());
        try {
            makeFolder(expected.oid());
            Files.createLink(target, source);
            unsynced.wrote(target);
            return true;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Another file system, or one without links, or not our file; or something is there already.
            try (InputStream content = other.open(expected.oid())) {
                return accept(expected, content);
            }
        }
    }

    private void settle(Path file, Digest oid) throws IOException {
        Path target = path(oid);
        makeFolder(oid);
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
        unsynced.wrote(target);
    }

    /** @return whether it was made just now or since this store was opened, so that nobody's objects are in it but ours */
    private boolean makeFolder(Digest oid) throws IOException {
        int number = Integer.parseInt(oid.hex(), 0, FOLDER_DIGITS, 16);
        if (folders[number] == UNKNOWN) {
            Path folder = path(oid).getParent();
            try {
                Files.createDirectory(folder);
                folders[number] = OURS;
            } catch (FileAlreadyExistsException e) {
                folders[number] = THERE;
            } catch (NoSuchFileException e) {
                Files.createDirectories(folder);
                folders[number] = OURS;
            }
        }
        return folders[number] == OURS;
    }

    /** Returns when all that was taken in is on the disk, and not only on its way there. */
    public void sync() {
        unsynced.flush();
    }

    /**
     * Opens an object. The stream fails at its end if the bytes do not match the name, so that nobody uses rotten content
     * without noticing.
     *
     * @throws org.datasetcommons.CommonsException if the object is not here
     */
    public InputStream open(Digest oid) {
        if (isEmpty(oid)) {
            return InputStream.nullInputStream();
        }
        try {
            return new VerifyingStream(Files.newInputStream(path(oid)), oid);
        } catch (NoSuchFileException e) {
            throw precondition("content " + oid + " is not here", e).hint(HOW_TO_FETCH);
        } catch (IOException e) {
            throw environment("cannot read content " + oid, e);
        }
    }

    /**
     * Copies an object to a file that is not there yet, and checks it. After a failure the file may be there, and must go.
     *
     * @throws IOException if the bytes do not match the name, or the file cannot be written
     * @throws org.datasetcommons.CommonsException if the object is not here
     */
    public void copyTo(Path file, Digest oid) throws IOException {
        long size = findSize(oid).orElse(0);
        if (size >= Reflink.LARGE && reflink.copy(path(oid), file)) {
            requireMatch(oid, Pointer.of(path(oid)).oid());
            return;
        }
        try (InputStream in = open(oid);
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            // One byte more, so that a small file is read whole, and its end met, at once.
            byte[] buffer = new byte[(int) Math.min(BUFFER, size + 1)];
            for (int n = in.readNBytes(buffer, 0, buffer.length); n > 0; n = in.readNBytes(buffer, 0, buffer.length)) {
                out.write(buffer, 0, n);
            }
        }
    }

    static void requireMatch(Digest oid, Digest found) throws IOException {
        if (!found.equals(oid)) {
            throw new IOException("stored content " + oid + " is damaged: its digest is " + found);
        }
    }

    /** All bytes of an object, checked against its name. */
    public byte[] read(Digest oid) {
        try (InputStream in = open(oid)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw environment("cannot read content " + oid, e);
        }
    }

    /**
     * What an object comes to when all its bytes are read; nothing, if it is not here.
     *
     * @return its true digest, which should be its name, and its size
     */
    public Optional<Pointer> inspect(Digest oid) {
        if (isEmpty(oid)) {
            return Optional.of(Pointer.EMPTY);
        }
        try {
            return Optional.of(Pointer.of(path(oid)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (!has(oid)) {
                return Optional.empty(); // A folder, or what else is no object.
            }
            throw environment("cannot read content " + oid, e);
        }
    }

    /** What is wrong with an object that is here: nothing, if its bytes match its name. */
    public Optional<String> fault(Digest oid) {
        var found = inspect(oid);
        if (found.isEmpty()) {
            return Optional.of("content is missing");
        }
        return found.get().oid().equals(oid) ? Optional.empty() : Optional.of("digest differs");
    }
}
