package org.datasetcommons.usecase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.draft.Draft;

/** Where the work stands: the draft, what nobody has recorded yet, and what changed since it was recorded. */
public final class ShowStatus {
    /**
     * The answer.
     *
     * @param branch short name; empty on a detached head
     * @param uncovered data files that are in no version and no draft, or in a version past us and covered by nobody
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
        var head = workspace.head();
        var charter = workspace.versions().charter(repository.tree(head));
        var draft = OpenDraft.find(workspace, repository.tree(head));
        var tree = repository.status("data");
        var modified = new ArrayList<>(
                draft.map(open -> DraftedFiles.look(repository, open).modified())
                        .orElse(List.of()));
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
        var drafted = draft.stream()
                .flatMap(open -> open.removed().stream())
                .map(DatasetPath::text)
                .collect(Collectors.toSet());
        var removed =
                tree.removed().stream().filter(path -> !drafted.contains(path)).toList();
        var told = new HashSet<>(modified);
        told.addAll(tree.removed());
        for (var path : new Uncovered(workspace).findSoon(head)) {
            if (!told.contains(path.text()) && !isDrafted(draft, path.text())) {
                uncovered.add(path.text());
            }
        }
        return new Outcome(
                charter.name(),
                repository.branch().map(name -> name.replaceFirst("^refs/heads/", "")),
                draft,
                uncovered.stream().sorted().toList(),
                modified.stream().sorted().toList(),
                removed);
    }

    private static boolean isDrafted(Optional<Draft> draft, String path) {
        return draft.isPresent()
                && DatasetPath.fault(path).isEmpty()
                && draft.get().files().containsKey(new DatasetPath(path));
    }
}
