package org.datasetcommons.dataset;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.MerkleTree;
import org.datasetcommons.license.LicenseExpression;

/** The records of a version, sorted by id. */
public record Manifest(List<ManifestEntry> entries) {
    public Manifest {
        entries = entries.stream()
                .sorted(java.util.Comparator.comparing(ManifestEntry::id))
                .toList();
    }

    public static Manifest of(Collection<ManifestEntry> entries) {
        return new Manifest(List.copyOf(entries));
    }

    /** The RFC 6962 root over the manifest lines in order of record digest. */
    public Digest root() {
        var tree = new MerkleTree();
        entries.stream().sorted(ManifestEntry.BY_DIGEST).forEach(entry -> tree.add(entry.line()));
        return tree.root();
    }

    /** Bytes of all records together. */
    public long bytes() {
        return entries.stream().mapToLong(ManifestEntry::size).sum();
    }

    public SortedSet<Handle> contributors() {
        return entries.stream().map(ManifestEntry::contributor).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The licences of the records, each once. */
    public List<LicenseExpression> licenses() {
        return entries.stream()
                .map(entry -> entry.terms().license())
                .distinct()
                .sorted(java.util.Comparator.comparing(LicenseExpression::toString))
                .toList();
    }
}
