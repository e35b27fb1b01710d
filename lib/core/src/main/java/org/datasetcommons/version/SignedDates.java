package org.datasetcommons.version;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.signing.SignatureVerifier;

/** How late it is in the history of a commit, by the dates that somebody signed. Everybody else writes what they like. */
final class SignedDates {
    private final Repository repository;
    private final CommitId head;
    private final SignatureVerifier verifier;
    private final Map<CommitId, Optional<PublicKey>> signers = new ConcurrentHashMap<>();

    SignedDates(Repository repository, CommitId head, SignatureVerifier verifier) {
        this.repository = repository;
        this.head = head;
        this.verifier = verifier;
    }

    /** Whether one of the commits is dated then or later, and signed with one of these keys. */
    boolean reach(Instant when, Predicate<PublicKey> keys) {
        return repository.hasSince(
                head, when, commit -> signer(commit).filter(keys).isPresent());
    }

    private Optional<PublicKey> signer(Commit commit) {
        return commit.signature()
                .flatMap(signature -> signers.computeIfAbsent(
                        commit.id(),
                        id -> verifier.verify(Namespace.GIT, commit.payload().bytes(), signature.bytes())
                                        instanceof SignatureResult.Good good
                                ? Optional.of(good.key())
                                : Optional.empty()));
    }
}
