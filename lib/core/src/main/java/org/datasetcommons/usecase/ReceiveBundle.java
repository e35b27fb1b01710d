package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.datasetcommons.bundle.BundleArchive;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.store.Pointer;

/**
 * Takes in a bundle: its commits into git first, and its content into the store when they have been judged. No branch moves;
 * merging is another step.
 */
public final class ReceiveBundle {
    private final Workspace workspace;
    private final BundleArchive archive;

    public ReceiveBundle(Workspace workspace, BundleArchive archive) {
        this.workspace = workspace;
        this.archive = archive;
    }

    /** Whether this word names a bundle file rather than a revision. */
    public boolean isBundle(Path file) {
        return archive.isBundle(file);
    }

    /**
     * Takes in the commits, of a bundle that is whole.
     *
     * @return the commit that the bundle offers
     */
    public CommitId takeCommits(Path file) {
        var repository = workspace.repository();
        var commits = new AtomicReference<Optional<Path>>(Optional.empty());
        try {
            var description = read(
                    file,
                    content -> {
                        Files.createDirectories(repository.privateDirectory());
                        Path copy = Files.createTempFile(repository.privateDirectory(), "commits", ".bundle");
                        commits.set(Optional.of(copy));
                        Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
                    },
                    ReceiveBundle::holds);
            var commit = repository.readBundle(commits.get().orElseThrow(() -> invalid("the bundle holds no commits")));
            if (!commit.hex().equals(description.text("commit"))) {
                throw invalid("the bundle brings another commit than it says");
            }
            return commit;
        } finally {
            commits.get().ifPresent(ReceiveBundle::delete);
        }
    }

    /** Takes in the content. */
    public void takeContent(Path file) {
        read(file, content -> {}, workspace.repository().store()::accept);
        workspace.repository().store().sync();
    }

    /** What is done with the commits of a bundle. */
    private interface CommitsConsumer {
        void take(InputStream commits) throws IOException;
    }

    /** What is done with an object of a bundle; the answer is whether it is what it should be. */
    private interface ObjectConsumer {
        boolean take(Pointer expected, InputStream content) throws IOException;
    }

    private Node.Fields read(Path file, CommitsConsumer commits, ObjectConsumer object) {
        var description = new AtomicReference<Node.Fields>();
        var expected = new HashMap<Digest, Pointer>();
        var arrived = new HashSet<Digest>();
        archive.read(
                file,
                bytes -> {
                    description.set(workspace.documents().json("bundle.json", bytes));
                    describe(description.get(), expected);
                },
                (name, content) -> {
                    try {
                        if (name.equals("commits.bundle")) {
                            commits.take(content);
                            return;
                        }
                        var oid = Digest.parse(name.substring("objects/".length()));
                        var pointer = expected.get(oid);
                        if (pointer == null || !object.take(pointer, content)) {
                            throw invalid("the bundle's content " + oid + " is not what it says");
                        }
                        arrived.add(oid);
                    } catch (IOException e) {
                        throw environment("cannot take in the bundle " + file, e);
                    }
                });
        if (arrived.size() != expected.size()) {
            throw invalid("the bundle lacks " + (expected.size() - arrived.size()) + " of its content files");
        }
        return description.get();
    }

    private static boolean holds(Pointer expected, InputStream content) throws IOException {
        var digest = new DigestOutputStream(OutputStream.nullOutputStream(), Digest.sha256());
        long size = content.transferTo(digest);
        return size == expected.size()
                && Digest.ofRaw(digest.getMessageDigest().digest()).equals(expected.oid());
    }

    private void describe(Node.Fields fields, HashMap<Digest, Pointer> expected) {
        if (fields.integer("format") != 1) {
            throw invalid("the bundle has the unknown format " + fields.integer("format"));
        }
        var here = workspace.headVersion().datasetId();
        if (!fields.text("dataset").equals(here.hex())) {
            throw precondition("the bundle is for another dataset: " + fields.text("dataset"))
                    .hint("this one is " + here);
        }
        for (var item : fields.items("objects")) {
            var object = item.asFields();
            var pointer = new Pointer(Digest.parse(object.text("sha256")), object.integer("size"));
            expected.put(pointer.oid(), pointer);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw environment("cannot delete " + file, e);
        }
    }
}
