package org.datasetcommons.version;

import java.util.List;
import java.util.Optional;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Commit.Payload;
import org.datasetcommons.provenance.Contribution;

/**
 * A contribution as it lies in a version.
 *
 * @param statement the bytes that were signed
 * @param signature armored, if there is one
 * @param listFault what is wrong with the list of records, if anything
 */
public record SignedContribution(
        Contribution contribution,
        Payload statement,
        Optional<Payload> signature,
        List<ContributedRecord> records,
        Optional<String> listFault) {
    public SignedContribution {
        records = List.copyOf(records);
    }

    /** What the log and later statements know it by. */
    public Digest digest() {
        return Digest.of(statement.bytes());
    }
}
