package org.datasetcommons.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has the system refuse one call of many, in a process that runs under strace. That counts the calls of each thread by
 * itself, and fails the thousandth; a thread that makes some of them beforehand chooses which call of what it does then is
 * the one.
 */
final class FailingCalls {
    private static final int COUNT = 1000;
    private static final Pattern CALL = Pattern.compile("(\\d+) +(.*)");
    private static final String UNFINISHED = " <unfinished ...>";

    private final Path told;
    private final Path pace;

    /**
     * @param told where strace tells what it sees
     * @param pace a folder on the same disk, for the calls that do not matter
     */
    FailingCalls(Path told, Path pace) throws IOException {
        this.told = told;
        this.pace = Files.createDirectories(pace);
        Files.write(pace.resolve("a"), new byte[1]);
    }

    /** How strace is started so that these calls can fail. */
    static List<String> strace(Path told, String error, String... calls) {
        String which = "?" + String.join(",?", calls);
        return List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-y",
                "-s",
                "1",
                "-e",
                "signal=none",
                "-e",
                "trace=" + which,
                "-e",
                "inject=" + which + ":error=" + error + ":when=" + COUNT,
                "-o",
                told.toString());
    }

    /** One call as strace tells it, and which of its name it is in its thread. */
    record Call(String name, int number, String words) {
        boolean failed() {
            return words.endsWith("(INJECTED)");
        }

        /** Whether it can bring something new to a disk. */
        boolean changes() {
            return !name.startsWith("open") || words.contains("O_CREAT");
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What a thread did, and what came of it. */
    record Done<T>(T result, List<Call> calls) {
        Optional<Call> failed() {
            return calls.stream().filter(Call::failed).findFirst();
        }
    }

    /** Does something in a thread of its own, and no call of it fails. */
    <T> Done<T> undisturbed(Supplier<T> work) {
        return run(0, "fsync", work);
    }

    /** Does something in a thread of its own, and this one of its calls fails. */
    <T> Done<T> failing(Call call, Supplier<T> work) {
        return run(COUNT - call.number(), call.name(), work);
    }

    private <T> Done<T> run(int paces, String name, Supplier<T> work) {
        var task = new FutureTask<>(() -> {
            long begun = Files.size(told);
            walk(paces, name);
            T result = work.get();
            return new Done<>(result, callsOfThisThread(begun));
        });
        new Thread(task).start();
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void walk(int paces, String name) throws IOException {
        Path file = Files.exists(pace.resolve("a")) ? pace.resolve("a") : pace.resolve("b");
        Path other = file.resolveSibling(file.endsWith("a") ? "b" : "a");
        try (var bytes = new RandomAccessFile(file.toFile(), "rw");
                var channel = bytes.getChannel()) {
            for (int i = 0; i < paces; i++) {
                switch (name) {
                    case "fsync" -> channel.force(true);
                    case "fdatasync" -> channel.force(false);
                    case "write" -> bytes.write(1);
                    case "pwrite64" -> channel.write(ByteBuffer.allocate(1), 0);
                    case "ftruncate" -> bytes.setLength(2 + i % 2);
                    case "openat" -> Files.newInputStream(file).close();
                    case "mkdir" -> refused(() -> Files.createDirectory(pace));
                    case "link" -> refused(() -> Files.createLink(pace, file));
                    case "rename" ->
                        Files.move(
                                i % 2 == 0 ? file : other, i % 2 == 0 ? other : file, StandardCopyOption.ATOMIC_MOVE);
                    default -> throw new IllegalArgumentException(name);
                }
            }
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    private static void refused(Step step) throws IOException {
        try {
            step.take();
        } catch (FileAlreadyExistsException e) {
            // A call is a call.
        }
    }

    private List<Call> callsOfThisThread(long begun) throws IOException {
        String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
        var calls = new ArrayList<Call>();
        var numbers = new HashMap<String, Integer>();
        String unfinished = "";
        for (String line : from(begun)) {
            Matcher parts = CALL.matcher(line);
            if (!parts.matches() || !parts.group(1).equals(thread)) {
                continue;
            }
            String call = parts.group(2);
            if (call.endsWith(UNFINISHED)) {
                unfinished = call.substring(0, call.length() - UNFINISHED.length());
                continue;
            }
            call = call.replaceFirst("^<\\.\\.\\. \\w+ resumed>", Matcher.quoteReplacement(unfinished));
            String name = call.replaceFirst("\\(.*", "");
            calls.add(new Call(name, numbers.merge(name, 1, Integer::sum), call));
        }
        calls.removeIf(call -> call.words().contains(pace.toString()));
        return calls;
    }

    private List<String> from(long begun) throws IOException {
        try (var file = new RandomAccessFile(told.toFile(), "r")) {
            file.seek(begun);
            byte[] rest = new byte[(int) (file.length() - begun)];
            file.readFully(rest);
            return new String(rest, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
