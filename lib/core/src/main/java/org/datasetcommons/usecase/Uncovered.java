package org.datasetcommons.usecase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datasetcommons.CommonsException;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.store.WholeFile;
import org.datasetcommons.version.Coverage;
import org.datasetcommons.version.Version;

/**
 * Finds what was committed past us and is covered by no contribution, at the cost of what changed: the last commit in
 * which nothing of the kind was found is remembered. That is a cache; nothing that vouches for content asks it.
 */
final class Uncovered {
    private final Workspace workspace;
    private final Path file;

    Uncovered(Workspace workspace) {
        this.workspace = workspace;
        this.file = workspace.repository().privateDirectory().resolve("cache/covered");
    }

    /** Files of a version that did not come from elsewhere; they are another's to give. */
    SortedSet<DatasetPath> find(Version version) {
        if (known().equals(Optional.of(version.commit()))) {
            return new TreeSet<>();
        }
        try {
            var before = before(version.commit());
            var coverage = before.isPresent() ? version.coverageSince(open(before.get())) : version.coverage();
            var found = files(version, coverage);
            if (found.isEmpty()) {
                remember(version.commit());
            }
            return found;
        } catch (CommonsException e) {
            return new TreeSet<>(); // What is broken, commons check tells of.
        }
    }

    /** As {@link #find}, for who has not opened the version; what cannot be told soon is left to {@code commons check}. */
    SortedSet<DatasetPath> findSoon(CommitId head) {
        if (known().equals(Optional.of(head))) {
            return new TreeSet<>();
        }
        try {
            return before(head).filter(before -> mayDiffer(before, head)).isPresent()
                    ? find(open(head))
                    : new TreeSet<>();
        } catch (CommonsException e) {
            return new TreeSet<>();
        }
    }

    /** The commit since which is looked: the last that is known of, or where the branch parted from the one it follows. */
    private Optional<CommitId> before(CommitId head) {
        var known = known();
        var parted = parted(head);
        boolean isNewer =
                known.isPresent() && (parted.isEmpty() || workspace.repository().isAncestor(parted.get(), known.get()));
        return isNewer ? known : parted;
    }

    private Version open(CommitId commit) {
        return workspace.versions().open(workspace.repository(), commit);
    }

    /** What was signed covers what came with it. */
    void follow(CommitId before, CommitId signed) {
        if (known().equals(Optional.of(before))) {
            remember(signed);
        }
    }

    private boolean mayDiffer(CommitId before, CommitId head) {
        var repository = workspace.repository();
        var mayDiffer = new AtomicBoolean();
        repository.tree(head).forEachDifference(repository.tree(before), (path, change) -> {
            boolean isContent =
                    path.startsWith(DatasetPath.DATA) && change.after().isPresent();
            boolean isGiven = path.startsWith(ContributionId.FOLDER + "/")
                    && change.before().isPresent();
            if (isContent || isGiven) {
                mayDiffer.set(true);
            }
        });
        return mayDiffer.get();
    }

    private static SortedSet<DatasetPath> files(Version version, Coverage coverage) {
        var files = new TreeSet<DatasetPath>();
        coverage.uncovered().forEach(id -> files.add(id.path()));
        for (String path : coverage.malformed().keySet()) {
            if (DatasetPath.fault(path).isEmpty()
                    && version.tree()
                            .find(path)
                            .filter(entry -> entry.mode() == Tree.Mode.FILE)
                            .filter(entry -> version.pointer(entry).isEmpty())
                            .isPresent()) {
                files.add(new DatasetPath(path));
            }
        }
        return files;
    }

    private Optional<CommitId> parted(CommitId head) {
        var repository = workspace.repository();
        return Upstream.find(repository)
                .flatMap(upstream -> repository.resolve(upstream.trackingRef()))
                .or(() -> repository.resolve("refs/remotes/origin/HEAD"))
                .flatMap(upstream ->
                        repository.mergeBases(upstream, head).stream().findFirst());
    }

    private Optional<CommitId> known() {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.US_ASCII))
                    .filter(text -> text.matches("[0-9a-f]{40}\n"))
                    .flatMap(text -> workspace.repository().resolve(text.strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Nothing of the kind is in this commit. */
    void remember(CommitId commit) {
        try {
            WholeFile.write(file, out -> out.write((commit.hex() + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (CommonsException e) {
            // Then it is looked for once more; what has to be written says by itself that it cannot.
        }
    }
}
