package org.datasetcommons.history;

import java.nio.file.Path;
import java.util.Optional;

/** Finds and makes repositories. */
public interface Repositories {
    /** The setting that is there as long as a clone has not come to its end. */
    String CLONING = "commons.cloning";

    /** The repository whose work tree holds this directory. */
    Optional<Repository> find(Path directory);

    /** The bare repository, one without a work tree, that this directory is in. */
    Optional<Path> findBare(Path directory);

    /** The repository in this directory; where there is none, a future one, of which nothing is written yet. */
    Repository at(Path directory);

    /** The repository in this directory, made where there is none. */
    default Repository create(Path directory) {
        var repository = at(directory);
        repository.create();
        return repository;
    }

    /**
     * A repository to clone another into, with nothing fetched yet; or the one of an earlier try that did not come to its end.
     *
     * @param directory must not exist, be empty, or hold such a try for the same address
     */
    Repository createClone(String url, Path directory);
}
