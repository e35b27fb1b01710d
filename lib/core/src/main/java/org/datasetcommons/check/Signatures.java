package org.datasetcommons.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.Commit.Payload;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureResult;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.version.SignedContribution;
import org.datasetcommons.version.SignedRoot;
import org.datasetcommons.version.Version;

/** Whether the signatures in a dataset are those they should be. Each method returns what is wrong, or nothing. */
public final class Signatures {
    private final SignatureVerifier verifier;
    private final Map<CommitId, Optional<PublicKey>> signers = new ConcurrentHashMap<>();

    public Signatures(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    /** The key whose good signature this is. */
    public Optional<PublicKey> signer(Namespace namespace, Payload message, Payload signature) {
        var result = verifier.verify(namespace, message.bytes(), signature.bytes());
        return result instanceof SignatureResult.Good good ? Optional.of(good.key()) : Optional.empty();
    }

    /** The key that signed a commit. */
    public Optional<PublicKey> signer(Commit commit) {
        // Of each page and each key the commits are asked again. The signature is part of what a commit's id names.
        return commit.signature()
                .flatMap(signature ->
                        signers.computeIfAbsent(commit.id(), id -> signer(Namespace.GIT, commit.payload(), signature)));
    }

    /**
     * What is wrong with a contribution's signature.
     *
     * @param contributor as the judging version knows them; empty if it does not
     */
    public Optional<String> fault(SignedContribution signed, Optional<Contributor> contributor, Digest datasetId) {
        var contribution = signed.contribution();
        if (signed.signature().isEmpty()) {
            return Optional.of("is not signed");
        }
        if (contributor.isEmpty()) {
            return speakerFault(contribution, contributor);
        }
        var result = verifier.verify(
                Namespace.CONTRIBUTION,
                signed.statement().bytes(),
                signed.signature().get().bytes());
        if (result instanceof SignatureResult.Bad bad) {
            return Optional.of("is wrongly signed: " + bad.reason());
        }
        var key = ((SignatureResult.Good) result).key();
        if (!key.equals(contribution.key())) {
            return Optional.of("names another key than the one that signed it");
        }
        var fault = speakerFault(contribution, contributor);
        if (fault.isPresent()) {
            return fault;
        }
        if (!contribution.dataset().equals(datasetId)) {
            return Optional.of("is for another dataset");
        }
        return signed.listFault();
    }

    /** What is wrong with who signed a contribution, if the signature is good. */
    Optional<String> speakerFault(Contribution contribution, Optional<Contributor> contributor) {
        var handle = contribution.id().contributor();
        if (contributor.isEmpty()) {
            return Optional.of("is by " + handle + ", whom this dataset does not know");
        }
        var key = contribution.key();
        return contributor.get().speaks(key, contribution.created())
                ? Optional.empty()
                : Optional.of("is signed with " + key.fingerprint() + ", which did not speak for " + handle + " on "
                        + contribution.created());
    }

    /** What is wrong with the chain of trust roots: each must be signed by its own threshold and its predecessor's. */
    public Optional<String> fault(List<SignedRoot> roots) {
        Optional<SignedRoot> before = Optional.empty();
        for (var root : roots) {
            String name = TrustRoot.file(root.root().version());
            for (var signature : root.signatures().entrySet()) {
                if (signer(Namespace.ROOT, root.statement(), signature.getValue())
                        .isEmpty()) {
                    return Optional.of(name + " is wrongly signed by " + signature.getKey());
                }
            }
            var keys = rootSigners(root);
            if (!root.root().role(TrustRoot.Role.ROOT).isMetBy(keys)) {
                return Optional.of(name + " is not signed by enough of its own root holders"
                        + before.map(last -> changesKey(keys, last.root(), root.root()))
                                .orElse(""));
            }
            if (before.isPresent()) {
                if (!before.get().root().role(TrustRoot.Role.ROOT).isMetBy(keys)) {
                    return Optional.of(name + " is not signed by enough root holders of the version before"
                            + changesKey(keys, root.root(), before.get().root()));
                }
                if (!root.root().previous().equals(Optional.of(before.get().digest()))) {
                    return Optional.of(name + " does not follow the version before it");
                }
            }
            before = Optional.of(root);
        }
        return Optional.empty();
    }

    /** What to do where somebody signed who has the role in both roots, and not with that key in the other. */
    private static String changesKey(SortedSet<PublicKey> keys, TrustRoot by, TrustRoot other) {
        var there = other.role(TrustRoot.Role.ROOT);
        return by.role(TrustRoot.Role.ROOT).persons(keys).stream()
                .filter(person -> !there.persons(keys).contains(person))
                .filter(person -> there.holders().stream()
                        .anyMatch(holder -> holder.person().equals(person)))
                .findFirst()
                .map(person ->
                        "; a person signs once, so " + person + " comes to another key in two roots: one with both"
                                + " keys, signed with the old one, and then one with the new one alone")
                .orElse("");
    }

    private SortedSet<PublicKey> rootSigners(SignedRoot root) {
        var keys = new TreeSet<PublicKey>(java.util.Comparator.comparing(PublicKey::line));
        for (var signature : root.signatures().values()) {
            signer(Namespace.ROOT, root.statement(), signature).ifPresent(keys::add);
        }
        return keys;
    }

    /** Whether maintainers signed each commit of a change. */
    boolean isByMaintainers(Change change) {
        return !change.commits().isEmpty()
                && change.commits().stream()
                        .allMatch(commit -> isSignedBy(change.judge(), TrustRoot.Role.MAINTAIN, commit));
    }

    /** Whether a person who has the role in a version signed the commit, with a key that they have not ended. */
    boolean isSignedBy(Version judge, TrustRoot.Role role, Commit commit) {
        return signer(commit)
                .filter(key -> judge.root().role(role).persons(List.of(key)).stream()
                        .anyMatch(person -> !hasEnded(judge, person, key, commit)))
                .isPresent();
    }

    /**
     * Whether somebody signed a commit of the history whom a trust root of the version ever let maintain it. What was done
     * before a key ended stays done; with one that was revoked, nothing was.
     */
    boolean isByMaintainer(Version judge, Commit commit) {
        return signer(commit).filter(judge::everMaintained).isPresent();
    }

    /** Whether a contributor signed a commit, with a key that is not revoked. */
    boolean isBy(Contributor owner, Commit commit) {
        return signer(commit)
                .flatMap(owner::findKey)
                .filter(key -> key.revoked().isEmpty())
                .isPresent();
    }

    /** The person who has the role in a version and has ended the key that signed the commit. */
    Optional<Handle> findEnded(Version judge, TrustRoot.Role role, Commit commit) {
        return signer(commit)
                .flatMap(key -> judge.root().role(role).persons(List.of(key)).stream()
                        .filter(person -> hasEnded(judge, person, key, commit))
                        .findFirst());
    }

    /** What is judged now is not signed with a key that has ended, nor with one whose end was near and is past. */
    private static boolean hasEnded(Version judge, Handle person, PublicKey key, Commit commit) {
        return judge.hasEnded(person, key)
                || Optional.ofNullable(judge.contributors().get(person))
                        .flatMap(owner -> owner.findKey(key))
                        .filter(known -> known.hasEndedBy(commit.committed()))
                        .isPresent();
    }
}
