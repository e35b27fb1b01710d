package org.datasetcommons.history;

import java.nio.file.Path;
import java.util.Optional;

/** Finds and makes repositories. */
public interface Repositories {
    /** The repository whose work tree holds this directory. */
    Optional<Repository> find(Path directory);

    /** The repository in this directory; where there is none, a future one, of which nothing is written yet. */
    Repository at(Path directory);

    /**
     * A new repository with all branches and tags of another, nothing checked out yet.
     *
     * @param directory must not exist, or be empty
     */
    Repository cloneFrom(String url, Path directory);
}
