package org.datasetcommons.version;

import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.document.Documents;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.history.Commit.Payload;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.table.TableReader;

/** Opens versions of a dataset. */
public final class Versions {
    private final Documents documents;
    private final TableReader tables;
    private final SignatureVerifier verifier;
    private final Optional<DigestIndexes> indexes;

    public Versions(Documents documents, TableReader tables, SignatureVerifier verifier) {
        this(documents, tables, verifier, Optional.empty());
    }

    private Versions(
            Documents documents, TableReader tables, SignatureVerifier verifier, Optional<DigestIndexes> indexes) {
        this.documents = documents;
        this.tables = tables;
        this.verifier = verifier;
        this.indexes = indexes;
    }

    /**
     * Remembers of long lists of records what digests they have.
     *
     * @param cache a folder, made when it is needed
     */
    public Versions remembering(Path cache) {
        return new Versions(documents, tables, verifier, Optional.of(new DigestIndexes(cache)));
    }

    /** @throws org.datasetcommons.CommonsException if the revision does not exist or holds no dataset of ours */
    public Version open(Repository repository, String revision) {
        return open(repository, commit(repository, revision));
    }

    public Version open(Repository repository, CommitId commit) {
        return open(repository, commit, Optional.empty());
    }

    /** As {@link #open(Repository, String)}, without reading again what another version of the repository has, too. */
    public Version openBeside(Version other, Repository repository, String revision) {
        return open(repository, commit(repository, revision), Optional.of(other));
    }

    /** @throws org.datasetcommons.CommonsException if the revision does not exist */
    public static CommitId commit(Repository repository, String revision) {
        return repository
                .resolve(revision)
                .orElseThrow(() -> precondition("no revision '" + revision + "' here")
                        .hint("`git log --oneline --all` and `git tag` show what there is"));
    }

    private Version open(Repository repository, CommitId commit, Optional<Version> other) {
        var tree = repository.tree(commit);
        return new Version(
                commit,
                new SignedDates(repository, commit, verifier),
                tree,
                repository.store(),
                tables,
                charter(tree),
                roots(tree),
                contributors(tree),
                contributions(tree, other),
                documents);
    }

    /** The charter of a tree alone, for verbs that need no more. */
    public Charter charter(Tree tree) {
        byte[] bytes = tree.read(Charter.FILE)
                .orElseThrow(() -> precondition("this is not a dataset: there is no " + Charter.FILE)
                        .hint("make one with `commons init --name NAME --license CC-BY-4.0`"));
        return Charter.from(documents.yaml(Charter.FILE, bytes));
    }

    private List<SignedRoot> roots(Tree tree) {
        var roots = new ArrayList<SignedRoot>();
        for (long version = 1; ; version++) {
            String file = TrustRoot.file(version);
            var bytes = tree.read(file);
            if (bytes.isEmpty()) {
                break;
            }
            var root = TrustRoot.from(documents.json(file, bytes.get()));
            if (root.version() != version) {
                throw invalid(file + " says it is version " + root.version());
            }
            var signatures = new TreeMap<Handle, Payload>();
            for (var role : TrustRoot.Role.values()) {
                for (var holder : root.role(role).holders()) {
                    tree.read(TrustRoot.signatureFile(version, holder.person()))
                            .ifPresent(signature -> signatures.put(holder.person(), Payload.of(signature)));
                }
            }
            // The persons of the version before sign a change too, even where they leave.
            if (!roots.isEmpty()) {
                for (var holder : roots.get(roots.size() - 1)
                        .root()
                        .role(TrustRoot.Role.ROOT)
                        .holders()) {
                    tree.read(TrustRoot.signatureFile(version, holder.person()))
                            .ifPresent(signature -> signatures.put(holder.person(), Payload.of(signature)));
                }
            }
            roots.add(new SignedRoot(root, Payload.of(bytes.get()), signatures));
        }
        if (roots.isEmpty()) {
            throw precondition("this dataset has no " + TrustRoot.file(1));
        }
        return roots;
    }

    private SortedMap<Handle, Contributor> contributors(Tree tree) {
        var contributors = new TreeMap<Handle, Contributor>();
        for (var entry : tree.list(Contributor.FOLDER)) {
            // What else lies there tells of nobody; a check names it.
            if (entry.isFile() && Contributor.handleOf(entry.path()).isPresent()) {
                var contributor = contributor(documents, entry.path(), tree.readBlob(entry.blob()));
                contributors.put(contributor.handle(), contributor);
            }
        }
        return contributors;
    }

    static Contributor contributor(Documents documents, String file, byte[] bytes) {
        var contributor = Contributor.from(documents.yaml(file, bytes));
        if (!file.equals(Contributor.file(contributor.handle()))) {
            throw invalid(file + " tells of contributor " + contributor.handle())
                    .hint("it belongs in " + Contributor.file(contributor.handle()));
        }
        return contributor;
    }

    private SortedMap<ContributionId, SignedContribution> contributions(Tree tree, Optional<Version> other) {
        var contributions = new TreeMap<ContributionId, SignedContribution>();
        var others = new HashMap<String, SignedContribution>();
        other.ifPresent(
                version -> version.contributions().forEach((id, signed) -> others.put(id.statementFile(), signed)));
        for (var entry : tree.list(ContributionId.FOLDER)) {
            if (entry.isFile() && entry.path().endsWith("/contribution.json")) {
                var signed = Optional.ofNullable(others.get(entry.path()))
                        .filter(known -> isAlike(known, tree, other.get().tree()))
                        .orElseGet(() -> contribution(tree, entry));
                contributions.put(signed.contribution().id(), signed);
            }
        }
        return contributions;
    }

    private static boolean isAlike(SignedContribution known, Tree tree, Tree other) {
        return known.contribution().id().files().stream()
                .allMatch(file -> tree.find(file).equals(other.find(file)));
    }

    private SignedContribution contribution(Tree tree, Tree.Entry entry) {
        byte[] statement = tree.readBlob(entry.blob());
        var contribution = Contribution.from(documents.json(entry.path(), statement));
        var id = contribution.id();
        if (!entry.path().equals(id.statementFile())) {
            throw invalid(entry.path() + " is the statement of contribution " + id);
        }
        return new SignedContribution(
                contribution,
                Payload.of(statement),
                tree.read(id.signatureFile()).map(Payload::of),
                new RecordsFile(tree, id.recordsFile(), indexes),
                documents);
    }
}
