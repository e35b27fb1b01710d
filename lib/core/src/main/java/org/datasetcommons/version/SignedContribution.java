package org.datasetcommons.version;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Commit.Payload;
import org.datasetcommons.provenance.Contribution;

/** A contribution as it lies in a version. Its list of records, which may be long, is read when it is first asked for. */
public final class SignedContribution {
    /**
     * The list of records, as it lies beside the statement.
     *
     * @param fault what is wrong with it, if anything
     */
    record Listed(List<ContributedRecord> records, Optional<String> fault) {}

    private final Contribution contribution;
    private final Payload statement;
    private final Optional<Payload> signature;
    private final Supplier<Listed> reading;
    private Optional<Listed> listed = Optional.empty();

    SignedContribution(
            Contribution contribution, Payload statement, Optional<Payload> signature, Supplier<Listed> reading) {
        this.contribution = contribution;
        this.statement = statement;
        this.signature = signature;
        this.reading = reading;
    }

    /** One whose list of records was read already. */
    public SignedContribution(
            Contribution contribution,
            Payload statement,
            Optional<Payload> signature,
            List<ContributedRecord> records,
            Optional<String> listFault) {
        this(contribution, statement, signature, () -> new Listed(List.copyOf(records), listFault));
    }

    public Contribution contribution() {
        return contribution;
    }

    /** The bytes that were signed. */
    public Payload statement() {
        return statement;
    }

    /** Armored, if there is one. */
    public Optional<Payload> signature() {
        return signature;
    }

    /** What the log and later statements know it by. */
    public Digest digest() {
        return Digest.of(statement.bytes());
    }

    /** @throws org.datasetcommons.CommonsException if the list is malformed */
    public List<ContributedRecord> records() {
        return listed().records();
    }

    /** What is wrong with the list of records, if anything. */
    public Optional<String> listFault() {
        return listed().fault();
    }

    private synchronized Listed listed() {
        if (listed.isEmpty()) {
            listed = Optional.of(reading.get());
        }
        return listed.get();
    }
}
