package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.Workers;
import org.datasetcommons.check.Change;
import org.datasetcommons.check.PathRule;
import org.datasetcommons.check.TermsRule;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.Manifest;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.Tree;
import org.datasetcommons.interop.ReleasePages;
import org.datasetcommons.license.LicensePolicy;
import org.datasetcommons.license.ReleaseLicense;
import org.datasetcommons.log.Checkpoint;
import org.datasetcommons.log.TransparencyLog;
import org.datasetcommons.release.Release;
import org.datasetcommons.release.Releases;
import org.datasetcommons.release.Releases.SignedRelease;
import org.datasetcommons.release.VersionNumber;
import org.datasetcommons.signing.Verdict;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.version.Attributes;
import org.datasetcommons.version.Version;

/**
 * The whole chain, offline: the trust roots from the dataset's id, the release and its signatures, every contribution and
 * its signature, the licences, every byte of content that is here, and the log. No cache is asked.
 */
public final class VerifyVersion {
    /** How many files are given to the workers at once. */
    private static final int STRETCH = 1 << 14;

    /**
     * What to verify.
     *
     * @param revision empty: the current branch, and the files of the work tree with it
     * @param trust the dataset id that the person expects
     */
    public record Request(Optional<String> revision, Optional<Digest> trust) {}

    /**
     * What was found.
     *
     * @param release the release that was verified; empty if the version is not one
     * @param present how many content files are here; all of these were read
     * @param files how many content files the version has
     * @param signatures how many signatures hold
     * @param warnings what a person should look at, though it does not stand against the verdict
     */
    public record Outcome(
            Verdict verdict,
            Version version,
            Optional<VersionNumber> release,
            Manifest manifest,
            long files,
            long present,
            long signatures,
            List<String> warnings,
            TrustMemory.Anchor anchor) {
        public Outcome {
            warnings = List.copyOf(warnings);
        }
    }

    private final Workspace workspace;
    private final List<String> reasons = Collections.synchronizedList(new ArrayList<>());
    private final List<String> warnings = new ArrayList<>();
    private long good;

    public VerifyVersion(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome run(Request request) {
        var version = workspace.versionItself(request.revision());
        var memory = new TrustMemory(workspace.repository().privateDirectory());
        var anchor = memory.anchor(version.datasetId(), request.trust());
        anchor.fault().ifPresent(reasons::add);
        var release = new AtomicReference<Optional<SignedRelease>>(Optional.empty());
        var content = new AtomicReference<Content>();
        // Lists of records are read on one core, for their order; content is read meanwhile.
        Workers.both(
                () -> release.set(verifyStatements(version, request.revision())),
                () -> content.set(verifyContent(version, request.revision().isEmpty())));
        return new Outcome(
                Verdict.of(List.copyOf(new TreeSet<>(reasons))),
                version,
                release.get().map(found -> found.release().version()),
                version.coverage().manifest(),
                content.get().files(),
                content.get().present(),
                good,
                warnings,
                anchor);
    }

    /**
     * All but the content.
     *
     * @return the release that the version is, if it is one
     */
    private Optional<SignedRelease> verifyStatements(Version version, Optional<String> revision) {
        // Lists of records are read once: this reads them whole, and remembers what else was asked of them.
        var coverage = version.coverage();
        var signed = new VerifySignatures(workspace).run(version, revision);
        reasons.addAll(signed.reasons());
        good += signed.good();
        coverage.manifest().root(); // All else that is asked of the manifest is found in the same pass.
        Attributes.fault(version.tree()).ifPresent(fault -> reasons.add(Attributes.FILE + ": " + fault));
        coverage.uncovered().forEach(id -> reasons.add(id + ": no contribution covers it"));
        coverage.malformed().forEach((path, fault) -> reasons.add(path + ": " + fault));
        new PathRule().check(Change.whole(version), finding -> {
            String path = finding.subject().name();
            if (!coverage.malformed().containsKey(path)) {
                reasons.add(path + ": " + finding.message());
            }
        });
        coverage.absent()
                .forEach(path -> reasons.add(path + ": the table's content is not here, so its rows are unknown"));
        verifyLicenses(version, coverage.manifest());
        new TermsRule()
                .check(
                        Change.whole(version),
                        finding -> warnings.add(finding.subject().name() + ": " + finding.message()));
        var release = signed.release();
        release.ifPresent(found -> compare(version, found.release()));
        verifyLog(version, release);
        if (revision.isEmpty()) {
            verifyWorkTree(version);
        }
        release.ifPresent(found -> verifyChecksums(version, found.release()));
        return release;
    }

    private void verifyLicenses(Version version, Manifest manifest) {
        var policy =
                LicensePolicy.of(version.charter().license(), version.charter().accept());
        for (var license : manifest.licenses()) {
            policy.refusal(license).ifPresent(reason -> reasons.add("licence " + license + ": " + reason));
        }
    }

    private void compare(Version version, Release release) {
        compare(
                release,
                "states another name",
                release.name(),
                version.charter().name());
        compare(release, "states another charter", release.charter(), charterDigest(version));
        compare(
                release,
                "states another trust root",
                release.trust(),
                version.roots().get(version.roots().size() - 1).digest());
        var manifest = version.coverage().manifest();
        compare(release, "states another manifest", release.manifest(), manifest.digest());
        compare(release, "states another manifest root", release.root(), manifest.root());
        compare(release, "states another number of records", release.records(), manifest.size());
        compare(release, "states another number of bytes", release.bytes(), manifest.bytes());
        compare(release, "states other contributors", release.contributors(), List.copyOf(manifest.contributors()));
        compare(
                release,
                "states another licence",
                release.license(),
                ReleaseLicense.of(version.charter().license(), manifest.licenses())
                        .expression());
    }

    private static Digest charterDigest(Version version) {
        return Digest.of(version.tree().read("commons.yaml").orElse(new byte[0]));
    }

    private <T> void compare(Release release, String fault, T stated, T found) {
        if (!stated.equals(found)) {
            reasons.add("release " + release.version() + " " + fault + ": " + stated + ", found " + found);
        }
    }

    private void verifyLog(Version version, Optional<SignedRelease> release) {
        var releases = new Releases(workspace.documents()).all(version.tree()).values();
        var note = version.tree().read(TransparencyLog.CHECKPOINT);
        if (note.isEmpty()) {
            if (!releases.isEmpty()) {
                reasons.add("the log is missing");
            }
            return;
        }
        TransparencyLog log;
        Checkpoint checkpoint;
        try {
            log = TransparencyLog.read(version.tree());
            checkpoint = Checkpoint.parse(note.get());
        } catch (CommonsException e) {
            reasons.add(e.getMessage());
            return;
        }
        log.fault(version.tree()).ifPresent(reasons::add);
        if (!checkpoint.equals(log.checkpoint(version.datasetId()))) {
            reasons.add("the log's checkpoint does not fit its entries");
        }
        var holders = version.root().role(Role.LOG);
        var known = holders.holders().stream().flatMap(h -> h.keys().stream()).toList();
        var signers = Checkpoint.signers(note.get(), known, workspace.verifier());
        if (holders.isMetBy(signers)) {
            good += signers.size();
        } else {
            reasons.add("the log's checkpoint is not signed by who keeps the log");
        }
        // What came after the newest release is logged with the next.
        var logged = new ArrayList<>(release.isPresent() ? LogEntries.of(version) : List.of());
        releases.forEach(found -> logged.add(LogEntries.of(found)));
        for (var entry : logged) {
            if (!log.contains(entry)) {
                reasons.add("the log lacks " + entry.type() + " " + entry.id());
            }
        }
    }

    private void verifyChecksums(Version version, Release release) {
        String file = ReleasePages.checksumsFile(release.version());
        var stated = version.tree().find(file);
        if (stated.isEmpty() || !digest(version, stated.get()).equals(checksumsDigest(version))) {
            reasons.add(file + " does not list the content of this version");
        }
    }

    private static Digest digest(Version version, Tree.Entry file) {
        try (InputStream in = version.tree().open(file.blob())) {
            return Digest.of(in);
        } catch (IOException e) {
            throw environment("cannot read " + file.path(), e);
        }
    }

    private static Digest checksumsDigest(Version version) {
        var out = new DigestOutputStream(OutputStream.nullOutputStream(), Digest.sha256());
        ReleasePages.writeChecksums(version, out);
        return Digest.ofRaw(out.getMessageDigest().digest());
    }

    /** The files beside the content, as a person sees them. Git on some systems ends their lines otherwise. */
    private void verifyWorkTree(Version version) {
        version.tree().forEach("", entry -> {
            boolean isFile = entry.mode() == Tree.Mode.FILE || entry.mode() == Tree.Mode.EXECUTABLE;
            if (!isFile || entry.path().startsWith(DatasetPath.DATA)) {
                return;
            }
            var file = workspace.repository().workTree().resolve(entry.path());
            try {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    reasons.add(entry.path() + ": file is missing");
                } else if (!holds(file, version, entry)) {
                    reasons.add(entry.path() + ": file differs from this version");
                }
            } catch (IOException e) {
                throw environment("cannot read " + file, e);
            }
        });
    }

    private static boolean holds(Path file, Version version, Tree.Entry entry) throws IOException {
        var stated = digest(version, entry);
        try (InputStream in = Files.newInputStream(file)) {
            if (Digest.of(in).equals(stated)) {
                return true;
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            return digestOfLines(in).equals(stated);
        }
    }

    /** The digest of a file as it is where lines end in a newline alone; it may be more than memory holds. */
    private static Digest digestOfLines(InputStream file) throws IOException {
        var sha256 = Digest.sha256();
        var in = new BufferedInputStream(file, 1 << 16);
        boolean returned = false;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (returned && next != '\n') {
                sha256.update((byte) '\r');
            }
            returned = next == '\r';
            if (!returned) {
                sha256.update((byte) next);
            }
        }
        if (returned) {
            sha256.update((byte) '\r');
        }
        return Digest.ofRaw(sha256.digest());
    }

    /**
     * How much content there is.
     *
     * @param present how many of the files are here
     */
    private record Content(long files, long present) {}

    private Content verifyContent(Version version, boolean withWorkTree) {
        long files = version.tree().count("data");
        var present = new AtomicLong();
        try (var task = workspace.progress().start("verifying", files, Progress.Unit.FILES)) {
            var stretch = new ArrayList<Tree.Entry>();
            version.tree().forEach("data", entry -> {
                stretch.add(entry);
                if (stretch.size() == STRETCH) {
                    present.addAndGet(verifyStretch(version, stretch, withWorkTree, task));
                    stretch.clear();
                }
            });
            present.addAndGet(verifyStretch(version, stretch, withWorkTree, task));
        }
        return new Content(files, present.get());
    }

    /** On all cores. The store and the work tree are read apart, so that one large file keeps two of them busy. */
    private long verifyStretch(Version version, List<Tree.Entry> data, boolean withWorkTree, Progress.Task task) {
        var present = new AtomicLong();
        int copies = withWorkTree ? 2 : 1;
        // What is no pointer was named by the coverage already.
        var pointers = Workers.map(data, version::pointer);
        Workers.forEach(data.size() * copies, i -> {
            String path = data.get(i / copies).path();
            var pointer = pointers.get(i / copies);
            if (i % copies == 0) {
                pointer.filter(stored -> verifyStored(version, path, stored))
                        .ifPresent(stored -> present.incrementAndGet());
                task.advance(1);
            } else {
                pointer.ifPresent(written -> verifyFile(path, written));
            }
        });
        return present.get();
    }

    /** @return whether the content is here */
    private boolean verifyStored(Version version, String path, Pointer pointer) {
        var found = version.store().inspect(pointer.oid());
        found.filter(content -> !content.equals(pointer))
                .ifPresent(content -> reasons.add(path + ": "
                        + (content.oid().equals(pointer.oid())
                                ? "the pointer says " + pointer.size() + " bytes, and there are " + content.size()
                                : "digest differs")));
        return found.isPresent();
    }

    private void verifyFile(String path, Pointer pointer) {
        var file = workspace.repository().workTree().resolve(path);
        try {
            var stamp = FileStamp.find(file);
            if (stamp.isEmpty()) {
                reasons.add(path + ": file is missing");
            } else if (!Pointer.of(file).equals(pointer) && !isPlaceholder(file, stamp.get(), pointer)) {
                reasons.add(path + ": digest differs");
            }
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    /** Whether the content was left out when this was cloned, and the pointer stands there. */
    private static boolean isPlaceholder(Path file, FileStamp stamp, Pointer pointer) throws IOException {
        return stamp.size() <= Pointer.MAX_BYTES
                && Pointer.find(Files.readAllBytes(file)).equals(Optional.of(pointer));
    }
}
