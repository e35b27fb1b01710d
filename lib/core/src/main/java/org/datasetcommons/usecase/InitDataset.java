package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SigningKeys;

/** Makes a dataset of an empty repository: what a template lays down, and the first trust root. */
public final class InitDataset {
    /**
     * What to make.
     *
     * @param files of the template, filled in: path to bytes; the charter among them
     * @param as the maker's handle, if they choose one
     */
    public record Request(SortedMap<String, byte[]> files, Optional<Handle> as, boolean dryRun) {
        public Request {
            files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
        }
    }

    /**
     * What was made.
     *
     * @param datasetId what others pin
     * @param commit empty in a dry run
     */
    public record Outcome(
            Charter charter, Digest datasetId, Handle maintainer, Optional<CommitId> commit, List<String> files) {}

    private final Workspace workspace;
    private final SigningKeys keys;

    /** @param workspace around a repository that may be a future one */
    public InitDataset(Workspace workspace, SigningKeys keys) {
        this.workspace = workspace;
        this.keys = keys;
    }

    public Outcome run(Request request) {
        var repository = workspace.repository();
        repository.head().ifPresent(head -> {
            throw precondition(
                            repository.tree(head).find(Charter.FILE).isPresent()
                                    ? "there is a dataset here already"
                                    : "this repository has commits already")
                    .hint("make the dataset in a new folder: `commons init DIR --name NAME --license CC-BY-4.0`");
        });
        var charter = Charter.from(
                workspace.documents().yaml(Charter.FILE, request.files().get(Charter.FILE)));
        var now = workspace.now();
        var person = Identity.person(repository);
        var key = keys.first();
        var handle = request.as().orElseGet(() -> Identity.handleOf(person));

        var files = new TreeMap<String, byte[]>(request.files());
        var root = TrustRoot.first(charter.name(), Digest.of(files.get(Charter.FILE)), handle, key.publicKey(), now);
        byte[] statement = root.toStatement().bytes();
        var datasetId = Digest.of(statement);
        files.put(TrustRoot.file(1), statement);
        files.put(TrustRoot.signatureFile(1, handle), new byte[0]);
        files.put(
                Contributor.file(handle),
                Identity.newcomer(handle, person, key.publicKey(), now).bytes());
        requireNoOther(repository.workTree(), files);
        if (request.dryRun()) {
            return new Outcome(charter, datasetId, handle, Optional.empty(), List.copyOf(files.keySet()));
        }

        var signer = key.signer();
        files.put(TrustRoot.signatureFile(1, handle), signer.sign(Namespace.ROOT, statement));
        repository.create();
        var edit = new TreeEdit();
        files.forEach(edit::put);
        var first = new CommitRequest(
                Optional.empty(),
                edit,
                List.of(),
                person,
                now,
                "Begin the dataset " + charter.name() + "\n\nSigned-off-by: " + person + "\n");
        var commit = workspace.alone("commons init", () -> {
            var written = repository.write(first, signer);
            repository.advance(Optional.empty(), written, "commons init");
            repository.checkOut(Optional.empty(), written);
            return written;
        });
        new TrustMemory(repository.privateDirectory()).remember(datasetId);
        new Uncovered(workspace).remember(commit);
        return new Outcome(charter, datasetId, handle, Optional.of(commit), List.copyOf(files.keySet()));
    }

    /** What lies there already is never written over. */
    private static void requireNoOther(Path workTree, SortedMap<String, byte[]> files) {
        for (var file : files.entrySet()) {
            Path path = workTree.resolve(file.getKey());
            try {
                if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                        && !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                    throw precondition(path + " is there already")
                            .hint("make the dataset in an empty folder, and add your files to it afterwards");
                }
            } catch (IOException e) {
                throw environment("cannot read " + path, e);
            }
        }
    }

    /** Fills a template's text in: {@code {{name}}} and the like. */
    public static String fill(String template, Map<String, String> values) {
        String filled = template;
        for (var value : values.entrySet()) {
            filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return filled;
    }
}
