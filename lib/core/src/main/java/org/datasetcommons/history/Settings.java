package org.datasetcommons.history;

import java.util.List;
import java.util.Optional;

/** Git's settings as they hold in a repository: its own before those of the person and the machine. */
public interface Settings {
    /** The value of a setting, as {@code user.name}. */
    Optional<String> find(String name);

    /** All values of a setting that may stand more than once. */
    List<String> list(String name);

    /** A setting in a file of a version that is written like git's, as {@code .lfsconfig}. */
    Optional<String> findIn(byte[] file, String name);

    /** Writes a setting of this repository alone. */
    void put(String name, String value);

    /** Writes all values of a setting of this repository alone; without any it goes. */
    void putAll(String name, List<String> values);

    /** The address that a remote is fetched from; a path or URL stands for itself. */
    String fetchUrl(String nameOrUrl);

    /** The address that a remote is pushed to; a path or URL stands for itself. */
    String pushUrl(String nameOrUrl);
}
