package org.datasetcommons.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.Progress;
import org.datasetcommons.document.Documents;
import org.datasetcommons.draft.DraftFile;
import org.datasetcommons.history.Person;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.io.crypto.KeysAtHand;
import org.datasetcommons.io.crypto.OpenSshPrivateKey;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.io.git.GitRepositories;
import org.datasetcommons.io.table.Tables;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.usecase.AddRecords;
import org.datasetcommons.usecase.InitDataset;
import org.datasetcommons.usecase.SignContribution;
import org.datasetcommons.usecase.Workspace;

/** A small dataset in a directory, made by the use cases themselves; its one person, ana, may do everything. */
final class TestDataset implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final String CHARTER = """
            format: 1
            name: tiny
            license: CC-BY-4.0
            accept: [CC-BY-4.0, CC0-1.0]
            purposes:
              train: "training models"
              evaluate: "measuring models"
            tables:
              - files: data/**
                key: id
            """;

    /** What a contributor says beside the licence. */
    record Terms(String license, Set<String> allow, Set<String> deny, Optional<LocalDate> until) {
        static final Terms USUAL = new Terms("CC-BY-4.0", Set.of(), Set.of(), Optional.empty());

        Terms license(String other) {
            return new Terms(other, allow, deny, until);
        }

        Terms deny(String... purposes) {
            return new Terms(license, allow, Set.of(purposes), until);
        }

        Terms allow(String... purposes) {
            return new Terms(license, Set.of(purposes), deny, until);
        }

        Terms until(String day) {
            return new Terms(license, allow, deny, Optional.of(LocalDate.parse(day)));
        }
    }

    private final Path directory;
    private final Repository repository;
    private final SigningKeys keys;
    private Instant now = NOW;

    TestDataset(Path directory) throws IOException {
        this.directory = directory;
        Path key = Files.createDirectories(directory.resolve("home")).resolve("id_ed25519");
        OpenSshPrivateKey.create(key, new SecureRandom(), "ana@example.org");
        keys = new KeysAtHand(List.of(key), true, Optional.empty(), Optional.empty(), file -> new char[0]);
        repository = new GitRepositories(
                        Map.of("HOME", directory.resolve("home").toString()))
                .create(directory.resolve("dataset"));
        repository.settings().put("user.name", "Ana");
        repository.settings().put("user.email", "ana@example.org");
        var files = new TreeMap<String, byte[]>();
        files.put("commons.yaml", bytes(CHARTER));
        new InitDataset(workspace(), keys).run(new InitDataset.Request(files, Optional.empty(), false));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Documents documents() {
        return new StrictDocuments();
    }

    SignatureVerifier verifier() {
        return new SshSignatureVerifier();
    }

    SigningKeys keys() {
        return keys;
    }

    Workspace workspace() {
        InstantSource clock = () -> now;
        return new Workspace(
                repository,
                documents(),
                new DraftFile(repository.privateDirectory(), documents()),
                new Tables(documents()),
                verifier(),
                clock,
                new SecureRandom(),
                Progress.NONE);
    }

    /** It is another time. */
    void setClock(Instant other) {
        now = other;
    }

    /** Ana gives a table. */
    void give(String name, String table, Terms terms) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, table);
        new AddRecords(workspace(), keys)
                .run(new AddRecords.Request(
                        List.of(file),
                        Optional.of(terms.license()),
                        Optional.of("made up"),
                        Optional.of("author"),
                        Optional.empty(),
                        new TreeSet<>(terms.allow()),
                        new TreeSet<>(terms.deny()),
                        terms.until(),
                        Optional.of("data"),
                        Optional.empty(),
                        Map.of(),
                        false,
                        Optional.empty(),
                        false));
        new SignContribution(workspace(), keys).run(new SignContribution.Request("give " + name, false));
    }

    /** Somebody changes a file past every check. */
    void overwrite(String path, byte[] bytes) {
        var head = workspace().head();
        var commit = repository.write(
                new Repository.CommitRequest(
                        Optional.of(head),
                        new TreeEdit().put(path, bytes),
                        List.of(head),
                        new Person("Ana", "ana@example.org"),
                        now,
                        "Overwrite"),
                keys.first().signer());
        repository.advance(Optional.of(head), commit, "test");
    }

    /** The path of the only file below this folder whose name ends so. */
    String only(String folder, String ending) {
        var found = workspace().headVersion().tree().list(folder).stream()
                .map(entry -> entry.path())
                .filter(path -> path.endsWith(ending))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found + " are not one");
        }
        return found.get(0);
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        repository.close();
    }
}
