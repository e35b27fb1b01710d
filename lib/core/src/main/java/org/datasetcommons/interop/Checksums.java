package org.datasetcommons.interop;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.version.Version;

/** The content files of a version as {@code sha256sum -c} reads them. */
final class Checksums {
    private Checksums() {}

    static long write(Version version, OutputStream out) {
        var count = new AtomicLong();
        version.tree().forEach("data", entry -> {
            count.incrementAndGet();
            var pointer = Pointer.parse(entry.path(), version.tree().readBlob(entry.blob()));
            try {
                out.write((pointer.oid() + "  " + entry.path() + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw environment("cannot write the checksums", e);
            }
        });
        return count.get();
    }
}
