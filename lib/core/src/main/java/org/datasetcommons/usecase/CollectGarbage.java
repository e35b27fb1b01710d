package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.datasetcommons.Progress;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.draft.DraftFile;

/**
 * Deletes stored content that nothing needs: no ref, nothing that a ref was before, nothing staged, no draft, in no work tree
 * of the repository. What is younger than the grace period stays, and what is set aside.
 */
public final class CollectGarbage {
    /** @param grace how long content stays that nothing needs */
    public record Request(Duration grace, boolean dryRun) {}

    /**
     * What was deleted, or would be.
     *
     * @param contents how many content files
     * @param bytes of all that
     * @param halves how many files that commands had begun and not ended
     * @param needed how many content files stay because something needs them
     * @param young how many stay because they came within the grace period
     */
    public record Outcome(long contents, long bytes, long halves, long needed, long young) {}

    private record Found(Path file, long size) {}

    private final Workspace workspace;

    public CollectGarbage(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome run(Request request) {
        return request.dryRun() ? collect(request) : workspace.alone("commons gc", () -> collect(request));
    }

    private Outcome collect(Request request) {
        requireOwnStore();
        requireWhole();
        var needed = needed();
        var limit = workspace.clock().instant().minus(request.grace());
        try {
            var unneeded = new ArrayList<Found>();
            long kept = 0;
            long young = 0;
            var store = workspace.repository().store();
            for (Path folder : store.folders()) {
                for (Digest oid : store.objectsIn(folder)) {
                    if (needed.contains(oid)) {
                        kept++;
                    } else if (isOlder(store.path(oid), limit)) {
                        unneeded.add(new Found(store.path(oid), Files.size(store.path(oid))));
                    } else {
                        young++;
                    }
                }
            }
            var halves = halves(limit);
            if (!request.dryRun()) {
                delete(unneeded);
                delete(halves);
            }
            long bytes = unneeded.stream().mapToLong(Found::size).sum()
                    + halves.stream().mapToLong(Found::size).sum();
            return new Outcome(unneeded.size(), bytes, halves.size(), kept, young);
        } catch (IOException e) {
            throw environment("cannot tidy up " + workspace.repository().store().directory(), e);
        }
    }

    /** A store behind a link may be that of other repositories, too, whose refs are not known here. */
    private void requireOwnStore() {
        Path objects = workspace.repository().store().directory();
        for (Path folder : List.of(objects, objects.getParent())) {
            if (Files.isSymbolicLink(folder)) {
                throw precondition(folder + " is a link: others may need what is in it")
                        .hint("run `commons gc` only where content is in the repository itself");
            }
        }
    }

    /** What a partial clone lacks may name content that is needed. */
    private void requireWhole() {
        if (workspace.repository().maintenance().isPartial()) {
            throw precondition("this is a partial clone: what it lacks may name content that is needed")
                    .hint("run `commons gc` only in a clone that was made without --filter");
        }
    }

    private Set<Digest> needed() {
        var repository = workspace.repository();
        var needed = repository.maintenance().neededContents(workspace.progress());
        for (Path directory : repository.maintenance().privateDirectories()) {
            new DraftFile(directory, workspace.documents())
                    .find()
                    .ifPresent(draft -> draft.files().values().forEach(pointer -> needed.add(pointer.oid())));
        }
        return needed;
    }

    private static boolean isOlder(Path file, Instant limit) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isBefore(limit);
    }

    /** What was being written when a command was killed, and downloads that nobody went on with. */
    private List<Found> halves(Instant limit) throws IOException {
        var halves = new ArrayList<Found>();
        for (Path directory : workspace.repository().maintenance().privateDirectories()) {
            addOld(directory.resolve("tmp"), "*", limit, halves);
            addOld(directory.resolve("cache"), "*.tmp", limit, halves);
            // The lists may be in no version any more.
            addOld(directory.resolve("cache/lists"), "*", limit, halves);
            addOld(directory, "*.{tmp,bundle}", limit, halves);
        }
        for (Path file : workspace.repository().maintenance().begunObjects()) {
            addIfOld(file, limit, halves);
        }
        return halves;
    }

    private static void addOld(Path folder, String names, Instant limit, List<Found> found) throws IOException {
        try (var files = Files.newDirectoryStream(folder, names)) {
            for (Path file : files) {
                addIfOld(file, limit, found);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Nothing was ever begun there.
        }
    }

    private static void addIfOld(Path file, Instant limit, List<Found> found) throws IOException {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isOlder(file, limit)) {
                found.add(new Found(file, Files.size(file)));
            }
        } catch (NoSuchFileException e) {
            // Git is at work, and has ended what it had begun.
        }
    }

    private void delete(List<Found> files) throws IOException {
        try (var task = workspace.progress().start("deleting", files.size(), Progress.Unit.FILES)) {
            for (var file : files) {
                Files.deleteIfExists(file.file());
                task.advance(1);
            }
        }
    }
}
