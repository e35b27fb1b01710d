package org.datasetcommons.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.Progress;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.dataset.Basis;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.MediaType;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.draft.DraftFile;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.io.git.GitRepositories;
import org.datasetcommons.io.table.Tables;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.release.VersionNumber;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.table.KeyedRows;
import org.datasetcommons.table.TableFormat;
import org.datasetcommons.table.TableReader;
import org.datasetcommons.usecase.ReleaseVersion;
import org.datasetcommons.usecase.Workspace;
import org.datasetcommons.version.Version;
import org.datasetcommons.version.Versions;

/**
 * A dataset in a real repository, put together from values rather than by the verbs, so that it can be wrong in any way. Ana
 * holds every role. Time goes on by a minute with each commit, and nothing depends on the machine.
 */
public final class TestDataset implements AutoCloseable {
    /** A charter that most tests can do with. */
    public static final String CHARTER = """
            format: 1
            name: tales
            title: Tales
            license: CC-BY-4.0
            accept: [CC-BY-4.0, CC0-1.0]
            purposes:
              train: training models
              evaluate: measuring models
            tables:
              - files: data/tables/**
                key: id
            """;

    public static final Consent CONSENT =
            new Consent(new TreeSet<>(List.of("train")), new TreeSet<>(), Optional.empty());

    private final Repository repository;
    private final Documents documents = new StrictDocuments();
    private final TableReader tables = new Tables(documents);
    private Instant now = People.START;
    private int contributions;

    private TestDataset(Repository repository) {
        this.repository = repository;
    }

    /** The repository of a folder, with nothing in it; it sees no configuration but its own. */
    public static Repository repository(Path folder) {
        return new GitRepositories(Map.of()).create(folder);
    }

    /** A dataset with {@link #CHARTER}, Ana's trust root and Ana. */
    public static TestDataset in(Path folder) {
        return in(folder, CHARTER);
    }

    public static TestDataset in(Path folder, String charter) {
        var dataset = new TestDataset(repository(folder));
        var root = TrustRoot.first("tales", Digest.of(charter), People.ANA.handle(), People.ANA.key(), People.START);
        dataset.commit(
                new TreeEdit()
                        .put(Charter.FILE, bytes(charter))
                        .put(".gitattributes", bytes("data/** filter=lfs diff=lfs merge=lfs -text\n")),
                People.ANA,
                root(root, People.ANA));
        return dataset;
    }

    /** A root and the signatures of these people beside it. */
    public static TreeEdit root(TrustRoot root, People... signers) {
        var edit = new TreeEdit();
        byte[] statement = root.toStatement().bytes();
        edit.put(TrustRoot.file(root.version()), statement);
        for (var person : signers) {
            edit.put(
                    TrustRoot.signatureFile(root.version(), person.handle()),
                    person.signer().sign(Namespace.ROOT, statement));
            edit.put(Contributor.file(person.handle()), person.contributor().bytes());
        }
        return edit;
    }

    public Repository repository() {
        return repository;
    }

    public Documents documents() {
        return documents;
    }

    /** The moment of the last commit. */
    public Instant now() {
        return now;
    }

    public CommitId head() {
        return repository.head().orElseThrow();
    }

    public Version version() {
        return version(head());
    }

    public Version version(CommitId commit) {
        return new Versions(documents, tables, new SshSignatureVerifier()).open(repository, commit);
    }

    /** Commits edits on the current branch, signed by this person. */
    public CommitId commit(TreeEdit edit, People by, TreeEdit... more) {
        var head = repository.head();
        var commit = write(head, edit, by, more);
        repository.advance(head, commit, "test");
        repository.checkOut(head, commit);
        return commit;
    }

    /** Writes a commit on any other, without moving the branch: the other side of a merge. */
    public CommitId commitOn(CommitId parent, TreeEdit edit, People by) {
        return write(Optional.of(parent), edit, by);
    }

    private CommitId write(Optional<CommitId> parent, TreeEdit edit, People by, TreeEdit... more) {
        var all = new TreeEdit();
        for (var part : concat(edit, more)) {
            part.forEach(all::change);
        }
        now = now.plusSeconds(60);
        return repository.write(
                new Repository.CommitRequest(
                        parent, all, parent.map(List::of).orElse(List.of()), by.person(), now, "A change\n"),
                by.signer());
    }

    private static List<TreeEdit> concat(TreeEdit first, TreeEdit... more) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all;
    }

    /** What a contribution gives; files below {@code data/tables/} are tables with the key {@code id}. */
    public static final class Gift {
        private final Map<String, byte[]> files = new TreeMap<>();
        private Terms terms;
        private Consent consent = CONSENT;
        private String message = "";

        private Gift(People by) {
            terms = new Terms(
                    LicenseExpression.parse("CC-BY-4.0"),
                    "own work",
                    Basis.AUTHOR,
                    by.person().name());
        }

        public Gift file(String path, String content) {
            files.put(path, bytes(content));
            return this;
        }

        public Gift license(String expression) {
            terms = new Terms(LicenseExpression.parse(expression), terms.source(), terms.basis(), terms.credit());
            return this;
        }

        public Gift credit(String credit) {
            terms = new Terms(terms.license(), terms.source(), terms.basis(), credit);
            return this;
        }

        public Gift consent(Consent consent) {
            this.consent = consent;
            return this;
        }

        public Gift message(String message) {
            this.message = message;
            return this;
        }
    }

    public static Gift gift(People by) {
        return new Gift(by);
    }

    /** The pointers of a gift, its contribution and signature; its content is in the store afterwards. */
    public TreeEdit contribution(People by, Gift gift) {
        var edit = new TreeEdit();
        var records = new ArrayList<ContributedRecord>();
        var tableKeys = new TreeMap<DatasetPath, String>();
        gift.files.forEach((text, content) -> {
            var path = DatasetPath.parse(text);
            var pointer = repository.store().put(content);
            edit.put(text, pointer.bytes());
            if (text.startsWith("data/tables/")) {
                tableKeys.put(path, "id");
                records.addAll(rows(path, content));
            } else {
                records.add(record(RecordId.ofFile(path), pointer.oid(), pointer.size(), MediaType.of(path)));
            }
        });
        contributions++;
        var id = ContributionId.of(now, by.handle(), new byte[] {0, 0, 0, (byte) contributions});
        byte[] list = RecordLists.bytes(records);
        var contribution = new Contribution(
                datasetId(),
                id,
                by.key(),
                gift.terms,
                gift.consent,
                tableKeys,
                RecordLists.describe(records, list),
                gift.message,
                now);
        byte[] statement = contribution.toStatement().bytes();
        return edit.put(id.recordsFile(), list)
                .put(id.statementFile(), statement)
                .put(id.signatureFile(), by.signer().sign(Namespace.CONTRIBUTION, statement));
    }

    /** Commits a contribution on the current branch, with its contributor's file if they are new here. */
    public CommitId contribute(People by, Gift gift) {
        return commit(withContributor(head(), by, contribution(by, gift)), by);
    }

    /** As {@link #contribute}, on any commit, without moving the branch. */
    public CommitId contributeOn(CommitId parent, People by, Gift gift) {
        return commitOn(parent, withContributor(parent, by, contribution(by, gift)), by);
    }

    private TreeEdit withContributor(CommitId parent, People by, TreeEdit edit) {
        return repository.tree(parent).find(Contributor.file(by.handle())).isPresent()
                ? edit
                : edit.put(Contributor.file(by.handle()), by.contributor().bytes());
    }

    /** What use cases work in; the clock stands still between commits. */
    public Workspace workspace() {
        return new Workspace(
                repository,
                documents,
                new DraftFile(repository.privateDirectory(), documents),
                tables,
                new SshSignatureVerifier(),
                () -> now,
                new FixedRandom(),
                Progress.NONE);
    }

    /** The keys of one person alone. */
    public static SigningKeys keys(People person) {
        return () -> List.of(new SigningKeys.Candidate(person.key(), "a test", person::signer));
    }

    /** Works as this person: git names them in commits. */
    public TestDataset as(People person) {
        repository.settings().put("user.name", person.person().name());
        repository.settings().put("user.email", person.person().email());
        return this;
    }

    /** Releases the current branch as the verb does. */
    public ReleaseVersion.Outcome release(String version, People by) {
        now = now.plusSeconds(60);
        return new ReleaseVersion(as(by).workspace(), keys(by))
                .run(new ReleaseVersion.Request(new VersionNumber(version), false));
    }

    private Digest datasetId() {
        return Digest.of(repository.tree(head()).read(TrustRoot.file(1)).orElseThrow());
    }

    private List<ContributedRecord> rows(DatasetPath path, byte[] content) {
        try {
            var rows = KeyedRows.read(
                    tables,
                    path.text(),
                    TableFormat.ofFileName(path.name()),
                    new java.io.ByteArrayInputStream(content),
                    "id",
                    new Sorting(repository.store().temporary()));
            return rows.rows().entrySet().stream()
                    .map(row -> record(
                            RecordId.ofRow(path, row.getKey().text()),
                            row.getValue().digest(),
                            row.getValue().canonical().length,
                            null))
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ContributedRecord record(RecordId id, Digest digest, long size, String type) {
        return new ContributedRecord(
                id,
                digest,
                size,
                Optional.ofNullable(type),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>());
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        repository.close();
    }
}
