package org.datasetcommons.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.datasetcommons.digest.Digest;

/**
 * A bundle file: a tar archive of {@code bundle.json}, {@code commits.bundle} (a git bundle) and {@code objects/<oid>}.
 * {@code io.archive} is behind it.
 */
public interface BundleArchive {
    /** Whether the file begins like a bundle of ours. */
    boolean isBundle(Path file);

    /**
     * Writes an archive whose bytes depend on its entries alone.
     *
     * @param entries file to put under each name; they come out in the order of their names, {@code bundle.json} first
     */
    void write(Path archive, SortedMap<String, Path> entries, byte[] description);

    /**
     * Reads an archive: the description first, then each entry in turn, which must be read or skipped before the next.
     *
     * @throws org.datasetcommons.CommonsException if it is not such an archive, or holds anything else
     */
    void read(Path archive, java.util.function.Consumer<byte[]> description, BiConsumer<String, InputStream> entry);

    /**
     * The objects in an archive, by the names they have there, for fetching some of them.
     *
     * @throws org.datasetcommons.CommonsException if it is not such an archive
     */
    Map<Digest, Content> objects(Path archive);

    /** Bytes that lie in an archive. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }
}
