package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.datasetcommons.CommonsException;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.signing.SigningKeys;

/** Looks at all around a dataset that commands need, and says what is wrong and what to do. It reads no content. */
public final class DiagnoseDataset {
    /**
     * One thing that was looked at.
     *
     * @param isGood whether it is as it should be
     * @param hints what to do, if it is not
     */
    public record Symptom(String subject, boolean isGood, String text, List<String> hints) {
        public Symptom {
            hints = List.copyOf(hints);
        }
    }

    /** What was found, and which locks were removed. */
    public record Outcome(List<Symptom> symptoms, List<String> removed) {
        public Outcome {
            symptoms = List.copyOf(symptoms);
            removed = List.copyOf(removed);
        }

        public boolean isWell() {
            return symptoms.stream().allMatch(Symptom::isGood);
        }
    }

    /** Git holds a lock for moments, or for as long as a person writes a message. */
    private static final Duration MESSAGE = Duration.ofMinutes(10);

    private static final long LITTLE_SPACE = 100_000_000;

    private final Workspace workspace;
    private final SigningKeys keys;
    private final List<Symptom> symptoms = new ArrayList<>();

    public DiagnoseDataset(Workspace workspace, SigningKeys keys) {
        this.workspace = workspace;
        this.keys = keys;
    }

    /** @param fix whether locks are removed that nobody holds */
    public Outcome run(boolean fix) {
        var removed = fix ? removeLocks() : List.<String>of();
        look("dataset", this::dataset);
        lookAtRoles();
        look("identity", () -> Identity.person(workspace.repository()).toString());
        look(
                "key",
                () -> keys.first().publicKey().fingerprint() + ", "
                        + keys.first().origin());
        look("store", this::store);
        lookAtRoom();
        lookAtLocks();
        lookAtClock();
        lookAtContent();
        lookAside();
        return new Outcome(symptoms, removed);
    }

    private void look(String subject, Supplier<String> what) {
        try {
            good(subject, what.get());
        } catch (CommonsException e) {
            symptoms.add(new Symptom(subject, false, e.getMessage(), e.hints()));
        }
    }

    private void good(String subject, String text) {
        symptoms.add(new Symptom(subject, true, text, List.of()));
    }

    private void bad(String subject, String text, String... hints) {
        symptoms.add(new Symptom(subject, false, text, List.of(hints)));
    }

    private String dataset() {
        var version = workspace.headVersion();
        return version.charter().name()
                + workspace
                        .repository()
                        .branch()
                        .map(name -> ", branch " + name.replaceFirst("^refs/heads/", ""))
                        .orElse(", on no branch")
                + ", commit "
                + version.commit().abbreviated();
    }

    private void lookAtRoles() {
        if (workspace.repository().head().isEmpty()) {
            return;
        }
        try {
            var version = workspace.headVersion();
            String root = TrustRoot.file(version.root().version());
            version.endedHolders()
                    .forEach((person, ended) -> ended.forEach(key -> bad(
                            "roles",
                            root + " gives roles to the key " + key.fingerprint() + ", which " + person + " has ended",
                            "follow it with " + version.root().successorWithout(person, key)
                                    + "; holders of the role root sign it")));
        } catch (CommonsException e) {
            // What is wrong with the dataset has been told.
        }
    }

    private String store() {
        workspace.requireOneStore();
        return workspace.repository().store().directory().toString();
    }

    private void lookAtRoom() {
        var repository = workspace.repository();
        for (Path folder : List.of(repository.privateDirectory().getParent(), repository.workTree())) {
            if (!Files.isWritable(folder)) {
                bad(
                        "disk",
                        folder + " may not be written to",
                        "see who may, and how it is mounted: `ls -ld " + folder + "`");
                return;
            }
        }
        try {
            long room = Files.getFileStore(repository.workTree()).getUsableSpace();
            if (room < LITTLE_SPACE) {
                bad(
                        "disk",
                        "there are only " + room / 1_000_000 + " MB left",
                        "see what nothing needs any more: `commons gc --dry-run`");
            } else {
                good("disk", room / 1_000_000_000 + " GB left");
            }
        } catch (IOException e) {
            bad("disk", "it cannot be told how much room is left: " + e.getMessage());
        }
    }

    private void lookAtLocks() {
        var locks = workspace.repository().maintenance().locks();
        locks.forEach(lock -> bad(
                "lock",
                lock + " has been there since " + since(lock) + ": a git command is at work, or was killed",
                "if no git command runs here, remove it: `commons doctor --fix`"));
        if (locks.isEmpty()) {
            good("lock", "nobody has locked anything of git's");
        }
    }

    private static Instant since(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX; // Gone by now: it was held.
        } catch (IOException e) {
            throw environment("cannot look at " + file, e);
        }
    }

    private List<String> removeLocks() {
        return workspace.alone("commons doctor", () -> {
            var removed = new ArrayList<String>();
            var limit = workspace.clock().instant().minus(MESSAGE);
            for (Path lock : workspace.repository().maintenance().locks()) {
                if (since(lock).isBefore(limit) && !isGitAtWork()) {
                    try {
                        Files.deleteIfExists(lock);
                        removed.add(lock.toString());
                    } catch (IOException e) {
                        throw environment("cannot remove " + lock, e);
                    }
                }
            }
            return removed;
        });
    }

    /** Whether git runs in this repository, or somewhere that cannot be told: a lock that is a file names no holder. */
    private boolean isGitAtWork() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .map(command -> Path.of(command).getFileName().toString())
                        .filter(name -> name.matches("git(-.*)?(\\.exe)?"))
                        .isPresent())
                .anyMatch(this::mayBeHere);
    }

    private boolean mayBeHere(ProcessHandle process) {
        try {
            Path directory = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
            return directory.startsWith(workspace.repository().workTree())
                    || directory.startsWith(
                            workspace.repository().sharedDirectory().getParent());
        } catch (NoSuchFileException e) {
            return process.isAlive();
        } catch (IOException e) {
            return true;
        }
    }

    private void lookAtClock() {
        var repository = workspace.repository();
        var now = workspace.now();
        var newest = repository.head().map(head -> repository.commit(head).committed());
        if (newest.isPresent() && newest.get().isAfter(now.plus(Duration.ofDays(1)))) {
            bad(
                    "clock",
                    "this machine says it is " + now + ", and the newest commit was made on " + newest.get(),
                    "set the clock of whichever machine is wrong; statements carry its time");
        } else {
            good("clock", now.toString());
        }
    }

    private void lookAtContent() {
        var repository = workspace.repository();
        if (repository.head().isEmpty()) {
            return;
        }
        long absent = new VersionContent(workspace.headVersion(), VersionContent.chosenPart(repository))
                .pointers().stream()
                        .filter(pointer -> !repository.store().has(pointer.oid()))
                        .count();
        if (absent > 0) {
            bad("content", absent + " content files of this version are not here", "bring them: `commons pull`");
        } else {
            good("content", "all content of this version is here; whether it is sound, `commons fsck` says");
        }
    }

    private void lookAside() {
        Path aside = workspace.repository().sharedDirectory().resolve("aside");
        try (var files = Files.list(aside)) {
            long count = files.count();
            if (count > 0) {
                bad(
                        "aside",
                        count + " damaged files were set aside to " + aside,
                        "when `commons fsck` says that all is sound, and you need nothing of them: `rm -r " + aside
                                + "`");
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever damaged.
        } catch (IOException e) {
            throw environment("cannot read " + aside, e);
        }
    }
}
