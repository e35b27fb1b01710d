package org.datasetcommons.draft;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.datasetcommons.CommonsException;
import org.datasetcommons.ShellWord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordListReader;
import org.datasetcommons.dataset.RecordListWriter;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Json;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.store.WholeFile;

/**
 * Where the draft is kept between commands: one JSON Lines file, the draft itself on the first line and a record on each
 * further one, in the order and spelling of a record list. It is replaced whole, so that a killed command leaves the old
 * draft or the new. Records are gone through and not held, as there may be more than memory has room for.
 */
public final class DraftFile {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Documents documents;
    private Optional<Draft> last = Optional.empty();

    /** Does something with the records of a draft. */
    @FunctionalInterface
    public interface RecordsReader<T> {
        T read(RecordListReader records) throws IOException;
    }

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
            if (last.isEmpty() || !last.get().records().file().equals(digest())) {
                last = Optional.of(read());
            }
            return last;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        } catch (CommonsException e) {
            throw e.kind() == CommonsException.Kind.INVALID_INPUT
                    ? e.hint("begin it anew: `rm " + ShellWord.of(file) + "`, and add what it had again")
                    : e;
        }
    }

    private RuntimeException unreadable(IOException cause) {
        return environment("cannot read the draft " + file, cause);
    }

    private Digest digest() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Digest.of(in);
        }
    }

    private Draft read() throws IOException {
        try (var hashed = new DigestInputStream(Files.newInputStream(file), Digest.sha256());
                var in = new BufferedInputStream(hashed, BUFFER)) {
            var head = documents.jsonLine(name(), 1, line(in)).asFields();
            var records = reader(in);
            var recorded = new SortedArrayMap.Entries<DatasetPath, Pointer>();
            var sum = new DraftedRecords.Sum(Terms.from(head.fields("terms")));
            while (records.next()) {
                var record = records.record();
                sum.add(record);
                if (record.id().key().isEmpty()) {
                    recorded.add(record.id().path(), new Pointer(record.digest(), record.size()));
                }
            }
            if (!records.isInOneSpelling() || records.namesARecordTwice()) {
                throw invalid(file + " is not as it was written");
            }
            return Draft.from(head, recorded)
                    .with(sum.in(Digest.ofRaw(hashed.getMessageDigest().digest())));
        }
    }

    private String name() {
        return file.toString();
    }

    private RecordListReader reader(InputStream afterHead) {
        return new RecordListReader(name(), afterHead, 2, documents);
    }

    /** The bytes up to the next newline, and past it. */
    private static byte[] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toByteArray();
    }

    /**
     * Opens the records of a draft, in order. The file must not be replaced meanwhile.
     *
     * @param draft that is in the file
     */
    public <T> T openRecords(Draft draft, RecordsReader<T> reader) throws IOException {
        if (draft.records().isEmpty()) {
            return reader.read(reader(InputStream.nullInputStream()));
        }
        try (var in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            line(in);
            return reader.read(reader(in));
        }
    }

    /**
     * Makes the changes; a draft with nothing in it is no file.
     *
     * @param edit of the draft that is in the file, or of a new one
     * @return the draft afterwards
     */
    public Draft write(DraftEdit edit) {
        var head = edit.head();
        if (head.isEmpty()) {
            delete();
            return head;
        }
        var written = new AtomicReference<Draft>();
        WholeFile.write(file, out -> written.set(write(head, edit, out)));
        last = Optional.of(written.get());
        return written.get();
    }

    /** The draft as it would be after {@link #write}, and writes nothing. */
    public Draft preview(DraftEdit edit) {
        try {
            return write(edit.head(), edit, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Draft write(Draft head, DraftEdit edit, OutputStream out) throws IOException {
        var hashed = new DigestOutputStream(out, Digest.sha256());
        hashed.write((Json.line(head.head()) + "\n").getBytes(StandardCharsets.UTF_8));
        var sum = new DraftedRecords.Sum(head.terms());
        var writer = new RecordListWriter(hashed);
        openRecords(edit.before(), earlier -> {
            edit.merge(earlier, record -> {
                sum.add(record);
                writer.write(record);
            });
            return null;
        });
        return head.with(sum.in(Digest.ofRaw(hashed.getMessageDigest().digest())));
    }

    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw environment("cannot delete the draft " + file, e);
        }
    }
}
