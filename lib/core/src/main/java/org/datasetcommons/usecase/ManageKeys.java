package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.ContributorKey;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.version.Version;

/** Changes the keys by which a dataset knows a contributor. Each change is a commit signed with a key it knew before. */
public final class ManageKeys {
    /**
     * What was changed.
     *
     * @param isProven whether a new key has signed that it is one of the contributor's
     * @param roles which the trust root gives to the key, also if that is ended
     * @param left files of the work tree that somebody had changed, and that stay as they are
     */
    public record Outcome(
            Contributor contributor,
            PublicKey key,
            Optional<CommitId> commit,
            boolean isProven,
            TrustRoot root,
            List<Role> roles,
            List<String> left) {
        public Outcome {
            roles = List.copyOf(roles);
            left = List.copyOf(left);
        }
    }

    private final Workspace workspace;
    private final SigningKeys keys;

    public ManageKeys(Workspace workspace, SigningKeys keys) {
        this.workspace = workspace;
        this.keys = keys;
    }

    /**
     * Lets another key speak for the contributor from now on. If the key is at hand, it signs a commit of its own, without
     * which nobody but a maintainer can bring it.
     *
     * @param atHand where to look for it
     */
    public Outcome add(PublicKey key, SigningKeys atHand, boolean dryRun) {
        return alone(dryRun, () -> addKey(key, atHand, dryRun));
    }

    private Outcome addKey(PublicKey key, SigningKeys atHand, boolean dryRun) {
        var version = workspace.headVersion();
        var identity = known(version);
        version.findOwner(key).ifPresent(owner -> {
            throw precondition(key.fingerprint() + " is a key of " + owner.handle() + " already");
        });
        var added = new ContributorKey(key, workspace.now(), Optional.empty(), Optional.empty());
        var proof = atHand.candidates().stream()
                .filter(candidate -> candidate.publicKey().equals(key))
                .findFirst();
        var changed = identity.contributor().with(added);
        if (dryRun) {
            return outcome(version, changed, key, Optional.empty(), proof.isPresent(), List.of());
        }
        var commit = write(version, identity, changed, "Add a key of " + identity.handle());
        if (proof.isPresent()) {
            commit = workspace
                    .repository()
                    .write(
                            request(
                                    commit,
                                    new TreeEdit(),
                                    identity,
                                    added.from(),
                                    Contributor.proof(identity.handle())),
                            proof.get().signer());
        }
        return outcome(version, changed, key, Optional.of(commit), proof.isPresent(), advance(version, commit));
    }

    /** Ends a key: it signs nothing new, and what it signed stays signed. */
    public Outcome retire(String fingerprint, boolean dryRun) {
        return alone(dryRun, () -> retireKey(fingerprint, dryRun));
    }

    private Outcome retireKey(String fingerprint, boolean dryRun) {
        var version = workspace.headVersion();
        var identity = known(version);
        var key = find(identity.contributor(), fingerprint);
        requireAnother(identity.contributor(), key);
        return commit(
                version,
                identity,
                identity.contributor().with(key.retiredAt(workspace.now())),
                key.key(),
                "Retire a key of " + identity.handle(),
                dryRun);
    }

    /** Voids a key and all that it ever signed, as after a theft. */
    public Outcome revoke(String fingerprint, String reason, boolean dryRun) {
        return alone(dryRun, () -> revokeKey(fingerprint, reason, dryRun));
    }

    private Outcome revokeKey(String fingerprint, String reason, boolean dryRun) {
        var version = workspace.headVersion();
        var identity = known(version);
        var key = find(identity.contributor(), fingerprint);
        requireAnother(identity.contributor(), key);
        if (key.key().equals(identity.signer().publicKey())) {
            throw precondition("a key cannot revoke itself").hint("sign with another key of yours: `--sign-with FILE`");
        }
        return commit(
                version,
                identity,
                identity.contributor().with(key.revokedFor(reason)),
                key.key(),
                "Revoke a key of " + identity.handle(),
                dryRun);
    }

    private Outcome alone(boolean dryRun, Supplier<Outcome> work) {
        return dryRun ? work.get() : workspace.alone("commons key", work);
    }

    private Identity known(Version version) {
        var identity = Identity.find(workspace.repository(), version, keys, Optional.empty(), workspace.now());
        if (identity.isNew()) {
            throw precondition("this dataset does not know you yet")
                    .hint("your first contribution brings your key: `commons add`, then `commons sign`");
        }
        return identity;
    }

    private ContributorKey find(Contributor contributor, String fingerprint) {
        return contributor.keys().stream()
                .filter(key -> key.key().fingerprint().equals(fingerprint)
                        || key.key().line().equals(fingerprint))
                .findFirst()
                .orElseThrow(() -> precondition(contributor.handle() + " has no key " + fingerprint)
                        .hint("`commons key list` shows them"));
    }

    private void requireAnother(Contributor contributor, ContributorKey ending) {
        if (contributor.keys().stream().noneMatch(key -> !key.equals(ending) && key.speaksAt(workspace.now()))) {
            throw precondition(ending.key().fingerprint() + " is the last key of " + contributor.handle())
                    .hint("add another first: `commons key new FILE`, then `commons key add FILE.pub`");
        }
    }

    private Outcome commit(
            Version version, Identity identity, Contributor changed, PublicKey key, String subject, boolean dryRun) {
        if (dryRun) {
            return outcome(version, changed, key, Optional.empty(), true, List.of());
        }
        var commit = write(version, identity, changed, subject);
        return outcome(version, changed, key, Optional.of(commit), true, advance(version, commit));
    }

    private static Outcome outcome(
            Version version,
            Contributor changed,
            PublicKey key,
            Optional<CommitId> commit,
            boolean isProven,
            List<String> left) {
        var root = version.root();
        var roles = Arrays.stream(Role.values())
                .filter(role -> root.role(role).persons(List.of(key)).contains(changed.handle()))
                .toList();
        return new Outcome(changed, key, commit, isProven, root, roles, left);
    }

    private CommitId write(Version version, Identity identity, Contributor changed, String subject) {
        var edit = new TreeEdit().put(Contributor.file(changed.handle()), changed.bytes());
        return workspace
                .repository()
                .write(request(version.commit(), edit, identity, workspace.now(), subject), identity.signer());
    }

    private static CommitRequest request(CommitId on, TreeEdit edit, Identity identity, Instant when, String subject) {
        return new CommitRequest(
                Optional.of(on),
                edit,
                List.of(on),
                identity.person(),
                when,
                subject + "\n\nSigned-off-by: " + identity.person() + "\n");
    }

    private List<String> advance(Version version, CommitId commit) {
        var head = version.commit();
        return workspace.advance(
                head,
                commit,
                "commons key",
                "the key is changed",
                Workspace.TIDIES_UP,
                () -> workspace.repository().checkOut(Optional.of(head), commit));
    }
}
