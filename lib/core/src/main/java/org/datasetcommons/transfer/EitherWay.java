package org.datasetcommons.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/** A repository on the web: with a Git LFS server, or all of it as plain files, which only asking tells. */
final class EitherWay implements ObjectSource {
    private final LfsServer server;
    private final StaticSite files;
    private boolean plain;

    EitherWay(LfsServer server, StaticSite files) {
        this.server = server;
        this.files = files;
    }

    @Override
    public String name() {
        return plain ? files.name() : server.name();
    }

    @Override
    public Map<Digest, Move> offers(List<Pointer> wanted, ObjectStore into) throws IOException, InterruptedException {
        if (!plain) {
            try {
                return server.offers(wanted, into);
            } catch (Unavailable e) {
                if (!e.fault().equals(Fault.NO_SERVER)) {
                    throw e;
                }
                plain = true;
            }
        }
        return files.offers(wanted, into);
    }
}
