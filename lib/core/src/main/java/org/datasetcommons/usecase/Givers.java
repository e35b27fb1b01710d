package org.datasetcommons.usecase;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.SortedBytes;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.version.DigestFilter;
import org.datasetcommons.version.Version;

/**
 * Who gave content before, wherever it lies now. First all of it is asked for; then one look through what the version's
 * contributions list answers. Of rows there may be more than memory holds.
 */
final class Givers {
    private static final int NOBODY = -1;

    private final Version version;
    private final List<Handle> handles = new ArrayList<>();
    private final DigestFilter filter = new DigestFilter();
    private final Set<Digest> files = new HashSet<>();
    private final Map<Digest, Handle> ofFiles = new HashMap<>();
    /** By digest; each with its id and size. */
    private final Sorting asked;
    /** By id; each with its digest and size, and who gave it. */
    private final Sorting answered;

    private boolean hasGivenRows;

    /**
     * A row of a table that was asked for.
     *
     * @param size bytes of its canonical form
     * @param giver who gave a row of this content
     */
    record Row(RecordId id, Digest digest, long size, Optional<Handle> giver) {}

    /** @param first who is named before others, where several have given the same */
    Givers(Version version, Handle first) {
        this.version = version;
        this.asked = version.sorting();
        this.answered = version.sorting();
        handles.add(first);
    }

    void askForFile(Digest content) {
        if (hasAnyGiven()) {
            files.add(content);
            filter.add(content);
        }
    }

    void askForRow(RecordId id, Digest digest, long size) {
        byte[] idBytes = SortedBytes.id(id);
        if (hasAnyGiven()) {
            filter.add(digest);
            asked.add(ByteBuffer.allocate(Digest.LENGTH + idBytes.length + Long.BYTES)
                    .put(digest.raw())
                    .put(idBytes)
                    .putLong(size)
                    .array());
        } else {
            answer(idBytes, digest.raw(), size, NOBODY);
        }
    }

    private boolean hasAnyGiven() {
        return !version.contributions().isEmpty();
    }

    private void answer(byte[] id, byte[] digest, long size, int giver) {
        answered.add(ByteBuffer.allocate(id.length + digest.length + Long.BYTES + Integer.BYTES)
                .put(id)
                .put(digest)
                .putLong(size)
                .putInt(giver)
                .array());
    }

    /** Looks for all that was asked for. */
    void find() {
        if (files.isEmpty() && asked.isEmpty()) {
            return;
        }
        var numbers = new HashMap<Handle, Integer>(Map.of(handles.get(0), 0));
        var listed = version.sorting();
        version.contributions().forEach((id, contribution) -> {
            int number = numbers.computeIfAbsent(id.contributor(), handle -> {
                handles.add(handle);
                return handles.size() - 1;
            });
            contribution.forEachRecord(filter, record -> {
                var digest = record.digest();
                if (files.contains(digest)) {
                    ofFiles.merge(digest, id.contributor(), (known, other) -> number == 0 ? other : known);
                }
                if (!asked.isEmpty()) {
                    listed.add(ByteBuffer.allocate(Digest.LENGTH + Integer.BYTES)
                            .put(digest.raw())
                            .putInt(number)
                            .array());
                }
            });
        });
        answerRows(listed.iterator());
    }

    /** @param listed digests in order, each with the number of a giver, of whom the first counts */
    private void answerRows(Iterator<byte[]> listed) {
        byte[] given = listed.hasNext() ? listed.next() : null;
        for (byte[] row : asked) {
            while (given != null && compareDigests(given, row) < 0) {
                given = listed.hasNext() ? listed.next() : null;
            }
            boolean isGiven = given != null && compareDigests(given, row) == 0;
            hasGivenRows |= isGiven;
            var rest = ByteBuffer.wrap(row);
            byte[] digest = new byte[Digest.LENGTH];
            rest.get(digest);
            byte[] id = new byte[rest.remaining() - Long.BYTES];
            rest.get(id);
            answer(id, digest, rest.getLong(), isGiven ? ByteBuffer.wrap(given).getInt(Digest.LENGTH) : NOBODY);
        }
    }

    private static int compareDigests(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, 0, Digest.LENGTH, b, 0, Digest.LENGTH);
    }

    /** Whether somebody gave any of the rows. */
    boolean hasGivenRows() {
        return hasGivenRows;
    }

    /** Who gave the content of a file. */
    Optional<Handle> ofFile(Digest content) {
        return Optional.ofNullable(ofFiles.get(content));
    }

    /** All rows, in order of their ids; may be gone through more than once. */
    Iterable<Row> rows() {
        return answered.readAs(item -> {
            var in = ByteBuffer.wrap(item);
            var id = SortedBytes.readId(in);
            var digest = SortedBytes.readDigest(in);
            long size = in.getLong();
            int giver = in.getInt();
            return new Row(id, digest, size, giver == NOBODY ? Optional.empty() : Optional.of(handles.get(giver)));
        });
    }
}
