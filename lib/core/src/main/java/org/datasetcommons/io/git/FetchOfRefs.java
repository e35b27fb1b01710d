package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.history.Repository.Fetch;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;

/**
 * Fetches all refs of another repository that are asked for. One that leads to what is never taken in, as names that do harm
 * on some systems, is left out and told: it must not keep everybody from the others.
 */
final class FetchOfRefs {
    /** Opens the way to the other repository. */
    interface Way {
        Transport open() throws IOException;
    }

    private final Way way;
    private final List<String> left = new ArrayList<>();
    private final SortedMap<String, String> refused = new TreeMap<>();
    private Optional<Ref> head = Optional.empty();

    FetchOfRefs(Way way) {
        this.way = way;
    }

    Fetch run(List<RefSpec> specs) throws IOException {
        try {
            fetch(specs);
        } catch (IOException e) {
            var each = isRefusal(e) ? refs(specs) : List.<RefSpec>of();
            if (each.size() < 2) {
                throw e;
            }
            fetchHalves(each);
            if (refused.size() == each.size()) {
                throw e;
            }
        }
        return new Fetch(
                head.filter(Ref::isSymbolic).map(ref -> ref.getTarget().getName()), List.copyOf(left), refused);
    }

    private void fetch(List<RefSpec> specs) throws IOException {
        try (Transport transport = way.open()) {
            note(transport.fetch(NullProgressMonitor.INSTANCE, specs));
        }
    }

    /** Of many refs that cannot be fetched at once, those that can be are found in few steps. */
    private void fetchHalves(List<RefSpec> specs) throws IOException {
        int half = specs.size() / 2;
        for (var part : List.of(specs.subList(0, half), specs.subList(half, specs.size()))) {
            try {
                fetch(part);
            } catch (IOException e) {
                if (!isRefusal(e)) {
                    throw e;
                }
                if (part.size() > 1) {
                    fetchHalves(part);
                } else {
                    refused.put(part.get(0).getSource(), e.getMessage());
                }
            }
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure != null && (failure instanceof CorruptObjectException || isRefusal(failure.getCause()));
    }

    /** Each of the other's refs that is asked for, by itself. */
    private List<RefSpec> refs(List<RefSpec> specs) throws IOException {
        var each = new ArrayList<RefSpec>();
        try (Transport transport = way.open();
                var connection = transport.openFetch()) {
            for (var ref : connection.getRefs()) {
                specs.stream()
                        .filter(spec -> spec.matchSource(ref))
                        .findFirst()
                        .ifPresent(spec -> each.add(spec.expandFromSource(ref)));
            }
        }
        return each;
    }

    /** JGit tells of a ref that it could not write, and does not throw. */
    private void note(FetchResult result) {
        for (var update : result.getTrackingRefUpdates()) {
            switch (update.getResult()) {
                case IO_FAILURE, LOCK_FAILURE, NOT_ATTEMPTED, REJECTED_MISSING_OBJECT, REJECTED_OTHER_REASON ->
                    throw environment(update.getLocalName() + " could not be written: " + update.getResult())
                            .hint("see what is wrong: `commons doctor`, and run it again");
                case REJECTED -> left.add(update.getLocalName());
                default -> {}
            }
        }
        head = head.or(() -> Optional.ofNullable(result.getAdvertisedRef(Constants.HEAD)));
    }
}
