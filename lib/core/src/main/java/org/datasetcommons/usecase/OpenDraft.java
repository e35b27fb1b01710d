package org.datasetcommons.usecase;

import java.util.Optional;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.history.Tree;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.version.Version;

/** Finds the open draft, if there is one. */
final class OpenDraft {
    private OpenDraft() {}

    static Optional<Draft> find(Workspace workspace, Version version) {
        return find(workspace, version.tree());
    }

    /** A draft that the version has in it was signed by a command that was cut off before it could tidy up. */
    static Optional<Draft> find(Workspace workspace, Tree tree) {
        return workspace.draft().find().filter(draft -> !isIn(tree, draft));
    }

    private static boolean isIn(Tree tree, Draft draft) {
        if (!draft.records().isEmpty()) {
            return tree.find(draft.id().statementFile()).isPresent();
        }
        return draft.removed().stream().allMatch(path -> tree.find(path.text()).isEmpty())
                && draft.files().entrySet().stream()
                        .allMatch(file -> tree.read(file.getKey().text())
                                .flatMap(Pointer::find)
                                .equals(Optional.of(file.getValue())));
    }
}
