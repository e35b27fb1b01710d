package org.datasetcommons.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

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
    /** The manifest line, a leaf of the release root; the format page fixes each byte of it. */
    public byte[] line() {
        var fields = Node.fields()
                .put("path", id.path().text())
                .putIfPresent("key", id.key())
                .put("sha256", digest.hex())
                .put("size", size)
                .putIfPresent("type", type)
                .put("license", terms.license().toString())
                .put("contributor", contributor.name())
                .put("contribution", contribution);
        return Json.line(ContributedRecord.metaInto(fields, meta).build()).getBytes(StandardCharsets.UTF_8);
    }
}
