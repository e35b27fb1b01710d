package org.datasetcommons.usecase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.datasetcommons.CommonsException;
import org.datasetcommons.check.Signatures;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.release.Releases;
import org.datasetcommons.release.Releases.SignedRelease;
import org.datasetcommons.release.VersionNumber;
import org.datasetcommons.signing.Envelope;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.version.Version;

/**
 * Whether the signatures of a version hold: those of its trust roots, its contributions and its releases, and of its tag
 * where it is one. What they are over is not compared with the version here.
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
        verifyContributors(version);
        verifyContributions(version);
        var releases = new Releases(workspace.documents()).all(version.tree());
        var number = number(revision, version);
        number.ifPresent(named -> verifyTag(named, version));
        Optional<SignedRelease> before = Optional.empty();
        for (var found : releases.entrySet()) {
            verifyRelease(version, found.getKey(), found.getValue(), before);
            before = Optional.of(found.getValue());
        }
        var release = number.flatMap(named -> Optional.ofNullable(releases.get(named)));
        if (number.isPresent() && release.isEmpty()) {
            reasons.add("the version tagged " + number.get().tag() + " holds no release " + number.get());
        }
        return new Outcome(reasons, good, release);
    }

    /** With a key of two people nobody could tell whose signature it is. */
    private void verifyContributors(Version version) {
        version.tree().list(Contributor.FOLDER).stream()
                .map(Tree.Entry::path)
                .filter(path -> Contributor.handleOf(path).isEmpty())
                .forEach(path ->
                        reasons.add(path + ": is no page of a contributor, and nothing else has a place there"));
        var owners = new HashMap<PublicKey, Handle>();
        for (var contributor : version.contributors().values()) {
            for (var key : contributor.keys()) {
                var owner = owners.putIfAbsent(key.key(), contributor.handle());
                if (owner != null) {
                    reasons.add(
                            Contributor.file(contributor.handle()) + ": brings a key that " + owner + " has already");
                }
            }
        }
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

    /** The number of the release that this version is: the one that was named, or the one whose tag leads to it. */
    private Optional<VersionNumber> number(Optional<String> revision, Version version) {
        var named = revision.map(text -> text.replaceFirst("^(refs/)?(tags/)?v?", ""))
                .flatMap(VersionNumber::find);
        if (named.isPresent()) {
            return named;
        }
        return workspace.repository().tags().entrySet().stream()
                .filter(tag -> tag.getValue().equals(version.commit()))
                .map(tag -> tag.getKey().replaceFirst("^v", ""))
                .flatMap(text -> VersionNumber.find(text).stream())
                .filter(number -> version.tree().find(number.statementFile()).isPresent())
                .max(Comparator.naturalOrder());
    }

    private void verifyTag(VersionNumber number, Version version) {
        var tag = workspace.repository().findTag(number.tag());
        if (tag.isPresent() && !tag.get().name().equals(number.tag())) {
            reasons.add("tag " + number.tag() + " is the tag " + tag.get().name() + " under another name");
            return;
        }
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

    /**
     * @param folder the number under which it lies
     * @param before the release before it in this version
     */
    private void verifyRelease(
            Version version, VersionNumber folder, SignedRelease signed, Optional<SignedRelease> before) {
        var release = signed.release();
        String name = "release " + folder;
        if (!release.version().equals(folder)) {
            reasons.add(name + " is the statement of release " + release.version());
        }
        if (!release.dataset().equals(version.datasetId())) {
            reasons.add(name + " is for another dataset: " + release.dataset());
        }
        if (!release.previous()
                .equals(before.map(earlier -> Digest.of(earlier.statement().bytes())))) {
            reasons.add(name
                    + before.map(earlier -> " does not follow release "
                                    + earlier.release().version())
                            .orElse(" is the first, and states one before it"));
        }
        // It was signed by those who could release then, who need not be those who can now.
        var root = version.roots().stream()
                .filter(known -> known.digest().equals(release.trust()))
                .findFirst();
        if (root.isEmpty()) {
            reasons.add(name + " states a trust root that is not here: " + release.trust());
            return;
        }
        var role = root.get().root().role(Role.RELEASE);
        var keys = new ArrayList<PublicKey>();
        for (var signature : signed.signatures().entrySet()) {
            var key = signatures.signer(Namespace.RELEASE, signed.statement(), signature.getValue());
            if (key.isEmpty()) {
                reasons.add(name + " is wrongly signed by " + signature.getKey());
            } else if (role.persons(List.of(key.get())).equals(new TreeSet<Handle>(List.of(signature.getKey())))) {
                keys.add(key.get());
                good++;
            } else {
                reasons.add(name + " is signed as " + signature.getKey() + " with a key that may not release");
            }
        }
        // Without a tag it is still waiting for signatures.
        if (!role.isMetBy(keys) && workspace.repository().tags().containsKey(folder.tag())) {
            reasons.add(name + " has " + role.persons(keys).size() + " of the " + role.threshold()
                    + " signatures it needs");
        }
        verifyEnvelope(version, signed, keys, folder);
    }

    /** The envelope says the same in another form: the same bytes, signed by the same people. */
    private void verifyEnvelope(Version version, SignedRelease signed, List<PublicKey> keys, VersionNumber folder) {
        String file = folder.envelopeFile();
        var bytes = version.tree().read(file);
        if (bytes.isEmpty()) {
            reasons.add(file + " is missing");
            return;
        }
        try {
            var envelope = Envelope.parse(workspace.documents().json(file, bytes.get()));
            if (!Arrays.equals(envelope.payload(), signed.statement().bytes())
                    || !envelope.payloadType().equals(Statement.MEDIA_TYPE)) {
                reasons.add(file + " holds another statement than release.json");
            } else if (!envelope.signers(workspace.verifier()).equals(new HashSet<>(keys))
                    || !Set.copyOf(envelope.keyIds())
                            .equals(keys.stream().map(PublicKey::fingerprint).collect(Collectors.toSet()))
                    || !Arrays.equals(envelope.bytes(), bytes.get())) {
                reasons.add(file + " is not signed by those who signed release.json");
            }
        } catch (CommonsException e) {
            reasons.add((e.getMessage().startsWith(file) ? "" : file + ": ") + e.getMessage());
        }
    }
}
