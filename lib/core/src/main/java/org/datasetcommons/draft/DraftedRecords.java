package org.datasetcommons.draft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;

/**
 * What there is to say of a draft's records, however many. {@link DraftFile#openRecords} goes through them.
 *
 * @param bytes of all of them together
 * @param others those on other terms than the draft's
 * @param file the digest of the file that they stand in; of no bytes, if they stand in none
 */
public record DraftedRecords(long count, long bytes, List<OtherTerms> others, Digest file) {
    /** No records, and no file. */
    static final DraftedRecords NONE = new DraftedRecords(0, 0, List.of(), Digest.of(""));

    /**
     * Records on the same terms, which are not the draft's.
     *
     * @param first of them
     */
    public record OtherTerms(Terms terms, long count, RecordId first) {
        private OtherTerms oneMore() {
            return new OtherTerms(terms, count + 1, first);
        }
    }

    public DraftedRecords {
        others = List.copyOf(others);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Sums up records as they come. */
    static final class Sum {
        private final Terms usual;
        private final Map<Terms, OtherTerms> others = new LinkedHashMap<>();
        private long count;
        private long bytes;

        /** @param usual the draft's terms */
        Sum(Terms usual) {
            this.usual = usual;
        }

        void add(ContributedRecord record) {
            count++;
            bytes += record.size();
            if (record.hasOwnTerms()) {
                var terms = record.terms(usual);
                var among = others.getOrDefault(terms, new OtherTerms(terms, 0, record.id()));
                others.put(terms, among.oneMore());
            }
        }

        DraftedRecords in(Digest file) {
            return new DraftedRecords(count, bytes, List.copyOf(others.values()), file);
        }
    }
}
