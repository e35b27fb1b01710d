package org.datasetcommons.interop;

import java.nio.charset.StandardCharsets;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.version.Version;

/** The content files of a version as {@code sha256sum -c} reads them. */
final class Checksums {
    private Checksums() {}

    static byte[] of(Version version) {
        var out = new StringBuilder();
        for (var entry : version.tree().list("data")) {
            var pointer = Pointer.parse(entry.path(), version.tree().readBlob(entry.blob()));
            out.append(pointer.oid()).append("  ").append(entry.path()).append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
