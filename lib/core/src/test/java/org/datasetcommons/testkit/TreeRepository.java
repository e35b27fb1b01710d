package org.datasetcommons.testkit;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Tree;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.io.table.Tables;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.version.Version;
import org.datasetcommons.version.Versions;

/** A repository that is a tree and its content and nothing else; whoever asks for more is told. */
public final class TreeRepository {
    /** The name of the one commit. */
    public static final CommitId COMMIT = new CommitId("0".repeat(40));

    private static final Instant MADE = Instant.parse("2026-11-22T12:00:00Z");

    private TreeRepository() {}

    public static Repository of(Tree tree, ObjectStore store) {
        return (Repository) Proxy.newProxyInstance(
                TreeRepository.class.getClassLoader(),
                new Class<?>[] {Repository.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "tree" -> tree;
                    case "store" -> store;
                    case "hasSince" -> !MADE.isBefore((Instant) arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** The version that a tree is; nothing of its content is here. */
    public static Version version(Tree tree) {
        return version(tree, new ObjectStore(Path.of("no-objects"), Path.of("no-objects")));
    }

    public static Version version(Tree tree, ObjectStore store) {
        var documents = new StrictDocuments();
        return new Versions(documents, new Tables(documents), new SshSignatureVerifier()).open(of(tree, store), COMMIT);
    }
}
