package org.datasetcommons.version;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datasetcommons.CommonsException;
import org.datasetcommons.ShellWord;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.ContributorKey;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.table.KeyedRowConsumer;
import org.datasetcommons.table.KeyedRows;
import org.datasetcommons.table.Row;
import org.datasetcommons.table.RowKey;
import org.datasetcommons.table.RowKeys;
import org.datasetcommons.table.TableFormat;
import org.datasetcommons.table.TableReader;

/** A version of a dataset, read from git's objects. What was read is checked for form here, and for truth elsewhere. */
public final class Version {
    /** What says how everything else is to be read. */
    private static final List<String> DECIDING =
            List.of(Charter.FILE, "trust/", ContributionId.FOLDER + "/", Contributor.FOLDER + "/");

    private final CommitId commit;
    private final SignedDates dates;
    private final Tree tree;
    private final ObjectStore store;
    private final TableReader tableReader;
    private final Charter charter;
    private final List<SignedRoot> roots;
    private final SortedMap<Handle, Contributor> contributors;
    private final SortedMap<ContributionId, SignedContribution> contributions;
    private final Documents documents;
    private final ReadPointers pointers = new ReadPointers();
    private final Map<ContributorKey, Boolean> come = new ConcurrentHashMap<>();
    private Optional<Coverage> coverage = Optional.empty();
    private Optional<Version> sinceVersion = Optional.empty();
    private Optional<Coverage> sinceCoverage = Optional.empty();

    Version(
            CommitId commit,
            SignedDates dates,
            Tree tree,
            ObjectStore store,
            TableReader tableReader,
            Charter charter,
            List<SignedRoot> roots,
            SortedMap<Handle, Contributor> contributors,
            SortedMap<ContributionId, SignedContribution> contributions,
            Documents documents) {
        this.commit = commit;
        this.dates = dates;
        this.tree = tree;
        this.store = store;
        this.tableReader = tableReader;
        this.charter = charter;
        this.roots = List.copyOf(roots);
        this.contributors = contributors;
        this.contributions = contributions;
        this.documents = documents;
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

    /** Those to whom the newest trust root gives roles by keys that they have ended since, with these keys. */
    public SortedMap<Handle, SortedSet<PublicKey>> endedHolders() {
        var ended = new TreeMap<Handle, SortedSet<PublicKey>>();
        for (var role : Role.values()) {
            for (var holder : root().role(role).holders()) {
                for (var key : holder.keys()) {
                    if (hasEnded(holder.person(), key)) {
                        ended.computeIfAbsent(
                                        holder.person(), person -> new TreeSet<>(Comparator.comparing(PublicKey::line)))
                                .add(key);
                    }
                }
            }
        }
        return ended;
    }

    /**
     * Whether the page of a person says that a key of theirs has ended, as of this version. That an end has come is told by a
     * commit which they or a maintainer signed and dated then or later; nobody else brings it about, or takes it back.
     */
    public boolean hasEnded(Handle person, PublicKey key) {
        return findKey(person, key)
                .filter(known -> known.revoked().isPresent() || hasCome(person, known))
                .isPresent();
    }

    private boolean hasCome(Handle person, ContributorKey ending) {
        return ending.until().isPresent()
                && come.computeIfAbsent(
                        ending,
                        known -> dates.reach(
                                known.until().get(),
                                key -> everMaintained(key)
                                        || findKey(person, key)
                                                .filter(own -> own.revoked().isEmpty())
                                                .isPresent()));
    }

    /** Whether this key, that nobody has revoked, is of somebody whom one of the trust roots lets maintain the dataset. */
    public boolean everMaintained(PublicKey key) {
        return roots.stream()
                .flatMap(root -> root.root().role(Role.MAINTAIN).persons(List.of(key)).stream())
                .anyMatch(person ->
                        findKey(person, key).flatMap(ContributorKey::revoked).isEmpty());
    }

    private Optional<ContributorKey> findKey(Handle person, PublicKey key) {
        return Optional.ofNullable(contributors.get(person)).flatMap(owner -> owner.findKey(key));
    }

    /** The dataset's id: the digest of its first trust root. */
    public Digest datasetId() {
        return roots.get(0).digest();
    }

    public SortedMap<Handle, Contributor> contributors() {
        return contributors;
    }

    /** A contributor as another commit of the repository has them; nothing, if it has none of this name, or none that can be read. */
    public Optional<Contributor> findContributorAt(CommitId other, Handle handle) {
        String file = Contributor.file(handle);
        try {
            return tree.at(other).read(file).map(bytes -> Versions.contributor(documents, file, bytes));
        } catch (CommonsException e) {
            if (e.kind() == CommonsException.Kind.INVALID_INPUT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Why the page of a contributor, as another commit of the repository has it, cannot be read; nothing, if it can. */
    public Optional<String> pageFaultAt(CommitId other, Handle handle) {
        String file = Contributor.file(handle);
        try {
            tree.at(other).read(file).ifPresent(bytes -> Versions.contributor(documents, file, bytes));
            return Optional.empty();
        } catch (CommonsException e) {
            if (e.kind() == CommonsException.Kind.INVALID_INPUT) {
                return Optional.of(e.getMessage());
            }
            throw e;
        }
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
            return KeyedRows.read(
                    tableReader, path.text(), TableFormat.ofFileName(path.name()), content, key(path), sorting());
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

    /** Those rows of a table that have one of these keys. */
    public Map<RowKey, Row> rows(DatasetPath path, Set<RowKey> keys) {
        var rows = new HashMap<RowKey, Row>();
        readTable(path, (key, row) -> {
            if (keys.contains(key)) {
                rows.put(key, row);
            }
        });
        return rows;
    }

    /** Whether the content of a file is here. */
    public boolean hasContent(DatasetPath path) {
        return tree.read(path.text())
                .flatMap(Pointer::find)
                .filter(pointer -> store.has(pointer.oid()))
                .isPresent();
    }

    /** Reads the rows of a table one by one. */
    public void readTable(DatasetPath path, KeyedRowConsumer each) {
        readTable(path, pointer(path), key(path), each);
    }

    /** Reads the rows of a table that lies at this path in another version. */
    public void readTable(DatasetPath path, Pointer table, String key, KeyedRowConsumer each) {
        try (var content = store.open(table.oid())) {
            tableReader.read(
                    path.text(), TableFormat.ofFileName(path.name()), content, new RowKeys(key, sorting(), each));
        } catch (IOException e) {
            throw environment("cannot read " + path, e);
        }
    }

    private String key(DatasetPath path) {
        return findTableKey(path).orElseThrow(() -> precondition(path + " is not a table of this version"));
    }

    /** The key column of a file that is read as a table; nothing of any other. */
    public Optional<String> findTableKey(DatasetPath path) {
        return TableFormat.findByFileName(path.name()).flatMap(format -> findKey(path));
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
        Optional<RecordId> row = Optional.empty();
        for (var entry : coverage().manifest()) {
            if (entry.id().equals(id)) {
                return entry;
            }
            if (row.isEmpty() && id.key().isEmpty() && entry.id().path().equals(id.path())) {
                row = Optional.of(entry.id());
            }
        }
        throw row.map(one -> precondition(id + " is a table; its rows are the records")
                        .hint("name one by its key: `commons show " + ShellWord.of(one) + "`"))
                .orElseGet(() -> precondition("no record " + id + " in this version")
                        .hint("`commons log` shows what was contributed; `commons diff A B` what changed"));
    }

    /** A new place to sort in what does not fit into memory. */
    public Sorting sorting() {
        return new Sorting(store.temporary());
    }

    /** The pointer that a file is, if it is one. */
    public Optional<Pointer> pointer(Tree.Entry entry) {
        boolean isFile = entry.mode() == Tree.Mode.FILE || entry.mode() == Tree.Mode.EXECUTABLE;
        return isFile ? pointers.find(entry.blob(), tree::readBlob) : Optional.empty();
    }

    Map<DatasetPath, String> tableKeys() {
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

    /**
     * The part of {@link #coverage} that is about what this version has otherwise than one before it. Costs as much as that
     * is; only what lies elsewhere than it was given has to be looked for among everything.
     */
    public Coverage coverageSince(Version before) {
        if (!sinceVersion.equals(Optional.of(before))) {
            var since = readsAlike(before) ? joiningBeside(before).run() : coverage();
            sinceVersion = Optional.of(before);
            sinceCoverage = Optional.of(since);
        }
        return sinceCoverage.orElseThrow();
    }

    /** Makes the part of {@link #coverage} that is about the files that this version has otherwise than another one. */
    Joining joiningBeside(Version other) {
        return new Joining(this, Optional.of(other), tableReader, tableKeys());
    }

    /** Whether another version has a contribution of this one, with the same list of records. */
    boolean shares(SignedContribution signed, Version other) {
        var id = signed.contribution().id();
        return tree.find(id.statementFile()).equals(other.tree.find(id.statementFile()))
                && tree.find(id.recordsFile()).equals(other.tree.find(id.recordsFile()));
    }

    /**
     * Whether what is the same in both means the same in both: nothing that decides differs, no contribution or contributor
     * of before was altered, and no file became a table.
     */
    public boolean readsAlike(Version before) {
        var decides = new AtomicBoolean();
        tree.forEachDifference(before.tree, (path, change) -> {
            boolean isAdded = change.before().isEmpty();
            boolean isGrowing = isAdded
                    && (path.startsWith(ContributionId.FOLDER + "/") || path.startsWith(Contributor.FOLDER + "/"));
            if (!isGrowing && DECIDING.stream().anyMatch(path::startsWith)) {
                decides.set(true);
            }
        });
        if (decides.get()) {
            return false;
        }
        var theirs = before.tableKeys();
        return tableKeys().entrySet().stream()
                .filter(table -> !table.getValue().equals(theirs.get(table.getKey())))
                .noneMatch(table -> before.tree.find(table.getKey().text()).isPresent());
    }

    private Coverage cover() {
        return new Joining(this, Optional.empty(), tableReader, tableKeys()).run();
    }
}
