package org.datasetcommons.version;

import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.history.Commit.Payload;

/** A version of the trust root as it lies in the repository, with the signatures beside it by the person they claim. */
public record SignedRoot(TrustRoot root, Payload statement, SortedMap<Handle, Payload> signatures) {
    public SignedRoot {
        signatures = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(signatures));
    }

    public Digest digest() {
        return Digest.of(statement.bytes());
    }
}
