package org.datasetcommons.dataset;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.MerkleTree;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.sorting.Sorting;

/**
 * The records of a version, sorted by id. They may be more than memory holds, so they are gone through one by one, and what
 * they come to is remembered.
 */
public final class Manifest implements Iterable<ManifestEntry> {
    private static final int LEAF = Digest.LENGTH + Long.BYTES + Digest.LENGTH;

    /** What all of them come to. */
    private record Sum(long count, long bytes, SortedSet<Handle> contributors, List<LicenseExpression> licenses) {}

    /** What all of their lines come to. */
    private record Lines(Digest digest, Digest root) {}

    private static final class Summing {
        private long count;
        private long bytes;
        private final SortedSet<Handle> contributors = new TreeSet<>();
        private final Set<LicenseExpression> licenses = new HashSet<>();

        void add(ManifestEntry entry) {
            count++;
            bytes += entry.size();
            contributors.add(entry.contributor());
            licenses.add(entry.terms().license());
        }

        Sum sum() {
            return new Sum(
                    count,
                    bytes,
                    Collections.unmodifiableSortedSet(contributors),
                    licenses.stream()
                            .sorted(Comparator.comparing(LicenseExpression::toString))
                            .toList());
        }
    }

    private final Iterable<ManifestEntry> entries;
    private final Path scratch;
    private Optional<Sum> sum = Optional.empty();
    private Optional<Lines> lines = Optional.empty();

    /**
     * @param entries sorted by id; gone through several times
     * @param scratch the folder for temporary files, should they be needed
     */
    public Manifest(Iterable<ManifestEntry> entries, Path scratch) {
        this.entries = entries;
        this.scratch = scratch;
    }

    /** A manifest of a few records, in any order. */
    public static Manifest of(Collection<ManifestEntry> few, Path scratch) {
        return new Manifest(
                few.stream().sorted(Comparator.comparing(ManifestEntry::id)).toList(), scratch);
    }

    /** In order of id. */
    @Override
    public Iterator<ManifestEntry> iterator() {
        return entries.iterator();
    }

    /** How many records there are. */
    public long size() {
        return sum().count();
    }

    /** Bytes of all records together. */
    public long bytes() {
        return sum().bytes();
    }

    public SortedSet<Handle> contributors() {
        return sum().contributors();
    }

    /** The licences of the records, each once. */
    public List<LicenseExpression> licenses() {
        return sum().licenses();
    }

    /** The digest of the lines in order of record id, each with a newline. */
    public Digest digest() {
        return lines().digest();
    }

    /** The RFC 6962 root over the lines in order of record digest. */
    public Digest root() {
        return lines().root();
    }

    private synchronized Sum sum() {
        if (sum.isEmpty()) {
            var summing = new Summing();
            entries.forEach(summing::add);
            sum = Optional.of(summing.sum());
        }
        return sum.get();
    }

    private synchronized Lines lines() {
        if (lines.isEmpty()) {
            MessageDigest sha256 = Digest.sha256();
            var leaves = new Sorting(scratch);
            var summing = new Summing();
            for (var entry : entries) {
                byte[] line = entry.line();
                sha256.update(line);
                sha256.update((byte) '\n');
                // Those with the same digest stay in the order of their ids.
                leaves.add(ByteBuffer.allocate(LEAF)
                        .put(entry.digest().raw())
                        .putLong(summing.count)
                        .put(MerkleTree.leafHash(line))
                        .array());
                summing.add(entry);
            }
            sum = Optional.of(summing.sum());
            var tree = new MerkleTree();
            for (byte[] leaf : leaves) {
                tree.addLeafHash(java.util.Arrays.copyOfRange(leaf, LEAF - Digest.LENGTH, LEAF));
            }
            lines = Optional.of(new Lines(Digest.ofRaw(sha256.digest()), tree.root()));
        }
        return lines.get();
    }
}
