package org.datasetcommons.release;

import static org.datasetcommons.CommonsException.invalid;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.document.Documents;
import org.datasetcommons.history.Commit.Payload;
import org.datasetcommons.history.Tree;

/** Reads the releases that a version knows of. */
public final class Releases {
    /**
     * A release as it lies in a version.
     *
     * @param signatures armored, by the person they claim
     */
    public record SignedRelease(Release release, Payload statement, SortedMap<Handle, Payload> signatures) {
        public SignedRelease {
            signatures = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(signatures));
        }
    }

    private final Documents documents;

    public Releases(Documents documents) {
        this.documents = documents;
    }

    /** The file with a person's signature of a release. */
    public static String signatureFile(VersionNumber version, Handle person) {
        return version.statementFile() + "." + person + ".sig";
    }

    /** All releases by version, the newest last. */
    public SortedMap<VersionNumber, SignedRelease> all(Tree tree) {
        var releases = new TreeMap<VersionNumber, SignedRelease>();
        for (var entry : tree.list("releases")) {
            if (entry.path().matches("releases/[^/]+/release\\.json")) {
                var version = new VersionNumber(entry.path().split("/")[1]);
                find(tree, version).ifPresent(release -> releases.put(version, release));
            }
        }
        return releases;
    }

    public Optional<SignedRelease> find(Tree tree, VersionNumber version) {
        return tree.read(version.statementFile()).map(statement -> {
            var signatures = new TreeMap<Handle, Payload>();
            String prefix = version.statementFile() + ".";
            for (var entry : tree.list(version.folder())) {
                if (entry.path().startsWith(prefix) && entry.path().endsWith(".sig")) {
                    String person =
                            entry.path().substring(prefix.length(), entry.path().length() - ".sig".length());
                    signatures.put(Handle.parse(person), Payload.of(tree.readBlob(entry.blob())));
                }
            }
            var release = Release.from(documents.json(version.statementFile(), statement));
            if (!release.version().equals(version)) {
                throw invalid(version.statementFile() + " is the statement of release " + release.version());
            }
            return new SignedRelease(release, Payload.of(statement), signatures);
        });
    }
}
