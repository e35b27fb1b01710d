package org.datasetcommons.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.datasetcommons.check.Signatures;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.release.Releases;
import org.datasetcommons.release.Releases.SignedRelease;
import org.datasetcommons.release.VersionNumber;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.version.Version;

/**
 * Whether the signatures of a version hold: those of its trust roots and its contributions, and of its release and tag where
 * it is one. What they are over is not compared with the version here.
 */
public final class VerifySignatures {
    /**
     * What was found.
     *
     * @param reasons why they do not hold; each names the thing
     * @param good how many do
     * @param release the release that the version is; empty if it is not one
     */
    public record Outcome(List<String> reasons, long good, Optional<SignedRelease> release) {
        public Outcome {
            reasons = List.copyOf(reasons);
        }
    }

    private final Workspace workspace;
    private final Signatures signatures;
    private final List<String> reasons = new ArrayList<>();
    private long good;

    public VerifySignatures(Workspace workspace) {
        this.workspace = workspace;
        this.signatures = new Signatures(workspace.verifier());
    }

    /** @param revision as it was named, if it was: the name of a release must lead to that release */
    public Outcome run(Version version, Optional<String> revision) {
        signatures
                .fault(version.roots())
                .ifPresentOrElse(reasons::add, () -> good += version.roots().size());
        verifyContributions(version);
        var release = release(revision, version);
        release.ifPresent(signed -> verifyRelease(version, signed));
        return new Outcome(reasons, good, release);
    }

    private void verifyContributions(Version version) {
        for (var signed : version.contributions().values()) {
            var id = signed.contribution().id();
            var contributor = Optional.ofNullable(version.contributors().get(id.contributor()));
            signatures
                    .fault(signed, contributor, version.datasetId())
                    .ifPresentOrElse(fault -> reasons.add("contribution " + id + " " + fault), () -> good++);
        }
    }

    /** The release that this version is: the one that was named, or the one whose tag leads to it. */
    private Optional<SignedRelease> release(Optional<String> revision, Version version) {
        var releases = new Releases(workspace.documents());
        var named = revision.map(text -> text.replaceFirst("^v", ""))
                .filter(text -> text.matches("\\d+\\.\\d+\\.\\d+.*"))
                .map(VersionNumber::new);
        if (named.isPresent()) {
            var release = releases.find(version.tree(), named.get());
            if (release.isEmpty()) {
                reasons.add("the version tagged " + named.get().tag() + " holds no release " + named.get());
            }
            verifyTag(named.get(), version);
            return release;
        }
        for (var tag : workspace.repository().tags().entrySet()) {
            if (tag.getValue().equals(version.commit()) && tag.getKey().matches("v\\d+\\.\\d+\\.\\d+.*")) {
                var number = new VersionNumber(tag.getKey().substring(1));
                var release = releases.find(version.tree(), number);
                if (release.isPresent()) {
                    verifyTag(number, version);
                    return release;
                }
            }
        }
        return Optional.empty();
    }

    private void verifyTag(VersionNumber number, Version version) {
        var tag = workspace.repository().findTag(number.tag());
        if (tag.isEmpty() || tag.get().signature().isEmpty()) {
            reasons.add("tag " + number.tag() + " is not signed");
            return;
        }
        var key = signatures.signer(
                Namespace.GIT, tag.get().payload(), tag.get().signature().get());
        if (key.isEmpty()) {
            reasons.add("tag " + number.tag() + " is wrongly signed");
        } else if (version.root().role(Role.RELEASE).persons(List.of(key.get())).isEmpty()) {
            reasons.add("tag " + number.tag() + " is signed by somebody who may not release");
        } else {
            good++;
        }
    }

    private void verifyRelease(Version version, SignedRelease signed) {
        var release = signed.release();
        var role = version.root().role(Role.RELEASE);
        var keys = new ArrayList<PublicKey>();
        for (var signature : signed.signatures().entrySet()) {
            var key = signatures.signer(Namespace.RELEASE, signed.statement(), signature.getValue());
            if (key.isEmpty()) {
                reasons.add("release " + release.version() + " is wrongly signed by " + signature.getKey());
            } else if (role.persons(List.of(key.get())).equals(new TreeSet<Handle>(List.of(signature.getKey())))) {
                keys.add(key.get());
                good++;
            } else {
                reasons.add("release " + release.version() + " is signed as " + signature.getKey()
                        + " with a key that may not release");
            }
        }
        if (!role.isMetBy(keys)) {
            reasons.add("release " + release.version() + " has "
                    + role.persons(keys).size() + " of the " + role.threshold() + " signatures it needs");
        }
    }
}
