package org.datasetcommons.transfer;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/** Brings one object over HTTP into the store, from where an earlier transfer stopped if the server can. */
final class Download implements Move {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");
    /** So much must arrive before a connection that broke off is forgiven: a server that drips would never end. */
    private static final long GAIN = 1 << 20;

    /** Asks for the object, with these headers. */
    @FunctionalInterface
    interface Get {
        Web.Answer ask(Map<String, String> headers, Patience patience) throws IOException, InterruptedException;
    }

    private final Pointer pointer;
    private final ObjectStore into;
    private final WebClient client;
    private final Get get;
    private boolean ranges = true;

    Download(Pointer pointer, ObjectStore into, WebClient client, Get get) {
        this.pointer = pointer;
        this.into = into;
        this.client = client;
        this.get = get;
    }

    @Override
    public Optional<Fault> run(Meter meter) throws IOException, InterruptedException {
        boolean resumed;
        try (var partial = Partial.open(into, pointer)) {
            resumed = partial.length() > 0;
            var fault = complete(partial, meter);
            if (fault.isPresent() || partial.settle()) {
                return fault;
            }
        }
        if (!resumed) {
            return Optional.of(Fault.WRONG);
        }
        // The wrong bytes may be those that were here before, from another place.
        try (var partial = Partial.open(into, pointer)) {
            var fault = complete(partial, meter);
            return fault.isPresent() || partial.settle() ? fault : Optional.of(Fault.WRONG);
        }
    }

    private Optional<Fault> complete(Partial partial, Meter meter) throws IOException, InterruptedException {
        meter.at(partial.length());
        var patience = client.patience();
        while (!partial.isComplete()) {
            long before = partial.length();
            try {
                var fault = more(partial, meter, patience);
                if (fault.isPresent()) {
                    return fault;
                }
                if (!partial.isComplete()) {
                    throw new IOException("breaks off after " + partial.length() + " of " + pointer.size() + " bytes");
                }
            } catch (IOException e) {
                if (partial.length() - before >= GAIN) {
                    patience.renew();
                }
                patience.afterFailure(e);
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> more(Partial partial, Meter meter, Patience patience)
            throws IOException, InterruptedException {
        var headers = new TreeMap<>(Map.of("Accept-Encoding", "identity"));
        if (partial.length() > 0 && ranges) {
            headers.put("Range", "bytes=" + partial.length() + "-");
        }
        try (var answer = get.ask(headers, patience)) {
            switch (answer.status()) {
                case 200 -> {
                    var length = answer.header("Content-Length");
                    if (length.isPresent() && !length.get().equals(Long.toString(pointer.size()))) {
                        return Optional.of(Fault.WRONG); // A page that says so instead of the object, mostly.
                    }
                    partial.restart();
                    partial.append(answer.body(), meter);
                }
                case 206 -> {
                    if (continues(answer, partial.length())) {
                        partial.append(answer.body(), meter);
                    } else {
                        ranges = false;
                        partial.restart();
                    }
                }
                case 416 -> {
                    ranges = false;
                    partial.restart();
                }
                case 404 -> {
                    return Optional.of(Fault.ABSENT);
                }
                case 410 -> {
                    return Optional.of(Fault.GONE);
                }
                default -> {
                    return Optional.of(Fault.failed("answers " + answer.status()));
                }
            }
            return Optional.empty();
        }
    }

    /** Whether a part is the one that was asked for, of an object of the right size. */
    private boolean continues(Web.Answer answer, long from) {
        var range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        return range.matches()
                && Long.parseLong(range.group(1)) == from
                && (range.group(2).equals("*") || Long.parseLong(range.group(2)) == pointer.size());
    }
}
