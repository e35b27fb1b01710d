package org.datasetcommons.version;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.RecordListReader;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.MerkleTree;
import org.datasetcommons.document.Documents;
import org.datasetcommons.history.Commit.Payload;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.Contribution.RecordList;

/**
 * A contribution as it lies in a version. Its list of records may be longer than memory: it is read line by line whenever it
 * is asked for, and what the whole of it comes to is remembered.
 */
public final class SignedContribution {
    /**
     * What the list of records comes to.
     *
     * @param fault what is wrong with it, if anything
     * @param licenses of the records, each once
     * @param largest bytes of the largest record
     */
    private record Sum(Optional<String> fault, Set<LicenseExpression> licenses, long largest) {}

    private final Contribution contribution;
    private final Payload statement;
    private final Optional<Payload> signature;
    private final RecordsFile list;
    private final Documents documents;
    private Optional<Sum> sum = Optional.empty();

    public SignedContribution(
            Contribution contribution,
            Payload statement,
            Optional<Payload> signature,
            RecordsFile list,
            Documents documents) {
        this.contribution = contribution;
        this.statement = statement;
        this.signature = signature;
        this.list = list;
        this.documents = documents;
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

    /**
     * Reads the list of records.
     *
     * @throws org.datasetcommons.CommonsException if it is malformed
     */
    public synchronized void forEachRecord(Consumer<ContributedRecord> each) {
        var opened = list.open();
        if (opened.isEmpty()) {
            sum = Optional.of(new Sum(Optional.of("list of records is missing"), Set.of(), 0));
            return;
        }
        String file = contribution.id().recordsFile();
        try (InputStream in = opened.get()) {
            if (sum.isEmpty()) {
                sum = Optional.of(readAndSum(file, in, each));
            } else {
                var reader = new RecordListReader(file, in, 1, documents);
                while (reader.next()) {
                    each.accept(reader.record());
                }
            }
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    /**
     * Reads of the list of records those that may be wanted, and nearly none else; ten times as fast. Where it is known that
     * there are none, the list is not read.
     *
     * @param wanted asked for the first four bytes of each digest, once or twice
     */
    public void forEachRecord(IntPredicate wanted, Consumer<ContributedRecord> each) {
        var known = list.count(wanted);
        if (known.equals(OptionalLong.of(0))) {
            return;
        }
        var index = known.isPresent() ? Optional.<DigestIndexes.Writer>empty() : list.index(wanted);
        if (index.isEmpty()) {
            read(wanted, each);
            return;
        }
        try (var writer = index.get()) {
            read(writer, record -> {
                writer.take();
                each.accept(record);
            });
            writer.finish();
        }
    }

    private void read(IntPredicate wanted, Consumer<ContributedRecord> each) {
        var opened = list.open();
        if (opened.isEmpty()) {
            return;
        }
        String file = contribution.id().recordsFile();
        try (InputStream in = opened.get()) {
            var reader = new RecordListReader(file, in, 1, documents);
            while (reader.next(wanted)) {
                each.accept(reader.record());
            }
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    private Sum readAndSum(String file, InputStream in, Consumer<ContributedRecord> each) throws IOException {
        var hashed = new DigestInputStream(in, Digest.sha256());
        var reader = new RecordListReader(file, hashed, 1, documents);
        var tree = new MerkleTree();
        var licenses = new LinkedHashSet<LicenseExpression>();
        long bytes = 0;
        long largest = 0;
        while (reader.next()) {
            var record = reader.record();
            tree.add(reader.buffer(), reader.start(), reader.end());
            bytes += record.size();
            largest = Math.max(largest, record.size());
            licenses.add(record.license().orElse(contribution.terms().license()));
            each.accept(record);
        }
        var digest = Digest.ofRaw(hashed.getMessageDigest().digest());
        var found = new RecordList(tree.size(), bytes, digest, tree.root());
        return new Sum(
                contribution.listFault(found, reader.isInOneSpelling(), reader.namesARecordTwice()), licenses, largest);
    }

    private synchronized Sum sum() {
        if (sum.isEmpty()) {
            forEachRecord(record -> {});
        }
        return sum.get();
    }

    /** What is wrong with the list of records, if anything. */
    public Optional<String> listFault() {
        return sum().fault();
    }

    /** The licences that hold for its records, each once. */
    public Set<LicenseExpression> licenses() {
        return sum().licenses();
    }

    /** How many bytes its largest record has. */
    public long largest() {
        return sum().largest();
    }
}
