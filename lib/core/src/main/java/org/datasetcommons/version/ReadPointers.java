package org.datasetcommons.version;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.datasetcommons.store.Pointer;

/**
 * Pointers that were read, by git's names of them, since several rules ask for the same ones. Of a version, only so many are kept
 * that they take a twentieth of the memory there is; the others are read again. Safe to be used by several threads.
 */
final class ReadPointers {
    /** One takes about two hundred bytes. */
    private static final int SHARE = 4096;

    private final Map<String, Pointer> kept = new ConcurrentHashMap<>();
    private final AtomicLong room = new AtomicLong(Runtime.getRuntime().maxMemory() / SHARE);

    /** The pointer that a blob is, if it is one. */
    Optional<Pointer> find(String blob, Function<String, byte[]> reading) {
        var known = kept.get(blob);
        if (known != null) {
            return Optional.of(known);
        }
        var found = Pointer.find(reading.apply(blob));
        if (found.isPresent() && room.get() > 0 && kept.put(blob, found.get()) == null) {
            room.decrementAndGet();
        }
        return found;
    }
}
