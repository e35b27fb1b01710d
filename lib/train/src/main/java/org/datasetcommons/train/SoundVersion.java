package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.precondition;
import static org.datasetcommons.CommonsException.refused;

import java.util.Optional;
import org.datasetcommons.ShellWord;
import org.datasetcommons.dataset.Manifest;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.release.Release;
import org.datasetcommons.release.Releases.SignedRelease;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.usecase.VerifySignatures;
import org.datasetcommons.usecase.Workspace;
import org.datasetcommons.version.Version;

/** A version whose signatures hold; a model is trained and measured on no other. */
record SoundVersion(Version version, Optional<SignedRelease> release) {
    /** @throws org.datasetcommons.CommonsException if a signature does not hold */
    static SoundVersion open(Workspace workspace, Optional<String> revision) {
        var version = workspace.version(revision);
        var signed = new VerifySignatures(workspace).run(version, revision);
        if (!signed.reasons().isEmpty()) {
            int more = signed.reasons().size() - 1;
            throw refused("the signatures of this version do not hold: "
                            + signed.reasons().get(0) + (more > 0 ? ", and " + more + " more" : ""))
                    .hint("see all that is wrong: `commons verify "
                            + ShellWord.of(revision.orElse(version.commit().hex())) + "`");
        }
        return new SoundVersion(version, signed.release());
    }

    /** The release number, or else the commit. */
    String name() {
        return release.map(signed -> signed.release().version().text())
                .orElse(version.commit().hex());
    }

    /**
     * The version as a model record names it.
     *
     * @throws org.datasetcommons.CommonsException if a table is not here, so that the manifest is not whole
     */
    ModelRecord.Source source() {
        version.coverage().absent().stream().findFirst().ifPresent(table -> {
            throw precondition("the content of " + table + " is not here, so the manifest of this version is not known")
                    .hint(ObjectStore.HOW_TO_FETCH);
        });
        var manifest = version.coverage().manifest();
        release.ifPresent(signed -> requireStated(signed.release(), manifest));
        return new ModelRecord.Source(
                version.datasetId(),
                version.charter().name(),
                version.commit(),
                release.map(signed -> new ModelRecord.ReleaseUsed(
                        signed.release().version(), Digest.of(signed.statement().bytes()))),
                manifest.digest(),
                manifest.root(),
                manifest.size());
    }

    private static void requireStated(Release release, Manifest manifest) {
        if (!release.root().equals(manifest.root()) || !release.manifest().equals(manifest.digest())) {
            throw refused("release " + release.version() + " states another manifest than this version has")
                    .hint("see all that is wrong: `commons verify " + release.version() + "`");
        }
    }
}
