package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.WholeFile;

/** The dataset id that this repository is trusted for: given by the person, or remembered from first sight. */
public final class TrustMemory {
    /** How much the id is worth. */
    public enum Basis {
        /** The person gave it. */
        PINNED,
        /** It is the one seen before. */
        REMEMBERED,
        /** It was seen now for the first time, and nobody vouched for it. */
        FIRST_SIGHT
    }

    /**
     * What is known of a dataset's id.
     *
     * @param fault why it is the wrong one
     */
    public record Anchor(Digest datasetId, Basis basis, Optional<String> fault) {}

    private final Path file;

    /** @param privateDirectory {@code .git/commons} */
    public TrustMemory(Path privateDirectory) {
        this.file = privateDirectory.resolve("trusted");
    }

    /** Weighs the id that a version has against what is trusted. */
    public Anchor anchor(Digest found, Optional<Digest> pinned) {
        if (pinned.isPresent()) {
            return new Anchor(found, Basis.PINNED, differing(pinned.get(), found, "the one you trust"));
        }
        return remembered()
                .map(known -> new Anchor(found, Basis.REMEMBERED, differing(known, found, "the one seen here before")))
                .orElseGet(() -> new Anchor(found, Basis.FIRST_SIGHT, Optional.empty()));
    }

    private static Optional<String> differing(Digest expected, Digest found, String which) {
        return expected.equals(found)
                ? Optional.empty()
                : Optional.of("this is dataset " + found + ", not " + expected + ", " + which);
    }

    /** Keeps the id for the next time. */
    public void remember(Digest datasetId) {
        WholeFile.write(file, out -> out.write((datasetId + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * Keeps the id for the next time, unless it is kept already, or the repository may only be read.
     *
     * @return whether it is kept
     */
    public boolean rememberIfPossible(Digest datasetId) {
        if (remembered().equals(Optional.of(datasetId))) {
            return true;
        }
        Path folder = Files.exists(file.getParent())
                ? file.getParent()
                : file.getParent().getParent();
        if (!Files.isWritable(folder)) {
            return false;
        }
        remember(datasetId);
        return true;
    }

    private Optional<Digest> remembered() {
        try {
            return Optional.of(Digest.parse(
                    Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }
}
