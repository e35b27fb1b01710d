package org.datasetcommons.version;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.ShellWord;
import org.datasetcommons.Workers;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.Manifest;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.table.KeyedRowConsumer;
import org.datasetcommons.table.KeyedRows;
import org.datasetcommons.table.RowKeys;
import org.datasetcommons.table.TableFormat;
import org.datasetcommons.table.TableReader;

/** A version of a dataset, read from git's objects. What was read is checked for form here, and for truth elsewhere. */
public final class Version {
    private final CommitId commit;
    private final Tree tree;
    private final ObjectStore store;
    private final TableReader tableReader;
    private final Charter charter;
    private final List<SignedRoot> roots;
    private final SortedMap<Handle, Contributor> contributors;
    private final SortedMap<ContributionId, SignedContribution> contributions;
    private Optional<Coverage> coverage = Optional.empty();

    Version(
            CommitId commit,
            Tree tree,
            ObjectStore store,
            TableReader tableReader,
            Charter charter,
            List<SignedRoot> roots,
            SortedMap<Handle, Contributor> contributors,
            SortedMap<ContributionId, SignedContribution> contributions) {
        this.commit = commit;
        this.tree = tree;
        this.store = store;
        this.tableReader = tableReader;
        this.charter = charter;
        this.roots = List.copyOf(roots);
        this.contributors = contributors;
        this.contributions = contributions;
    }

    public CommitId commit() {
        return commit;
    }

    public Tree tree() {
        return tree;
    }

    public ObjectStore store() {
        return store;
    }

    public Charter charter() {
        return charter;
    }

    /** The trust roots, version 1 first. */
    public List<SignedRoot> roots() {
        return roots;
    }

    /** The newest trust root. */
    public TrustRoot root() {
        return roots.get(roots.size() - 1).root();
    }

    /** The dataset's id: the digest of its first trust root. */
    public Digest datasetId() {
        return roots.get(0).digest();
    }

    public SortedMap<Handle, Contributor> contributors() {
        return contributors;
    }

    /** The contributor who has this key, now or earlier. */
    public Optional<Contributor> findOwner(PublicKey key) {
        return contributors.values().stream()
                .filter(contributor -> contributor.findKey(key).isPresent())
                .findFirst();
    }

    public SortedMap<ContributionId, SignedContribution> contributions() {
        return contributions;
    }

    public SignedContribution contribution(String id) {
        return Optional.ofNullable(contributions.get(new ContributionId(id)))
                .orElseThrow(() -> precondition("no contribution " + id + " in this version")
                        .hint("`commons log` lists them"));
    }

    /** The manifest, and what stands in its way. Computed once. */
    public Coverage coverage() {
        if (coverage.isEmpty()) {
            coverage = Optional.of(cover());
        }
        return coverage.get();
    }

    /**
     * A table of this version, whole.
     *
     * @throws org.datasetcommons.CommonsException if the table's content is not here or cannot be read
     */
    public KeyedRows table(DatasetPath path) {
        try (var content = store.open(pointer(path).oid())) {
            return KeyedRows.read(tableReader, path.text(), TableFormat.ofFileName(path.name()), content, key(path));
        } catch (IOException e) {
            throw environment("cannot read " + path, e);
        }
    }

    /** The columns of a table: those of its header, or of its rows in the order in which they first appear. */
    public List<String> columns(DatasetPath path) {
        var columns = new LinkedHashSet<String>();
        readTable(path, (key, row) -> columns.addAll(row.columns().names()));
        return List.copyOf(columns);
    }

    /** Reads the rows of a table one by one. */
    public void readTable(DatasetPath path, KeyedRowConsumer each) {
        try (var content = store.open(pointer(path).oid())) {
            tableReader.read(path.text(), TableFormat.ofFileName(path.name()), content, new RowKeys(key(path), each));
        } catch (IOException e) {
            throw environment("cannot read " + path, e);
        }
    }

    private String key(DatasetPath path) {
        return Optional.ofNullable(coverage().tables().get(path))
                .orElseThrow(() -> precondition(path + " is not a table of this version"));
    }

    private Pointer pointer(DatasetPath path) {
        return Pointer.parse(path.text(), tree.read(path.text()).orElseThrow());
    }

    /** The content of a file record. */
    public InputStream open(ManifestEntry file) {
        return store.open(file.digest());
    }

    /** The record of this id, covered by a contribution. */
    public ManifestEntry record(RecordId id) {
        var entries = coverage().manifest().entries();
        return entries.stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .orElseThrow(() -> noRecord(id, entries));
    }

    private static CommonsException noRecord(RecordId id, List<ManifestEntry> entries) {
        return entries.stream()
                .map(ManifestEntry::id)
                .filter(row -> id.key().isEmpty() && row.path().equals(id.path()))
                .findFirst()
                .map(row -> precondition(id + " is a table; its rows are the records")
                        .hint("name one by its key: `commons show " + ShellWord.of(row) + "`"))
                .orElseGet(() -> precondition("no record " + id + " in this version")
                        .hint("`commons log` shows what was contributed; `commons diff A B` what changed"));
    }

    private Optional<Pointer> pointer(Tree.Entry entry) {
        return entry.mode() == Tree.Mode.FILE ? Pointer.find(tree.readBlob(entry.blob())) : Optional.empty();
    }

    private Map<DatasetPath, String> tableKeys() {
        return Contribution.tableKeys(contributions.values().stream()
                .map(SignedContribution::contribution)
                .toList());
    }

    /** The column by which the rows of a table are known: as its contributions say, or else the charter. */
    public Optional<String> findKey(DatasetPath table) {
        return tree.find(table.text())
                .flatMap(entry -> Optional.ofNullable(tableKeys().get(table)))
                .or(() -> charter.findTable(table).map(Charter.TableRule::key));
    }

    private record Given(SignedContribution by, ContributedRecord record) {}

    private Coverage cover() {
        var given = new HashMap<Digest, List<Given>>();
        for (var signed : contributions.values()) {
            for (var record : signed.records()) {
                given.computeIfAbsent(record.digest(), digest -> new ArrayList<>(1))
                        .add(new Given(signed, record));
            }
        }
        var joining = new Joining(given, tableKeys());
        var files = tree.list("data");
        var pointers = new ArrayList<Optional<Pointer>>(Collections.nCopies(files.size(), Optional.empty()));
        Workers.forEach(files.size(), i -> pointers.set(i, pointer(files.get(i))));
        for (int i = 0; i < files.size(); i++) {
            joining.take(files.get(i), pointers.get(i));
        }
        return new Coverage(
                Manifest.of(joining.entries), joining.uncovered, joining.malformed, joining.absent, joining.tables);
    }

    /** One walk over the files of the version. */
    private final class Joining {
        final Map<Digest, List<Given>> given;
        final Map<DatasetPath, String> keys;
        final List<ManifestEntry> entries = new ArrayList<>();
        final List<RecordId> uncovered = new ArrayList<>();
        final SortedMap<String, String> malformed = new TreeMap<>();
        final List<DatasetPath> absent = new ArrayList<>();
        final SortedMap<DatasetPath, String> tables = new TreeMap<>();

        Joining(Map<Digest, List<Given>> given, Map<DatasetPath, String> keys) {
            this.given = given;
            this.keys = keys;
        }

        void take(Tree.Entry entry, Optional<Pointer> pointer) {
            var fault = DatasetPath.fault(entry.path());
            if (fault.isPresent()) {
                malformed.put(entry.path(), fault.get());
                return;
            }
            if (entry.mode() != Tree.Mode.FILE) {
                malformed.put(entry.path(), "is not an ordinary file");
                return;
            }
            if (pointer.isEmpty()) {
                malformed.put(entry.path(), "is not a Git LFS pointer, so its content would stay in git for ever");
                return;
            }
            var path = new DatasetPath(entry.path());
            var key = Optional.ofNullable(keys.get(path))
                    .or(() -> charter.findTable(path).map(Charter.TableRule::key));
            var format = TableFormat.findByFileName(path.name());
            if (key.isPresent() && format.isPresent()) {
                takeTable(path, pointer.get(), format.get(), key.get());
            } else {
                record(RecordId.ofFile(path), pointer.get().oid(), pointer.get().size());
            }
        }

        private void takeTable(DatasetPath path, Pointer pointer, TableFormat format, String key) {
            tables.put(path, key);
            if (!store.has(pointer.oid())) {
                absent.add(path);
                return;
            }
            try (var content = store.open(pointer.oid())) {
                var rows = new RowKeys(key, (rowKey, row) -> {
                    byte[] canonical = row.canonical();
                    record(RecordId.ofRow(path, rowKey.toString()), Digest.of(canonical), canonical.length);
                });
                tableReader.read(path.text(), format, content, rows);
            } catch (CommonsException e) {
                malformed.put(path.text(), e.getMessage());
            } catch (IOException e) {
                malformed.put(path.text(), e.getMessage());
            }
        }

        private void record(RecordId id, Digest digest, long size) {
            var candidates = given.getOrDefault(digest, List.of());
            if (candidates.isEmpty()) {
                uncovered.add(id);
                return;
            }
            // Given more than once: by whoever gave it under this very id, or else by the earliest.
            var chosen = candidates.stream()
                    .filter(candidate -> candidate.record().id().equals(id))
                    .findFirst()
                    .orElse(candidates.get(0));
            var record = chosen.record();
            var contribution = chosen.by().contribution();
            if (record.size() != size) {
                malformed.put(
                        id.toString(),
                        "is said to have " + size + " bytes here, and " + record.size() + " in contribution "
                                + contribution.id());
            }
            entries.add(new ManifestEntry(
                    id,
                    digest,
                    record.size(),
                    record.type(),
                    record.terms(contribution.terms()),
                    contribution.id().contributor(),
                    contribution.id().text(),
                    record.meta()));
        }
    }
}
