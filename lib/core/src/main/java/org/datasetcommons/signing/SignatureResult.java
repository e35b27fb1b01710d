package org.datasetcommons.signing;

import org.datasetcommons.contributor.PublicKey;

/** What a signature turned out to be. */
public sealed interface SignatureResult {
    /** It is this key's signature of just these bytes in just this namespace. */
    record Good(PublicKey key) implements SignatureResult {}

    /** It is not, because of this: lower case, no full stop. */
    record Bad(String reason) implements SignatureResult {}
}
