package org.datasetcommons.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.ContributorKey;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.version.Version;

/**
 * Whether a change leaves the keys in a page as they are, whoever makes it: keys are added and ended, never taken out, and
 * nothing that ended one is taken back. So what a key signed keeps its judge, and no older form of a page brings a key back.
 */
final class KeptKeys {
    private final Change change;

    KeptKeys(Change change) {
        this.change = change;
    }

    /** What is wrong with every page that the change makes something of, and does not take away whole. */
    void check(String rule, Consumer<Finding> findings) {
        change.forEachFile((path, file) -> Contributor.handleOf(path)
                .ifPresent(handle -> faults(handle)
                        .forEach(fault -> findings.accept(Finding.error(rule, Finding.Subject.file(path), fault)))));
    }

    private List<String> faults(Handle handle) {
        var faults = new ArrayList<String>();
        find(change.head(), handle).ifPresent(after -> {
            var before = change.base().flatMap(base -> find(base, handle));
            keys(before)
                    .forEach(key -> fault(handle, key, after.findKey(key.key())).ifPresent(faults::add));
            keys(find(change.judge(), handle)).stream()
                    .filter(key -> isTakenBack(key, before, after))
                    .forEach(
                            key -> faults.add(
                                    "was parted from before " + name(key.key())
                                            + " was ended, and would take that back; merge the branch that this is for, then change it"));
        });
        return faults;
    }

    private Optional<String> fault(Handle handle, ContributorKey before, Optional<ContributorKey> after) {
        if (after.isEmpty()) {
            return Optional.of("takes out " + name(before.key()) + "; a key stays where it is, and is ended: "
                    + "`commons key retire`, or `commons key revoke` if it was stolen; what reverts more leaves the page"
                    + " as it was: `git checkout "
                    + change.base().orElseThrow().commit().abbreviated() + " -- "
                    + Contributor.file(handle) + " && git commit -S -m 'The page stays'`");
        }
        if (!after.get().keepsEndOf(before)) {
            return Optional.of("takes back the end of " + name(before.key())
                    + ", which stays; sign with another key from now on: `commons key add`");
        }
        return after.get().mayFollow(before)
                ? Optional.empty()
                : Optional.of("changes when " + name(before.key()) + " begins, which stays; a key is only ended: "
                        + "`commons key retire`, or `commons key revoke` if it was stolen");
    }

    /** Whether the change says of a key that it has not ended, while the branch has ended it since. */
    private static boolean isTakenBack(ContributorKey known, Optional<Contributor> before, Contributor after) {
        var changed = after.findKey(known.key());
        return changed.isPresent()
                && !changed.equals(before.flatMap(page -> page.findKey(known.key())))
                && !changed.get().keepsEndOf(known);
    }

    private static List<ContributorKey> keys(Optional<Contributor> contributor) {
        return contributor.map(Contributor::keys).orElse(List.of());
    }

    private static Optional<Contributor> find(Version version, Handle handle) {
        return Optional.ofNullable(version.contributors().get(handle));
    }

    private static String name(PublicKey key) {
        return "the key " + key.fingerprint();
    }
}
