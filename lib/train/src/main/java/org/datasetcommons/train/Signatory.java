package org.datasetcommons.train;

import java.time.Instant;
import java.util.Optional;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.version.Version;

/**
 * Who signs a model.
 *
 * @param handle empty if the dataset does not know the key
 */
record Signatory(Signer signer, Optional<Handle> handle) {
    /** The first key that speaks for somebody the dataset knows, or else the first there is. */
    static Signatory find(Version version, SigningKeys keys, Instant now) {
        for (var candidate : keys.candidates()) {
            var owner = version.findOwner(candidate.publicKey())
                    .filter(contributor -> contributor.speaks(candidate.publicKey(), now));
            if (owner.isPresent()) {
                return new Signatory(candidate.signer(), Optional.of(owner.get().handle()));
            }
        }
        return new Signatory(keys.first().signer(), Optional.empty());
    }
}
