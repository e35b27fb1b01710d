package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.Workers;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.history.Repository;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.Pointer;

/** Where the work stands: the draft, what nobody has recorded yet, and what changed since it was recorded. */
public final class ShowStatus {
    /**
     * The answer.
     *
     * @param branch short name; empty on a detached head
     * @param uncovered data files that are in no version and no draft
     * @param modified data files that are not what the version, or the draft, says
     * @param removed data files of the version that are gone from the work tree, and not in the draft as removed
     */
    public record Outcome(
            String dataset,
            Optional<String> branch,
            Optional<Draft> draft,
            List<String> uncovered,
            List<String> modified,
            List<String> removed) {
        public boolean isClean() {
            return draft.isEmpty() && uncovered.isEmpty() && modified.isEmpty() && removed.isEmpty();
        }
    }

    private final Workspace workspace;

    public ShowStatus(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome run() {
        var repository = workspace.repository();
        var charter = workspace.versions().charter(repository.tree(workspace.head()));
        var draft = OpenDraft.find(workspace, repository.tree(workspace.head()));
        var tree = repository.status("data");
        var modified = new ArrayList<>(
                draft.map(open -> modifiedSinceRecorded(repository, open)).orElse(List.of()));
        var uncovered = new ArrayList<String>();
        for (String path : tree.added()) {
            if (!isDrafted(draft, path)) {
                uncovered.add(path);
            }
        }
        for (String path : tree.modified()) {
            if (!isDrafted(draft, path)) {
                modified.add(path);
            }
        }
        var removed = tree.removed().stream()
                .filter(path -> draft.map(open ->
                                open.removed().stream().noneMatch(r -> r.text().equals(path)))
                        .orElse(true))
                .toList();
        return new Outcome(
                charter.name(),
                repository.branch().map(name -> name.replaceFirst("^refs/heads/", "")),
                draft,
                uncovered,
                modified.stream().sorted().toList(),
                removed);
    }

    private static boolean isDrafted(Optional<Draft> draft, String path) {
        return draft.isPresent()
                && DatasetPath.fault(path).isEmpty()
                && draft.get().files().containsKey(new DatasetPath(path));
    }

    /** Files of the draft that are not any more as they were recorded. */
    static List<String> modifiedSinceRecorded(Repository repository, Draft draft) {
        var files = List.copyOf(draft.files().entrySet());
        var differs = new boolean[files.size()];
        Workers.forEach(
                differs.length,
                i -> differs[i] =
                        !holds(repository, files.get(i).getKey(), files.get(i).getValue()));
        var modified = new ArrayList<String>();
        for (int i = 0; i < differs.length; i++) {
            if (differs[i]) {
                modified.add(files.get(i).getKey().text());
            }
        }
        for (var path : draft.removed()) {
            Path file = repository.workTree().resolve(path.text());
            // A folder of its name holds other files.
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                modified.add(path.text());
            }
        }
        return modified;
    }

    private static boolean holds(Repository repository, DatasetPath path, Pointer pointer) {
        Path file = repository.workTree().resolve(path.text());
        try {
            var stamp = FileStamp.find(file);
            if (stamp.isEmpty() || stamp.get().size() != pointer.size()) {
                return false;
            }
            var known = repository.knownFiles().find(path.text(), stamp.get());
            if (known.isPresent()) {
                return known.get().equals(pointer);
            }
            var content = Pointer.of(file);
            repository.knownFiles().learn(path.text(), stamp.get(), content, content.blob());
            return content.equals(pointer);
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }
}
