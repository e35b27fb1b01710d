package org.datasetcommons.version;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.SortedBytes;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.sorting.Sorting;

/** What contributions list and a version does not have, neither where it was given nor anywhere else. */
public final class Unplaced {
    /** A record that a contribution lists. */
    public record Listed(Contribution by, RecordId id, Digest digest) {}

    private Unplaced() {}

    /**
     * Of what these contributions list, that whose content is not among what is placed; by contribution, and sorted as it is
     * listed there.
     *
     * @param all hands over the digests of all that is placed
     */
    public static Iterable<Listed> of(
            Collection<SignedContribution> contributions, Consumer<Consumer<Digest>> all, Version version) {
        var givers = List.copyOf(contributions);
        var filter = new DigestFilter();
        var listed = version.sorting();
        for (int i = 0; i < givers.size(); i++) {
            int number = i;
            givers.get(i).forEachRecord(record -> {
                filter.add(record.digest());
                byte[] id = SortedBytes.id(record.id());
                listed.add(ByteBuffer.allocate(Digest.LENGTH + Integer.BYTES + id.length)
                        .put(record.digest().raw())
                        .putInt(number)
                        .put(id)
                        .array());
            });
        }
        var placed = version.sorting();
        all.accept(digest -> {
            byte[] raw = digest.raw();
            if (filter.test(ByteBuffer.wrap(raw).getInt())) {
                placed.add(raw);
            }
        });
        return rest(listed, placed.iterator(), version.sorting()).readAs(item -> {
            var in = ByteBuffer.wrap(item);
            var by = givers.get(in.getInt()).contribution();
            return new Listed(by, SortedBytes.readId(in), SortedBytes.readDigest(in));
        });
    }

    /** What is listed and not placed, the digest last. */
    private static Sorting rest(Sorting listed, Iterator<byte[]> placed, Sorting rest) {
        byte[] next = placed.hasNext() ? placed.next() : null;
        for (byte[] item : listed) {
            byte[] digest = Arrays.copyOf(item, Digest.LENGTH);
            while (next != null && Arrays.compareUnsigned(next, digest) < 0) {
                next = placed.hasNext() ? placed.next() : null;
            }
            if (!Arrays.equals(next, digest)) {
                rest.add(ByteBuffer.allocate(item.length)
                        .put(item, Digest.LENGTH, item.length - Digest.LENGTH)
                        .put(digest)
                        .array());
            }
        }
        return rest;
    }
}
