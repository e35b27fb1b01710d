package org.datasetcommons.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.RecordListWriter;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.MerkleTree;
import org.datasetcommons.provenance.Contribution.RecordList;

/** Lists of few records, and what is said of lists that are not what they should be. */
public final class RecordLists {
    private RecordLists() {}

    /** The bytes of the list of these records, which may come in any order. */
    public static byte[] bytes(Collection<ContributedRecord> records) {
        var out = new ByteArrayOutputStream();
        var writer = new RecordListWriter(out);
        try {
            for (var record : records.stream().sorted().toList()) {
                writer.write(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What a statement would say of these records with these bytes for their list. */
    public static RecordList describe(Collection<ContributedRecord> records, byte[] list) {
        var tree = new MerkleTree();
        for (int start = 0, end = 0; end < list.length; end++) {
            if (list[end] == '\n') {
                tree.add(list, start, end);
                start = end + 1;
            }
        }
        long bytes = records.stream().mapToLong(ContributedRecord::size).sum();
        return new RecordList(records.size(), bytes, Digest.of(list), tree.root());
    }
}
