package org.datasetcommons.bench.limit;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * About the least that a program in Java has to do for each step: look at every file, read, hash, and store one file for an
 * object as git-lfs does. No records, no git, no signature, no check of anything, and nothing is waited for. What this takes,
 * nobody can do without, as long as it is Java, begun anew for every command, and stock git-lfs is to find the objects.
 */
final class BareJava {
    private static final int BUFFER = 1 << 16;
    /** From here on one thread reads and writes while another hashes. */
    private static final long LARGE = 4 << 20;

    private static final int BLOCK = 1 << 18;
    private static final int BLOCKS = 8;

    private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(BareJava::sha256);
    private static final ThreadLocal<byte[]> BYTES = ThreadLocal.withInitial(() -> new byte[BUFFER]);

    private final Path data;
    private final Path store;
    /** A line for each file, as {@code sha256sum} writes it. */
    private final Path list;

    private final Set<Path> folders = ConcurrentHashMap.newKeySet();
    private final AtomicInteger temporary = new AtomicInteger();

    private BareJava(Path data, Path store) {
        this.data = data;
        this.store = store;
        this.list = store.resolveSibling(store.getFileName() + ".list");
    }

    /** @param words the step, the folder of the files, that of the store, and for a copy the same of the copy */
    public static void main(String[] words) throws Exception {
        if (words.length == 0) {
            return;
        }
        var bare = new BareJava(Path.of(words[1]), Path.of(words[2]));
        switch (words[0]) {
            case "add" -> bare.put(bare.look(FileTime.fromMillis(0)));
            case "look" -> bare.look(FileTime.fromMillis(Long.MAX_VALUE));
            case "change" -> bare.put(bare.look(Files.getLastModifiedTime(bare.list)));
            case "verify" -> bare.verify(false);
            case "verify-both" -> bare.verify(true);
            case "clone" -> bare.copyTo(new BareJava(Path.of(words[3]), Path.of(words[4])));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** Looks at every file; those that were changed later than this. */
    private List<Path> look(FileTime time) throws Exception {
        List<Path> parts;
        try (var children = Files.list(data)) {
            parts = children.toList();
        }
        var found = new ArrayList<List<Path>>();
        parts.forEach(part -> found.add(new ArrayList<>()));
        onAllCores(parts.size(), i -> look(parts.get(i), time, found.get(i)));
        return found.stream().flatMap(List::stream).toList();
    }

    private static void look(Path folder, FileTime time, List<Path> newer) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.lastModifiedTime().compareTo(time) > 0) {
                    newer.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void put(List<Path> files) throws Exception {
        Files.createDirectories(store);
        var digests = new String[files.size()];
        onAllCores(files.size(), i -> digests[i] = put(files.get(i)));
        var lines = new ArrayList<String>();
        for (int i = 0; i < digests.length; i++) {
            lines.add(digests[i] + "  " + data.relativize(files.get(i)));
        }
        Files.write(list, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String put(Path file) throws Exception {
        Path scratch = store.resolve("tmp-" + temporary.incrementAndGet());
        String digest;
        try (var in = new FileInputStream(file.toFile());
                var out = new FileOutputStream(scratch.toFile())) {
            digest = in.getChannel().size() < LARGE ? copy(in, out) : copyByTwo(in, out);
        }
        if (!scratch.toFile().renameTo(object(digest).toFile())) {
            throw new IOException("cannot rename " + scratch);
        }
        return digest;
    }

    /** Where an object is to be; the folder is made for it. */
    private Path object(String digest) throws IOException {
        Path folder = folder(digest);
        make(folder);
        return folder.resolve(digest);
    }

    private Path folder(String digest) {
        return store.resolve(digest.substring(0, 2)).resolve(digest.substring(2, 4));
    }

    private void make(Path folder) throws IOException {
        if (!folders.contains(folder)) {
            Files.createDirectories(folder);
            folders.add(folder);
        }
    }

    private static String copy(InputStream in, OutputStream out) throws IOException {
        var sha256 = SHA256.get();
        byte[] bytes = BYTES.get();
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
            sha256.update(bytes, 0, read);
            out.write(bytes, 0, read);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private record Block(byte[] bytes, int length) {}

    private static String copyByTwo(InputStream in, OutputStream out) throws Exception {
        BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
        BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(BLOCKS);
        for (int i = 0; i < BLOCKS; i++) {
            empty.add(new byte[BLOCK]);
        }
        var hashing = Executors.newSingleThreadExecutor();
        var digest = hashing.submit(() -> hash(full, empty));
        hashing.shutdown();
        int length;
        do {
            byte[] bytes = empty.take();
            length = in.read(bytes);
            full.put(new Block(bytes, length));
            out.write(bytes, 0, Math.max(0, length));
        } while (length >= 0);
        return digest.get();
    }

    private static String hash(BlockingQueue<Block> full, BlockingQueue<byte[]> empty) throws InterruptedException {
        var sha256 = sha256();
        for (var block = full.take(); block.length() >= 0; block = full.take()) {
            sha256.update(block.bytes(), 0, block.length());
            empty.put(block.bytes());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has it", e);
        }
    }

    /** @param isBoth whether the files are read, too */
    private void verify(boolean isBoth) throws Exception {
        var lines = Files.readAllLines(list);
        onAllCores(lines.size(), i -> {
            String digest = digest(lines.get(i));
            require(folder(digest).resolve(digest), digest);
            if (isBoth) {
                require(data.resolve(name(lines.get(i))), digest);
            }
        });
    }

    private static String digest(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    private static String name(String line) {
        return line.substring(line.indexOf(' ') + 2);
    }

    private static void require(Path file, String digest) throws IOException {
        try (var in = new FileInputStream(file.toFile())) {
            require(file, digest, copy(in, OutputStream.nullOutputStream()));
        }
    }

    private static void require(Path file, String digest, String found) throws IOException {
        if (!found.equals(digest)) {
            throw new IOException(file + " has other bytes");
        }
    }

    /** Takes every object into another store, hashed, and writes the files beside it. */
    private void copyTo(BareJava other) throws Exception {
        var lines = Files.readAllLines(list);
        onAllCores(lines.size(), i -> {
            String digest = digest(lines.get(i));
            Path there = folder(digest).resolve(digest);
            Path file = other.data.resolve(name(lines.get(i)));
            Files.createLink(other.object(digest), there);
            other.make(file.getParent());
            try (var in = new FileInputStream(there.toFile());
                    var out = new FileOutputStream(file.toFile())) {
                require(there, digest, copy(in, out));
            }
        });
    }

    /** Does something with a number. */
    @FunctionalInterface
    private interface Work {
        void on(int i) throws Exception;
    }

    private static void onAllCores(int size, Work work) throws InterruptedException, ExecutionException {
        int threads = Runtime.getRuntime().availableProcessors();
        var pool = Executors.newFixedThreadPool(threads);
        var next = new AtomicInteger();
        var futures = new ArrayList<Future<?>>();
        for (int thread = 0; thread < threads; thread++) {
            futures.add(pool.submit(() -> {
                for (int i = next.getAndIncrement(); i < size; i = next.getAndIncrement()) {
                    work.on(i);
                }
                return null;
            }));
        }
        pool.shutdown();
        for (var future : futures) {
            future.get();
        }
    }
}
