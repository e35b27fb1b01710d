package org.datasetcommons.usecase;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.SortedBytes;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.ContributionId;
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
    private final List<ContributionId> contributions;
    private final Handle first;
    private final Terms terms;
    private final Consent consent;
    private final DigestFilter filter = new DigestFilter();
    private final Set<Digest> files = new HashSet<>();
    private final Map<Digest, Integer> ofFiles = new HashMap<>();
    /** By digest; each with its id and size. */
    private final Sorting asked;
    /** By id; each with its digest and size, and the number of who gave it. */
    private final Sorting answered;

    private boolean hasGivenRows;

    /** What somebody gave before, compared with what is said now. Where several have given the same, the first of these counts. */
    enum Standing {
        /** By whoever is asking, on the same terms. */
        AS_SAID,
        /** By whoever is asking, on other terms or with other consent. */
        SAID_OTHERWISE,
        BY_ANOTHER,
        /** With a key that does not speak for them any more, as one that was revoked. */
        VOID
    }

    /** Who gave something, and where. */
    record Giver(ContributionId in, Standing standing) {}

    /**
     * A row of a table that was asked for.
     *
     * @param size bytes of its canonical form
     * @param giver who gave a row of this content
     */
    record Row(RecordId id, Digest digest, long size, Optional<Giver> giver) {}

    /** @param first who is asking, on these terms, and is named before others */
    Givers(Version version, Handle first, Terms terms, Consent consent) {
        this.version = version;
        this.contributions = List.copyOf(version.contributions().keySet());
        this.first = first;
        this.terms = terms;
        this.consent = consent;
        this.asked = version.sorting();
        this.answered = version.sorting();
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
        var listed = version.sorting();
        for (int i = 0; i < contributions.size(); i++) {
            int index = i;
            var signed = version.contributions().get(contributions.get(i));
            boolean isVoid = !speaks(signed.contribution());
            signed.forEachRecord(filter, record -> {
                int number = number(index, isVoid ? Standing.VOID : standing(signed.contribution(), record));
                if (files.contains(record.digest())) {
                    ofFiles.merge(record.digest(), number, Math::min);
                }
                if (!asked.isEmpty()) {
                    listed.add(ByteBuffer.allocate(Digest.LENGTH + Integer.BYTES)
                            .put(record.digest().raw())
                            .putInt(number)
                            .array());
                }
            });
        }
        answerRows(listed.iterator());
    }

    private boolean speaks(Contribution contribution) {
        return Optional.ofNullable(version.contributors().get(contribution.id().contributor()))
                .filter(contributor -> contributor.speaks(contribution.key(), contribution.created()))
                .isPresent();
    }

    private Standing standing(Contribution contribution, ContributedRecord record) {
        if (!contribution.id().contributor().equals(first)) {
            return Standing.BY_ANOTHER;
        }
        return record.terms(contribution.terms()).equals(terms)
                        && contribution.consent().equals(consent)
                ? Standing.AS_SAID
                : Standing.SAID_OTHERWISE;
    }

    private int number(int index, Standing standing) {
        return standing.ordinal() * contributions.size() + index;
    }

    private Giver giver(int number) {
        return new Giver(
                contributions.get(number % contributions.size()), Standing.values()[number / contributions.size()]);
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
    Optional<Giver> ofFile(Digest content) {
        return Optional.ofNullable(ofFiles.get(content)).map(this::giver);
    }

    /** All rows, in order of their ids; may be gone through more than once. */
    Iterable<Row> rows() {
        return answered.readAs(item -> {
            var in = ByteBuffer.wrap(item);
            var id = SortedBytes.readId(in);
            var digest = SortedBytes.readDigest(in);
            long size = in.getLong();
            int number = in.getInt();
            return new Row(id, digest, size, number == NOBODY ? Optional.empty() : Optional.of(giver(number)));
        });
    }
}
