package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.ShellWord;
import org.datasetcommons.check.Change;
import org.datasetcommons.check.Finding;
import org.datasetcommons.check.Report;
import org.datasetcommons.check.Rules;
import org.datasetcommons.check.Signatures;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.Commit.Payload;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.interop.ReleasePages;
import org.datasetcommons.license.ReleaseLicense;
import org.datasetcommons.log.TransparencyLog;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.release.Release;
import org.datasetcommons.release.Releases;
import org.datasetcommons.release.Releases.SignedRelease;
import org.datasetcommons.release.VersionNumber;
import org.datasetcommons.signing.Envelope;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.store.ScratchFile;
import org.datasetcommons.version.Version;

/** Makes a version that others can rely on: states it, signs it, logs it, tags it. */
public final class ReleaseVersion {
    /** Which version to make of the current branch. */
    public record Request(VersionNumber version, boolean dryRun) {}

    /** What came of it. */
    public sealed interface Outcome {
        /** The version may not be released: the report has errors. */
        record Refused(Report report) implements Outcome {}

        /**
         * It is stated and signed.
         *
         * @param signatures how many persons have signed
         * @param needed how many must
         * @param commit empty in a dry run
         * @param tagged whether there are enough of them, so that the tag was made
         * @param absent files whose content is not here; where it is most of a large version, the first of them
         * @param left files of the work tree that somebody had changed, and that stay as they are
         */
        record Released(
                Release release,
                int signatures,
                int needed,
                Optional<CommitId> commit,
                boolean tagged,
                List<String> absent,
                List<String> left)
                implements Outcome {}
    }

    /** The rule by which content is to be here. */
    private static final String CONTENT = "content";

    private final Workspace workspace;
    private final SigningKeys keys;

    public ReleaseVersion(Workspace workspace, SigningKeys keys) {
        this.workspace = workspace;
        this.keys = keys;
    }

    public Outcome run(Request request) {
        return request.dryRun() ? release(request) : workspace.alone("commons release", () -> release(request));
    }

    private Outcome release(Request request) {
        var version = workspace.headVersion();
        var releases = new Releases(workspace.documents()).all(version.tree());
        var stated = Optional.ofNullable(releases.get(request.version()));
        if (stated.isPresent()
                && !workspace.repository().tags().containsKey(request.version().tag())) {
            return finish(request, version, stated.get());
        }
        requireFree(request.version(), version, releases);
        requireRoom(request.version());
        var report = new Rules(workspace.verifier()).check(Change.whole(version));
        if (!report.passes()) {
            return new Outcome.Refused(report);
        }
        if (!version.coverage().isComplete()) {
            return new Outcome.Refused(report.and(unknown(version)));
        }
        var absent = report.subjects(CONTENT);
        var identity = releaser(version);
        var release = state(request.version(), version, releases);
        var holders = version.root().role(Role.RELEASE);
        if (request.dryRun()) {
            return new Outcome.Released(release, 0, holders.threshold(), Optional.empty(), false, absent, List.of());
        }

        byte[] statement = release.toStatement().bytes();
        var signed = new SignedRelease(
                release,
                Payload.of(statement),
                new TreeMap<>(java.util.Map.of(
                        identity.handle(), Payload.of(identity.signer().sign(Namespace.RELEASE, statement)))));
        var edit = new TreeEdit();
        edit.put(request.version().statementFile(), statement);
        putSignatures(edit, signed);
        edit.put(
                request.version().envelopeFile(),
                Envelope.sign(Statement.MEDIA_TYPE, statement, List.of(identity.signer()))
                        .bytes());
        new ReleasePages(version, release).files().forEach(edit::put);
        appendToLog(version, signed, identity, edit);
        CommitId commit;
        try (var checksums = ScratchFile.in(version.store().temporary())) {
            checksums.write(out -> ReleasePages.writeChecksums(version, out));
            edit.put(ReleasePages.checksumsFile(request.version()), checksums.path());
            commit = write(version.commit(), edit, identity, "Release " + request.version());
        }
        boolean enough = holders.isMetBy(List.of(identity.signer().publicKey()));
        var left = advance(version.commit(), commit, release, identity, enough);
        return new Outcome.Released(release, 1, holders.threshold(), Optional.of(commit), enough, absent, left);
    }

    /** Why a version in which nothing is wrong cannot be stated. */
    private static List<Finding> unknown(Version version) {
        return version.coverage().absent().stream()
                .map(path -> Finding.error(
                        CONTENT,
                        Finding.Subject.file(path.text()),
                        "a release states every row, and the table's content is not here; `commons pull --only '**'` brings"
                                + " all that the remote has; what nobody has any more has to be taken out"))
                .toList();
    }

    /** Tags a release whose command was cut off before it could. */
    private Outcome finish(Request request, Version version, SignedRelease signed) {
        var identity = releaser(version);
        var release = signed.release();
        var holders = version.root().role(Role.RELEASE);
        var signers = signers(signed, version);
        int persons = holders.persons(signers).size();
        if (!holders.isMetBy(signers)) {
            throw precondition("release " + release.version() + " has " + persons + " of the " + holders.threshold()
                            + " signatures it needs")
                    .hint("others add theirs: `commons release --cosign " + release.version() + "`");
        }
        requireRoom(release.version());
        if (!release.manifest().equals(version.coverage().manifest().digest())) {
            throw precondition("release " + release.version() + " has no tag, and this version has other records")
                    .hint("check out the commit that made it first: `git log -- "
                            + release.version().folder() + "`");
        }
        if (request.dryRun()) {
            return new Outcome.Released(
                    release, persons, holders.threshold(), Optional.empty(), false, List.of(), List.of());
        }
        tag(release, version.commit(), identity);
        return new Outcome.Released(
                release, persons, holders.threshold(), Optional.of(version.commit()), true, List.of(), List.of());
    }

    /** Adds another person's signature to a release that has too few, and tags it when they are enough. */
    public Outcome cosign(Request request) {
        return request.dryRun()
                ? addSignature(request)
                : workspace.alone("commons release", () -> addSignature(request));
    }

    private Outcome addSignature(Request request) {
        var version = workspace.headVersion();
        var signed = new Releases(workspace.documents())
                .find(version.tree(), request.version())
                .orElseThrow(() -> precondition("there is no release " + request.version() + " to sign")
                        .hint("make it: `commons release " + request.version() + "`"));
        requireRoom(request.version());
        var identity = releaser(version);
        var holders = version.root().role(Role.RELEASE);
        if (signed.signatures().containsKey(identity.handle())) {
            throw precondition(identity.handle() + " has signed release " + request.version() + " already");
        }
        var all = new TreeMap<>(signed.signatures());
        byte[] statement = signed.statement().bytes();
        all.put(identity.handle(), Payload.of(identity.signer().sign(Namespace.RELEASE, statement)));
        var cosigned = new SignedRelease(signed.release(), signed.statement(), all);
        var signers = signers(cosigned, version);
        boolean enough = holders.isMetBy(signers);
        if (request.dryRun()) {
            return new Outcome.Released(
                    signed.release(),
                    holders.persons(signers).size(),
                    holders.threshold(),
                    Optional.empty(),
                    false,
                    List.of(),
                    List.of());
        }
        var edit = new TreeEdit();
        putSignatures(edit, cosigned);
        var envelope = Envelope.parse(workspace
                .documents()
                .json(
                        request.version().envelopeFile(),
                        version.tree().read(request.version().envelopeFile()).orElseThrow()));
        edit.put(
                request.version().envelopeFile(),
                envelope.cosign(identity.signer()).bytes());
        var commit = write(version.commit(), edit, identity, "Sign release " + request.version());
        boolean tagged = enough
                && workspace.repository().findTag(request.version().tag()).isEmpty();
        var left = advance(version.commit(), commit, signed.release(), identity, tagged);
        return new Outcome.Released(
                signed.release(),
                holders.persons(signers).size(),
                holders.threshold(),
                Optional.of(commit),
                tagged,
                List.of(),
                left);
    }

    private List<PublicKey> signers(SignedRelease signed, Version version) {
        var signatures = new Signatures(workspace.verifier());
        var signers = new ArrayList<PublicKey>();
        signed.signatures()
                .values()
                .forEach(signature -> signatures
                        .signer(Namespace.RELEASE, signed.statement(), signature)
                        .ifPresent(signers::add));
        return signers;
    }

    private void requireFree(VersionNumber number, Version version, SortedMap<VersionNumber, SignedRelease> releases) {
        if (workspace.repository().tags().containsKey(number.tag()) || releases.containsKey(number)) {
            throw precondition("release " + number + " exists")
                    .hint("choose a higher version; `commons log` shows the releases there are");
        }
        if (!releases.isEmpty() && releases.lastKey().compareTo(number) > 0) {
            throw precondition("release " + number + " would come after " + releases.lastKey())
                    .hint("versions only go up");
        }
        var draft = OpenDraft.find(workspace, version);
        if (draft.filter(open -> !open.isEmpty()).isPresent()) {
            throw precondition("the open draft is not signed").hint("sign it first: `commons sign`");
        }
    }

    /** Git keeps tags like files: of one name there is a tag, or others below it. */
    private void requireRoom(VersionNumber number) {
        workspace.repository().tags().keySet().stream()
                .filter(tag -> tag.startsWith(number.tag() + "/"))
                .findFirst()
                .ifPresent(tag -> {
                    throw precondition("the tag " + tag + " leaves no room for " + number.tag())
                            .hint("give it another name: `git tag NAME " + ShellWord.of(tag) + "`, then `git tag -d "
                                    + ShellWord.of(tag) + "`");
                });
    }

    private Identity releaser(Version version) {
        return Identity.find(workspace.repository(), version, keys, Optional.empty(), workspace.now())
                .require(Role.RELEASE, version, "release this dataset");
    }

    private Release state(VersionNumber number, Version version, SortedMap<VersionNumber, SignedRelease> releases) {
        var manifest = version.coverage().manifest();
        return new Release(
                version.datasetId(),
                version.charter().name(),
                number,
                releases.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Digest.of(
                                releases.get(releases.lastKey()).statement().bytes())),
                manifest.digest(),
                manifest.root(),
                manifest.size(),
                manifest.bytes(),
                ReleaseLicense.of(version.charter().license(), manifest.licenses())
                        .expression(),
                List.copyOf(manifest.contributors()),
                Digest.of(version.tree().read("commons.yaml").orElseThrow()),
                version.roots().get(version.roots().size() - 1).digest(),
                workspace.now());
    }

    private static void putSignatures(TreeEdit edit, SignedRelease signed) {
        signed.signatures()
                .forEach((person, signature) ->
                        edit.put(Releases.signatureFile(signed.release().version(), person), signature.bytes()));
    }

    private void appendToLog(Version version, SignedRelease signed, Identity identity, TreeEdit edit) {
        var log = TransparencyLog.read(version.tree());
        long before = log.size();
        for (var entry : LogEntries.of(version)) {
            if (!log.contains(entry)) {
                log.append(entry);
            }
        }
        log.append(LogEntries.of(signed));
        log.writeTo(edit, before, log.checkpoint(version.datasetId()).signedBy(identity.signer()));
    }

    private CommitId write(CommitId head, TreeEdit edit, Identity identity, String subject) {
        return workspace
                .repository()
                .write(
                        new CommitRequest(
                                Optional.of(head),
                                edit,
                                List.of(head),
                                identity.person(),
                                workspace.now(),
                                subject + "\n\nSigned-off-by: " + identity.person() + "\n"),
                        identity.signer());
    }

    private List<String> advance(CommitId from, CommitId to, Release release, Identity identity, boolean tags) {
        String next = tags
                ? "run the same once more: it makes what is missing of it, `commons release " + release.version() + "`"
                : Workspace.TIDIES_UP;
        return workspace.advance(
                from, to, "commons release", "release " + release.version() + " is signed", next, () -> {
                    if (tags) {
                        tag(release, to, identity);
                    }
                    return workspace.repository().checkOut(Optional.of(from), to);
                });
    }

    private void tag(Release release, CommitId commit, Identity identity) {
        String message = release.name() + " " + release.version() + "\n\n" + release.records() + " records, "
                + release.license() + "\nmanifest root " + release.root() + "\n";
        workspace
                .repository()
                .tag(release.version().tag(), commit, identity.person(), workspace.now(), message, identity.signer());
    }
}
