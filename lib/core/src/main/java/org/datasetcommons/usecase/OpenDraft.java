package org.datasetcommons.usecase;

import java.util.Optional;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.version.Version;

/** Finds the open draft, if there is one. */
final class OpenDraft {
    private OpenDraft() {}

    /** A draft whose contribution is in the version was signed by a command that was cut off before it could tidy up. */
    static Optional<Draft> find(Workspace workspace, Version version) {
        var draft = workspace.draft().find();
        if (draft.isPresent() && version.contributions().containsKey(draft.get().id())) {
            workspace.draft().delete();
            return Optional.empty();
        }
        return draft;
    }
}
