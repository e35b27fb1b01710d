package org.datasetcommons.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;

/**
 * A record of a version, with the contribution that covers it and the terms that follow.
 *
 * @param size bytes of the file, or of the row's canonical form
 * @param type media type; empty for a row
 */
public record ManifestEntry(
        RecordId id,
        Digest digest,
        long size,
        Optional<String> type,
        Terms terms,
        Handle contributor,
        String contribution,
        SortedMap<String, String> meta) {
    private static final int LINE = 300;

    /** The manifest line, a leaf of the release root; the format page fixes each byte of it. */
    public byte[] line() {
        // There is one for every record, so no tree of nodes is made for it.
        var line = new StringBuilder(LINE);
        ContributedRecord.appendContent(id, digest, size, type, line);
        Json.writeString(terms.license().toString(), line.append(",\"license\":"));
        Json.writeString(contributor.name(), line.append(",\"contributor\":"));
        Json.writeString(contribution, line.append(",\"contribution\":"));
        if (!meta.isEmpty()) {
            line.append(",\"meta\":").append(Json.line(ContributedRecord.metaNode(meta)));
        }
        return line.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
