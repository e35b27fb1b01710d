package org.datasetcommons.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.datasetcommons.store.Pointer;

/** What came, from where, and what did not. */
public record Fetched(List<Share> shares, List<Missing> missing) {
    public Fetched {
        shares = List.copyOf(shares);
        missing = List.copyOf(missing);
    }

    /** What one place gave. */
    public record Share(String place, long objects, long bytes) {}

    /**
     * An object that no place gave.
     *
     * @param tried each place that was asked, and its answer
     */
    public record Missing(Pointer pointer, List<Tried> tried) {
        public Missing {
            tried = List.copyOf(tried);
        }

        Missing and(Tried place) {
            var all = new ArrayList<>(tried);
            all.add(place);
            return new Missing(pointer, all);
        }

        /** Whether it may come another time. Where all places say that they do not have it, it will not. */
        public boolean mayPass() {
            return tried.stream().anyMatch(place -> place.fault().mayPass());
        }

        /** What the places said, as a sentence. */
        public String reason() {
            return tried.isEmpty()
                    ? "there is no place to fetch it from"
                    : tried.stream()
                            .map(place -> place.place() + " " + place.fault().words())
                            .collect(Collectors.joining("; "));
        }
    }

    /** A place and what it answered. */
    public record Tried(String place, Fault fault) {}

    public long objects() {
        return shares.stream().mapToLong(Share::objects).sum();
    }

    public long bytes() {
        return shares.stream().mapToLong(Share::bytes).sum();
    }
}
