package org.datasetcommons.draft;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.datasetcommons.dataset.RecordLines;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Json;
import org.datasetcommons.store.WholeFile;

/**
 * Where the draft is kept between commands: one JSON Lines file, the draft itself on the first line and a record on each
 * further one. It is replaced whole, so that a killed command leaves the old draft or the new.
 */
public final class DraftFile {
    private final Path file;
    private final Documents documents;
    private Optional<Reading> last = Optional.empty();

    /** A draft, and the digest of the bytes that it was read from. */
    private record Reading(Digest digest, Draft draft) {}

    /** @param privateDirectory {@code .git/commons} */
    public DraftFile(Path privateDirectory, Documents documents) {
        this.file = privateDirectory.resolve("draft.jsonl");
        this.documents = documents;
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** The draft, if there is one. As long as the file stays what it is, this is the same draft. */
    public Optional<Draft> find() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw environment("cannot read the draft " + file, e);
        }
        var digest = Digest.of(bytes);
        if (last.isEmpty() || !last.get().digest().equals(digest)) {
            last = Optional.of(new Reading(digest, parse(bytes)));
        }
        return last.map(Reading::draft);
    }

    private Draft parse(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String name = file.getFileName().toString();
        var head = documents.jsonLine(name, 1, Arrays.copyOf(bytes, end)).asFields();
        return Draft.from(
                head, RecordLines.read(name, bytes, end + 1, 2, documents).records());
    }

    public void write(Draft draft) {
        WholeFile.write(file, out -> {
            out.write((Json.line(draft.head()) + "\n").getBytes(StandardCharsets.UTF_8));
            RecordLines.write(draft.records().values(), out);
        });
    }

    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw environment("cannot delete the draft " + file, e);
        }
    }
}
