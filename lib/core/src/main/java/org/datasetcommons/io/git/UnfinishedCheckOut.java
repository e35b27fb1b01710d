package org.datasetcommons.io.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.datasetcommons.store.ScratchFolder;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A note that the branch moves and the work tree is to follow, kept from before the one until after the other. Whoever finds
 * it brings the work tree to where the branch is.
 */
final class UnfinishedCheckOut {
    private static final String NOTHING = "nothing";

    private final Path file;

    /** @param privateDirectory {@code .git/commons} */
    UnfinishedCheckOut(Path privateDirectory) {
        this.file = privateDirectory.resolve("checkout");
    }

    /**
     * Where the work tree was.
     *
     * @param commit empty: there were no files yet
     */
    record Start(Optional<ObjectId> commit) {}

    /** Notes it, unless the work tree was left behind even earlier. */
    void begin(Start start) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Path temporary = new ScratchFolder(file.getParent()).newFile("checkout", ".tmp");
            try {
                Files.writeString(temporary, start.commit().map(ObjectId::name).orElse(NOTHING) + "\n");
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    Optional<Start> find() throws IOException {
        try {
            String text = Files.readString(file).strip();
            return Optional.of(
                    new Start(Optional.of(text).filter(ObjectId::isId).map(ObjectId::fromString)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void end() throws IOException {
        Files.deleteIfExists(file);
    }
}
