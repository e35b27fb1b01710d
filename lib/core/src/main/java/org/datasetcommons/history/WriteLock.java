package org.datasetcommons.history;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.datasetcommons.Progress;

/**
 * The turn of one command that writes; others wait for theirs. It is a lock of the operating system on an open file, so that
 * it ends with its process at the latest and none is ever stale. The file says who holds it, for people.
 */
public final class WriteLock implements AutoCloseable {
    /** Beyond all that is in the file, since what is locked cannot be read everywhere. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int MAX_WORDS = 1000;

    private final FileChannel channel;
    private final Optional<Instant> cutOff;

    private WriteLock(FileChannel channel, Optional<Instant> cutOff) {
        this.channel = channel;
        this.cutOff = cutOff;
    }

    /** When the command began that had the turn before, if it was killed before it ended. */
    public Optional<Instant> cutOff() {
        return cutOff;
    }

    /**
     * Takes the turn, when it comes.
     *
     * @param command who takes it, as {@code commons add}
     * @throws org.datasetcommons.CommonsException if another command keeps it longer than this
     */
    public static WriteLock take(Path file, String command, Duration patience, Progress progress) {
        var free = tryTake(file, command);
        if (free.isPresent()) {
            return free.get();
        }
        try (var task = progress.start("waiting for " + holder(file), Progress.UNKNOWN, Progress.Unit.STEPS)) {
            long end = System.nanoTime() + patience.toNanos();
            while (System.nanoTime() < end) {
                Thread.sleep(PAUSE.toMillis());
                task.advance(0);
                free = tryTake(file, command);
                if (free.isPresent()) {
                    return free.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw environment("interrupted", e);
        }
        throw environment("another command is at work in this dataset: " + holder(file))
                .hint(
                        "wait until it has ended, and run this again; how many seconds a command waits by itself is set with "
                                + "`git config commons.lockTimeout SECONDS`");
    }

    /** Takes the turn if nobody has it. */
    public static Optional<WriteLock> tryTake(Path file, String command) {
        try {
            Files.createDirectories(file.getParent());
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                taken = tryLock(channel).isPresent();
                if (taken) {
                    // Who ends takes the name away.
                    var cutOff = channel.size() == 0
                            ? Optional.<Instant>empty()
                            : Optional.of(Files.getLastModifiedTime(file).toInstant());
                    sayWho(channel, command);
                    return Optional.of(new WriteLock(channel, cutOff));
                }
                return Optional.empty();
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw environment("cannot write to this dataset: its lock " + file + " cannot be taken", e)
                    .hint("see what is wrong: `commons doctor`");
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(LOCKED_BYTE, 1, false));
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // Another thread of this process has it.
        }
    }

    private static void sayWho(FileChannel channel, String command) {
        String who = command + ", process " + ProcessHandle.current().pid() + "\n";
        try {
            channel.write(ByteBuffer.wrap(who.getBytes(StandardCharsets.UTF_8)), 0);
            channel.truncate(who.length());
        } catch (IOException e) {
            // The lock holds without a name; and on a disk that is full somebody must be able to tidy up.
        }
    }

    /** Who has the turn, in words. */
    private static String holder(Path file) {
        try {
            String words = Files.readString(file).strip();
            var since = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
            return words.isEmpty() || words.length() > MAX_WORDS ? "another command" : words + ", since " + since;
        } catch (IOException e) {
            return "another command";
        }
    }

    @Override
    public void close() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            throw environment("cannot end the turn of this command", e);
        }
    }
}
