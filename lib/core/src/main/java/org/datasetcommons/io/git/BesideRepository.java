package org.datasetcommons.io.git;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.util.FileUtils;

/** A repository that comes and goes, for what must not get into the one that is mended before it is looked at. */
record BesideRepository(Path directory) {
    /** What is done with it. */
    interface Work {
        /** Does it with a repository that is empty. */
        void with(FileRepository other) throws IOException;
    }

    /** Makes it for some work. What a command that was killed left there goes. */
    void use(Work work) throws IOException {
        remove();
        try (var other = new FileRepository(directory.toFile())) {
            other.create(true);
            work.with(other);
        } finally {
            remove();
        }
    }

    private void remove() throws IOException {
        FileUtils.delete(directory.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    }
}
