package org.datasetcommons.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program did to a disk, one system call after the other, as strace tells it. */
final class SystemCalls {
    /** How strace is started so that what it tells can be read here. */
    static List<String> strace(Path told) {
        return List.of(
                "strace",
                "-f",
                "-y",
                "-xx",
                "-s",
                "100000000",
                "-e",
                "signal=none",
                "-e",
                "trace=open,openat,creat,lseek,write,pwrite64,writev,pwritev,sendfile,copy_file_range,"
                        + "ftruncate,truncate,fallocate,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,"
                        + "unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,sync,syncfs",
                "-o",
                told.toString());
    }

    /** A call that changes the disk, or flushes it. */
    record Call(String name, String path, Consumer<Disk> effect) {
        boolean flushes() {
            return name.contains("sync");
        }

        /** Whether names change by it, and not only bytes. */
        boolean changesNames() {
            return !flushes() && !name.equals("write") && !name.equals("open");
        }

        @Override
        public String toString() {
            return name + " " + path;
        }
    }

    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
    private static final Pattern DONE = Pattern.compile("(\\w+)\\((.*)\\)\\s+= (-?\\d+).*");
    private static final Pattern TEXT = Pattern.compile("\"((?:\\\\x[0-9a-f]{2})*)\"");
    private static final Pattern HANDLE = Pattern.compile("(\\d+|AT_FDCWD)<((?:\\\\x[0-9a-f]{2})*)>");
    private static final Pattern NUMBERS = Pattern.compile(", (\\d+)");

    private final Disk disk;
    private final List<Call> calls = new ArrayList<>();
    /** Where the next byte goes, by number and path of what is open. */
    private final Map<String, Long> offsets = new HashMap<>();

    private SystemCalls(Disk disk) {
        this.disk = disk;
    }

    /** The calls that concern a disk, in the order in which they were over. */
    static List<Call> read(Path told, Disk disk) throws IOException {
        var calls = new SystemCalls(disk);
        var begun = new HashMap<String, String>();
        for (String line : Files.readAllLines(told, StandardCharsets.ISO_8859_1)) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalStateException("strace tells what is not understood: " + line);
            }
            String process = parts.group(1);
            String call = parts.group(2);
            if (call.endsWith("<unfinished ...>")) {
                begun.put(process, call.substring(0, call.length() - "<unfinished ...>".length()));
                continue;
            }
            if (call.startsWith("<... ")) {
                call = begun.remove(process) + call.substring(call.indexOf("resumed>") + "resumed>".length());
            }
            Matcher done = DONE.matcher(call);
            if (done.matches() && !done.group(3).startsWith("-")) {
                calls.take(done.group(1), done.group(2), Long.parseLong(done.group(3)), call);
            }
        }
        return calls.calls;
    }

    private void take(String name, String words, long result, String call) throws IOException {
        var paths = new ArrayList<String>();
        Matcher texts = TEXT.matcher(words);
        switch (name) {
            case "open", "openat", "creat" -> {
                texts.find();
                open(text(texts.group(1)), words, call);
            }
            case "sendfile", "lseek" -> move(name, words, result);
            case "write", "pwrite64" -> write(name, words, result);
            case "fsync", "fdatasync", "syncfs" -> {
                String path = handle(words)[1];
                if (disk.isBelow(path)) {
                    add(name, path, name.equals("syncfs") ? Disk::flushAll : d -> d.flush(path));
                }
            }
            case "sync" -> add(name, "", Disk::flushAll);
            case "ftruncate" -> {
                String path = handle(words)[1];
                long size = lastNumber(words);
                if (disk.isBelow(path)) {
                    add("truncate", path, d -> d.truncate(path, size));
                }
            }
            case "rename",
                    "renameat",
                    "renameat2",
                    "link",
                    "linkat",
                    "unlink",
                    "unlinkat",
                    "mkdir",
                    "mkdirat",
                    "rmdir" -> {
                while (texts.find()) {
                    paths.add(text(texts.group(1)));
                }
                names(name, words, paths);
            }
            default -> {
                if (disk.isBelow(handle(words)[1])) {
                    throw new IllegalStateException("a call that is not understood: " + call);
                }
            }
        }
    }

    private void names(String name, String words, List<String> paths) throws IOException {
        String first = paths.get(0);
        if (paths.stream().noneMatch(disk::isBelow)) {
            return;
        }
        switch (name) {
            case "rename", "renameat", "renameat2" -> add("rename", paths.get(1), d -> d.rename(first, paths.get(1)));
            case "link", "linkat" -> add("link", paths.get(1), link(first, paths.get(1)));
            case "mkdir", "mkdirat" -> add("mkdir", first, d -> d.makeFolder(first));
            case "rmdir" -> add("rmdir", first, d -> d.removeFolder(first));
            default ->
                add(
                        "unlink",
                        first,
                        words.contains("AT_REMOVEDIR") ? d -> d.removeFolder(first) : d -> d.unlink(first));
        }
    }

    /** What comes from elsewhere on the machine lies there still. */
    private Consumer<Disk> link(String from, String to) throws IOException {
        if (disk.isBelow(from)) {
            return d -> d.link(from, to);
        }
        byte[] bytes = Files.readAllBytes(Path.of(from));
        return d -> {
            d.create(to, false);
            d.write(to, 0, bytes);
            d.flush(to);
        };
    }

    private void open(String path, String words, String call) {
        if (!disk.isBelow(path)) {
            return;
        }
        Matcher opened = HANDLE.matcher(call.substring(call.lastIndexOf(" = ")));
        opened.find();
        offsets.put(key(opened.group(1), path), words.contains("O_APPEND") ? Long.MAX_VALUE : 0);
        boolean truncate = words.contains("O_TRUNC");
        if (words.contains("O_CREAT") || truncate) {
            add("open", path, d -> d.create(path, truncate));
        }
    }

    private void move(String name, String words, long result) {
        String[] handle = handle(words);
        if (!disk.isBelow(handle[1])) {
            return;
        }
        if (name.equals("sendfile")) {
            throw new IllegalStateException("bytes that strace does not tell go to " + handle[1]);
        }
        offsets.put(key(handle[0], handle[1]), result);
    }

    private void write(String name, String words, long result) {
        String[] handle = handle(words);
        String path = handle[1];
        if (!disk.isBelow(path)) {
            return;
        }
        Matcher texts = TEXT.matcher(words);
        texts.find();
        byte[] bytes = java.util.Arrays.copyOf(bytes(texts.group(1)), (int) result);
        if (name.equals("pwrite64")) {
            long offset = lastNumber(words);
            add("write", path, d -> d.write(path, offset, bytes));
            return;
        }
        long offset = offsets.get(key(handle[0], path));
        if (offset == Long.MAX_VALUE) {
            add("write", path, d -> d.write(path, d.size(path), bytes));
            return;
        }
        offsets.put(key(handle[0], path), offset + result);
        add("write", path, d -> d.write(path, offset, bytes));
    }

    private void add(String name, String path, Consumer<Disk> effect) {
        calls.add(new Call(name, path, effect));
    }

    private static String key(String number, String path) {
        return number + " " + path;
    }

    private static String[] handle(String words) {
        Matcher handle = HANDLE.matcher(words);
        return handle.lookingAt() ? new String[] {handle.group(1), text(handle.group(2))} : new String[] {"", ""};
    }

    private static long lastNumber(String words) {
        Matcher numbers = NUMBERS.matcher(words);
        long last = 0;
        while (numbers.find()) {
            last = Long.parseLong(numbers.group(1));
        }
        return last;
    }

    private static String text(String hex) {
        return Path.of(new String(bytes(hex), StandardCharsets.UTF_8))
                .normalize()
                .toString();
    }

    private static byte[] bytes(String hex) {
        var bytes = new ByteArrayOutputStream(hex.length() / 4);
        for (int i = 0; i < hex.length(); i += 4) {
            bytes.write(Integer.parseInt(hex, i + 2, i + 4, 16));
        }
        return bytes.toByteArray();
    }
}
