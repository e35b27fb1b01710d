package org.datasetcommons.version;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Workers;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.Manifest;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.SortedBytes;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.table.RowKeys;
import org.datasetcommons.table.TableFormat;
import org.datasetcommons.table.TableReader;

/**
 * Joins the files and rows of a version with what its contributions list, by digest. Both sides come sorted by id, as nearly
 * all records are where they were given: those are met side by side, and only the others are looked for by their digests. No
 * side is ever in memory as a whole.
 */
final class Joining {
    /** How many pointers are read at once, on all cores. */
    private static final int STRETCH = 1 << 13;

    static final String FOLDER = "data";

    private final Version version;
    private final Optional<Version> other;
    private final TableReader tableReader;
    private final Map<DatasetPath, String> keys;
    private final List<SignedContribution> contributions;
    private final Sorting given;
    private final Sorting entries;
    /** Records that are not where they were given, by digest. */
    private final Sorting elsewhere;

    private final DigestFilter elsewhereFilter = new DigestFilter();
    private final List<RecordId> uncovered = new ArrayList<>();
    private final SortedMap<String, String> malformed = new TreeMap<>();
    private final List<DatasetPath> absent = new ArrayList<>();
    private final SortedMap<DatasetPath, String> tables = new TreeMap<>();
    private Iterator<byte[]> givenInOrder;
    private Optional<byte[]> nextGiven = Optional.empty();
    private byte[] last = {};
    /** What becomes of the records of the version, which come in the order of the tree. */
    private Met met = this::join;
    /** Whether what was given holds all that could cover a record of the version. */
    private boolean hasAllGiven;

    /** Takes a record of the version. */
    private interface Met {
        void accept(RecordId id, Digest digest, long size);
    }

    /** @param other with it, only what the version has otherwise than this one is joined */
    Joining(Version version, Optional<Version> other, TableReader tableReader, Map<DatasetPath, String> keys) {
        this.version = version;
        this.other = other;
        this.tableReader = tableReader;
        this.keys = keys;
        this.contributions = List.copyOf(version.contributions().values());
        this.given = version.sorting();
        this.entries = version.sorting();
        this.elsewhere = version.sorting();
    }

    Coverage run() {
        readGiven(record -> {});
        begin();
        goThrough(List.of());
        return coverage();
    }

    /** Comes before joining, for who wants to see what only this version was given; from several threads at once. */
    void readGiven(Consumer<ContributedRecord> each) {
        Workers.forEach(contributions.size(), i -> {
            if (isJoined(contributions.get(i))) {
                contributions.get(i).forEachRecord(record -> {
                    each.accept(record);
                    given.add(SortedBytes.record(record, i));
                });
            }
        });
    }

    /**
     * As {@link #run}, of whoever gave the same bytes naming the one that the whole would: all of them are met side by side.
     *
     * @param alike files that are joined though both versions have them alike: their paths, sorted, each once or more often
     */
    Coverage join(Iterable<byte[]> alike) {
        var noted = version.sorting();
        var digests = new DigestFilter();
        met = (id, digest, size) -> {
            digests.add(digest);
            noted.add(SortedBytes.sized(id, digest, size));
        };
        goThrough(alike);
        Workers.forEach(contributions.size(), i -> {
            if (!isJoined(contributions.get(i))) {
                contributions.get(i).forEachRecord(digests, record -> given.add(SortedBytes.record(record, i)));
            }
        });
        hasAllGiven = true;
        begin();
        for (byte[] record : noted) {
            var in = ByteBuffer.wrap(record);
            join(SortedBytes.readId(in), SortedBytes.readDigest(in), in.getLong());
        }
        return coverage();
    }

    private void goThrough(Iterable<byte[]> alike) {
        var stretch = new ArrayList<Tree.Entry>();
        forEachFile(alike, file -> {
            stretch.add(file);
            if (stretch.size() == STRETCH) {
                take(stretch);
            }
        });
        take(stretch);
    }

    private Coverage coverage() {
        if (!elsewhere.isEmpty()) {
            findElsewhere();
        }
        uncovered.sort(null);
        return new Coverage(
                new Manifest(Entries.of(entries, contributions), version.store().temporary()),
                uncovered,
                malformed,
                absent,
                tables);
    }

    /** Whether all that it lists is met side by side, as it may have been given for what is looked at. */
    private boolean isJoined(SignedContribution signed) {
        return other.isEmpty() || !version.shares(signed, other.get());
    }

    private void forEachFile(Iterable<byte[]> alike, Consumer<Tree.Entry> each) {
        if (other.isEmpty()) {
            version.tree().forEach(FOLDER, each);
            return;
        }
        version.tree().forEachDifference(other.get().tree(), (path, change) -> {
            if (path.equals(FOLDER) || path.startsWith(DatasetPath.DATA)) {
                change.after().ifPresent(each);
            }
        });
        byte[] before = {};
        for (byte[] path : alike) {
            if (!Arrays.equals(path, before)) {
                version.tree().find(new String(path, StandardCharsets.UTF_8)).ifPresent(each);
            }
            before = path;
        }
    }

    private void begin() {
        givenInOrder = given.iterator();
        advance();
    }

    private void advance() {
        nextGiven = givenInOrder.hasNext() ? Optional.of(givenInOrder.next()) : Optional.empty();
    }

    private void take(List<Tree.Entry> files) {
        var pointers = Workers.map(files, version::pointer);
        for (int i = 0; i < files.size(); i++) {
            take(files.get(i), pointers.get(i));
        }
        files.clear();
    }

    private void take(Tree.Entry file, Optional<Pointer> pointer) {
        var fault = DatasetPath.fault(file.path());
        if (fault.isPresent()) {
            malformed.put(file.path(), fault.get());
            return;
        }
        if (file.mode() != Tree.Mode.FILE) {
            malformed.put(file.path(), "is not an ordinary file");
            return;
        }
        if (pointer.isEmpty()) {
            malformed.put(file.path(), "is not a Git LFS pointer, so its content would stay in git for ever");
            return;
        }
        var path = new DatasetPath(file.path());
        var key = Optional.ofNullable(keys.get(path))
                .or(() -> version.charter().findTable(path).map(Charter.TableRule::key));
        var format = TableFormat.findByFileName(path.name());
        if (key.isPresent() && format.isPresent()) {
            takeTable(path, pointer.get(), format.get(), key.get());
        } else {
            met.accept(RecordId.ofFile(path), pointer.get().oid(), pointer.get().size());
        }
    }

    private void takeTable(DatasetPath path, Pointer pointer, TableFormat format, String key) {
        tables.put(path, key);
        if (!version.store().has(pointer.oid())) {
            absent.add(path);
            return;
        }
        // Rows stand in a table in any order.
        var rows = version.sorting();
        try (var content = version.store().open(pointer.oid())) {
            tableReader.read(path.text(), format, content, new RowKeys(key, version.sorting(), (rowKey, row) -> {
                byte[] canonical = row.canonical();
                rows.add(SortedBytes.sized(
                        RecordId.ofRow(path, rowKey.toString()), Digest.of(canonical), canonical.length));
            }));
        } catch (CommonsException | IOException e) {
            malformed.put(path.text(), e.getMessage());
        }
        for (byte[] row : rows) {
            var in = ByteBuffer.wrap(row);
            met.accept(SortedBytes.readId(in), SortedBytes.readDigest(in), in.getLong());
        }
    }

    /** A record of the version, which comes after those before it. */
    private void join(RecordId id, Digest digest, long size) {
        byte[] idBytes = SortedBytes.id(id);
        byte[] wanted = Arrays.copyOf(idBytes, idBytes.length + Digest.LENGTH);
        System.arraycopy(digest.raw(), 0, wanted, idBytes.length, Digest.LENGTH);
        if (Arrays.compareUnsigned(wanted, last) < 0) {
            begin(); // Git may have names that are no text, which sort otherwise than what they are read as.
        }
        last = wanted;
        while (nextGiven.isPresent() && compareBeginning(nextGiven.get(), wanted) < 0) {
            advance();
        }
        // Given more than once: by whoever gave it under this very id, or else by the earliest.
        if (nextGiven.isPresent() && compareBeginning(nextGiven.get(), wanted) == 0) {
            cover(idBytes, size, nextGiven.get());
        } else {
            elsewhereFilter.add(digest);
            elsewhere.add(ByteBuffer.allocate(wanted.length + Long.BYTES)
                    .put(digest.raw())
                    .put(idBytes)
                    .putLong(size)
                    .array());
        }
    }

    private static int compareBeginning(byte[] item, byte[] beginning) {
        return Arrays.compareUnsigned(item, 0, Math.min(item.length, beginning.length), beginning, 0, beginning.length);
    }

    /** @param covering what was given, with the number of the contribution */
    private void cover(byte[] id, long size, byte[] covering) {
        int digestAt = digestAt(covering);
        var in = ByteBuffer.wrap(covering).position(digestAt + Digest.LENGTH);
        int number = in.getInt();
        long stated = in.getLong();
        if (stated != size) {
            malformed.put(
                    SortedBytes.readId(ByteBuffer.wrap(id)).toString(),
                    "is said to have " + size + " bytes here, and " + stated + " in contribution "
                            + contributions.get(number).contribution().id());
        }
        byte[] entry = Arrays.copyOf(id, id.length + covering.length - digestAt);
        System.arraycopy(covering, digestAt, entry, id.length, covering.length - digestAt);
        entries.add(entry);
    }

    private void findElsewhere() {
        var byDigest = version.sorting();
        for (byte[] item : given) {
            if (elsewhereFilter.test(ByteBuffer.wrap(item).getInt(digestAt(item)))) {
                byDigest.add(withDigestFirst(item));
            }
        }
        for (int i = 0; i < contributions.size(); i++) {
            int number = i;
            if (!hasAllGiven && !isJoined(contributions.get(i))) {
                contributions
                        .get(i)
                        .forEachRecord(
                                elsewhereFilter,
                                record -> byDigest.add(withDigestFirst(SortedBytes.record(record, number))));
            }
        }
        var candidates = byDigest.iterator();
        byte[] candidate = candidates.hasNext() ? candidates.next() : null;
        byte[] chosen = null;
        for (byte[] item : elsewhere) {
            while (candidate != null && compareDigests(candidate, item) <= 0) {
                // The first of a digest is the earliest of those who gave it.
                chosen = chosen != null && compareDigests(chosen, candidate) == 0 ? chosen : candidate;
                candidate = candidates.hasNext() ? candidates.next() : null;
            }
            int sizeAt = item.length - Long.BYTES;
            byte[] id = Arrays.copyOfRange(item, Digest.LENGTH, sizeAt);
            if (chosen != null && compareDigests(chosen, item) == 0) {
                cover(id, ByteBuffer.wrap(item).getLong(sizeAt), withIdFirst(chosen));
            } else {
                uncovered.add(SortedBytes.readId(ByteBuffer.wrap(id)));
            }
        }
    }

    private static int compareDigests(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, 0, Digest.LENGTH, b, 0, Digest.LENGTH);
    }

    private static int digestAt(byte[] item) {
        return zeroAfter(item, zeroAfter(item, 0) + 1) + 1;
    }

    private static int zeroAfter(byte[] item, int from) {
        int at = from;
        while (item[at] != 0) {
            at++;
        }
        return at;
    }

    private static byte[] withDigestFirst(byte[] item) {
        int digestAt = digestAt(item);
        int numberEnd = digestAt + Digest.LENGTH + Integer.BYTES;
        return ByteBuffer.allocate(item.length)
                .put(item, digestAt, numberEnd - digestAt)
                .put(item, 0, digestAt)
                .put(item, numberEnd, item.length - numberEnd)
                .array();
    }

    private static byte[] withIdFirst(byte[] byDigest) {
        int idAt = Digest.LENGTH + Integer.BYTES;
        int idEnd = zeroAfter(byDigest, zeroAfter(byDigest, idAt) + 1) + 1;
        return ByteBuffer.allocate(byDigest.length)
                .put(byDigest, idAt, idEnd - idAt)
                .put(byDigest, 0, idAt)
                .put(byDigest, idEnd, byDigest.length - idEnd)
                .array();
    }

    /** What the records of one contribution have in common. */
    private record Given(String id, Handle by, Terms terms) {
        static Given by(Contribution contribution) {
            var id = contribution.id();
            return new Given(id.text(), id.contributor(), contribution.terms());
        }
    }

    /** What was joined, as entries of a manifest. */
    private record Entries(Sorting items, List<Given> given) implements Iterable<ManifestEntry> {
        static Entries of(Sorting items, List<SignedContribution> contributions) {
            return new Entries(
                    items,
                    contributions.stream()
                            .map(signed -> Given.by(signed.contribution()))
                            .toList());
        }

        @Override
        public Iterator<ManifestEntry> iterator() {
            return items.readAs(item -> entry(ByteBuffer.wrap(item))).iterator();
        }

        private ManifestEntry entry(ByteBuffer in) {
            var id = SortedBytes.readId(in);
            var digest = SortedBytes.readDigest(in);
            var contribution = given.get(in.getInt());
            var record = SortedBytes.readRest(id, digest, in);
            return new ManifestEntry(
                    id,
                    digest,
                    record.size(),
                    record.type(),
                    record.terms(contribution.terms()),
                    contribution.by(),
                    contribution.id(),
                    record.meta());
        }
    }
}
