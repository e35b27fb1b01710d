package org.datasetcommons.usecase;

import java.util.List;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.log.TransparencyLog.Entry;
import org.datasetcommons.release.Releases.SignedRelease;
import org.datasetcommons.version.Version;

/** What a version has that belongs in the log. */
final class LogEntries {
    private LogEntries() {}

    /** Its contributions, by id. */
    static List<Entry> of(Version version) {
        return version.contributions().values().stream()
                .map(signed ->
                        new Entry("contribution", signed.contribution().id().text(), signed.digest()))
                .toList();
    }

    static Entry of(SignedRelease release) {
        return new Entry(
                "release",
                release.release().version().text(),
                Digest.of(release.statement().bytes()));
    }
}
