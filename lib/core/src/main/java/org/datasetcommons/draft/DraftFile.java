package org.datasetcommons.draft;

import static org.datasetcommons.CommonsException.environment;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Optional;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.RecordListReader;
import org.datasetcommons.dataset.RecordListWriter;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Json;
import org.datasetcommons.store.WholeFile;

/**
 * Where the draft is kept between commands: one JSON Lines file, the draft itself on the first line and a record on each
 * further one. It is replaced whole, so that a killed command leaves the old draft or the new.
 */
public final class DraftFile {
    private static final int BUFFER = 1 << 16;

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
        try {
            if (last.isEmpty() || !last.get().digest().equals(digest())) {
                last = Optional.of(read());
            }
            return last.map(Reading::draft);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw environment("cannot read the draft " + file, e);
        }
    }

    private Digest digest() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Digest.of(in);
        }
    }

    private Reading read() throws IOException {
        String name = file.getFileName().toString();
        var records = new ArrayList<ContributedRecord>();
        try (var hashed = new DigestInputStream(Files.newInputStream(file), Digest.sha256());
                var in = new BufferedInputStream(hashed, BUFFER)) {
            var head = documents.jsonLine(name, 1, line(in)).asFields();
            var reader = new RecordListReader(name, in, 2, documents);
            while (reader.next()) {
                records.add(reader.record());
            }
            return new Reading(Digest.ofRaw(hashed.getMessageDigest().digest()), Draft.from(head, records));
        }
    }

    /** The bytes up to the next newline, and past it. */
    private static byte[] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toByteArray();
    }

    public void write(Draft draft) {
        WholeFile.write(file, out -> {
            out.write((Json.line(draft.head()) + "\n").getBytes(StandardCharsets.UTF_8));
            var writer = new RecordListWriter(out);
            for (var record : draft.records().values()) {
                writer.write(record);
            }
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
