package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.datasetcommons.Workers;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.store.ScratchFolder;
import org.datasetcommons.usecase.Intake.Placement;

/** Puts content from elsewhere into the work tree, where the person sees it. What somebody else put there stays. */
final class Placing {
    private final Workspace workspace;
    private final Draft drafted;
    private final ScratchFolder scratch;

    /** @param drafted what was placed before, and may be replaced */
    Placing(Workspace workspace, Draft drafted) {
        this.workspace = workspace;
        this.drafted = drafted;
        this.scratch = workspace.repository().scratch();
    }

    /** Places all, or none if something stands in the way of one. */
    void run(List<Placement> placements) {
        Workers.forEach(placements.size(), i -> requireFree(placements.get(i)));
        Workers.forEach(placements.size(), i -> place(placements.get(i)));
    }

    private Path file(Placement placement) {
        return workspace.repository().workTree().resolve(placement.target().text());
    }

    private void requireFree(Placement placement) {
        Path file = file(placement);
        SourceFiles.requireNoLinkAbove(
                file, workspace.repository().workTree(), "a symbolic link cannot be written through: ");
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            var before = drafted.files().get(placement.target());
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || !holds(file, placement.content()) && (before == null || !holds(file, before))) {
                throw precondition(file + " is there already, with other content")
                        .hint("move it away, or choose another folder with --to");
            }
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    private void place(Placement placement) {
        Path file = file(placement);
        try {
            Files.createDirectories(file.getParent());
            Path temporary = scratch.newFile();
            try {
                workspace
                        .repository()
                        .store()
                        .copyTo(temporary, placement.content().oid());
                // Older than the index that will be written soon, so that git need not read it again.
                var time = Files.getLastModifiedTime(temporary).toInstant().minusSeconds(2);
                Files.setLastModifiedTime(temporary, FileTime.from(time));
                ScratchFolder.place(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw environment("cannot write " + file, e);
        }
    }

    private static boolean holds(Path file, Pointer pointer) throws IOException {
        return Files.size(file) == pointer.size() && Pointer.of(file).equals(pointer);
    }
}
