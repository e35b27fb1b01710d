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
            var each = isRefusal(e) ? refs(specs) : new ArrayList<RefSpec>();
            if (each.size() < 2) {
                throw e;
            }
            var main = each.stream().filter(this::isMain).findFirst();
            main.ifPresent(each::remove);
            // Without that nobody wants the others, and what they share with it comes with it.
            if (main.isEmpty() || fetchEach(List.of(main.get()))) {
                fetchEach(each);
            }
            if (main.isEmpty() && refused.size() == each.size()) {
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

    /**
     * Fetches as many of these as can be. Where they cannot be at once, halves of them can be found in few steps.
     *
     * @return whether all came
     */
    private boolean fetchEach(List<RefSpec> specs) throws IOException {
        try {
            if (!specs.isEmpty()) {
                fetch(specs);
            }
            return true;
        } catch (IOException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            if (specs.size() == 1) {
                refused.put(specs.get(0).getSource(), e.getMessage());
            } else {
                int half = specs.size() / 2;
                fetchEach(specs.subList(0, half));
                fetchEach(specs.subList(half, specs.size()));
            }
            return false;
        }
    }

    private boolean isMain(RefSpec spec) {
        return head.filter(Ref::isSymbolic)
                .filter(ref -> ref.getTarget().getName().equals(spec.getSource()))
                .isPresent();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure != null && (failure instanceof CorruptObjectException || isRefusal(failure.getCause()));
    }

    /** Each of the other's refs that is asked for, by itself. */
    private ArrayList<RefSpec> refs(List<RefSpec> specs) throws IOException {
        var each = new ArrayList<RefSpec>();
        try (Transport transport = way.open();
                var connection = transport.openFetch()) {
            head = Optional.ofNullable(connection.getRef(Constants.HEAD));
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
