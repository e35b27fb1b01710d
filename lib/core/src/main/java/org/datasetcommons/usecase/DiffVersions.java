package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.Manifest;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.table.CellChange;
import org.datasetcommons.table.Row;
import org.datasetcommons.table.RowKey;
import org.datasetcommons.version.Coverage;
import org.datasetcommons.version.Differences;
import org.datasetcommons.version.Version;

/** What changed between two versions, record by record and, in tables, cell by cell. */
public final class DiffVersions {
    /** Two revisions. */
    public record Request(String before, String after) {}

    /** A record that is another now; for a row, the cells that differ. */
    public record Changed(ManifestEntry before, ManifestEntry after, List<CellChange> cells) {}

    /** A record that stands elsewhere now, unchanged. */
    public record Moved(RecordId from, ManifestEntry to) {}

    /** The difference, each list by record id. */
    public record Outcome(
            Version before,
            Version after,
            List<ManifestEntry> added,
            List<Changed> changed,
            List<Moved> moved,
            List<ManifestEntry> removed) {
        public boolean isEmpty() {
            return added.isEmpty() && changed.isEmpty() && moved.isEmpty() && removed.isEmpty();
        }
    }

    private final Workspace workspace;

    public DiffVersions(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome run(Request request) {
        var before = workspace.version(Optional.of(request.before()));
        var after = workspace.versions().openBeside(before, workspace.repository(), request.after());
        return diff(before, after, Differences.between(before, after));
    }

    /** @param differences what has to be looked at */
    static Outcome diff(Version before, Version after, Differences differences) {
        requireRows(differences.before());
        requireRows(differences.after());
        var added = new ArrayList<ManifestEntry>();
        var rewritten = new TreeMap<ManifestEntry, ManifestEntry>(Comparator.comparing(ManifestEntry::id));
        var removed = new TreeMap<RecordId, ManifestEntry>();
        // Both are in order, and so are gone through side by side; what differs is all that is kept.
        var old = new Entries(differences.before().manifest());
        var now = new Entries(differences.after().manifest());
        while (old.next.isPresent() || now.next.isPresent()) {
            int order = Entries.compare(old, now);
            if (order > 0) {
                added.add(now.take());
            } else if (order < 0) {
                var gone = old.take();
                removed.put(gone.id(), gone);
            } else {
                var was = old.take();
                var is = now.take();
                if (!was.digest().equals(is.digest())) {
                    rewritten.put(was, is);
                }
            }
        }
        var moved = moved(added, removed);
        var rows = new Rows(before, after, rewritten.values());
        var changed = rewritten.entrySet().stream()
                .map(entry -> new Changed(
                        entry.getKey(),
                        entry.getValue(),
                        rows.cells(entry.getValue().id())))
                .toList();
        return new Outcome(before, after, added, changed, moved, List.copyOf(removed.values()));
    }

    /** Rows that nobody can read are not rows that went. */
    private static void requireRows(Coverage coverage) {
        coverage.absent().stream().findFirst().ifPresent(table -> {
            throw precondition("the content of " + table + " is not here, so its rows are unknown")
                    .hint(ObjectStore.HOW_TO_FETCH);
        });
    }

    /** The records of a manifest, one by one. */
    private static final class Entries {
        private final Iterator<ManifestEntry> rest;
        private Optional<ManifestEntry> next;

        Entries(Manifest manifest) {
            rest = manifest.iterator();
            advance();
        }

        private void advance() {
            next = rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
        }

        ManifestEntry take() {
            var taken = next.orElseThrow();
            advance();
            return taken;
        }

        /** Which of them is to be taken first; one that is at its end comes after all. */
        static int compare(Entries a, Entries b) {
            if (a.next.isEmpty() || b.next.isEmpty()) {
                return Boolean.compare(a.next.isEmpty(), b.next.isEmpty());
            }
            return a.next.get().id().compareTo(b.next.get().id());
        }
    }

    /** Takes from both lists what went from one place to another. */
    private static List<Moved> moved(List<ManifestEntry> added, SortedMap<RecordId, ManifestEntry> removed) {
        var gone = new HashMap<Digest, List<RecordId>>();
        removed.forEach((id, entry) -> gone.computeIfAbsent(entry.digest(), digest -> new ArrayList<>())
                .add(id));
        var moved = new ArrayList<Moved>();
        added.removeIf(entry -> {
            var from = gone.getOrDefault(entry.digest(), List.of());
            if (from.isEmpty()) {
                return false;
            }
            var id = from.remove(0);
            removed.remove(id);
            moved.add(new Moved(id, entry));
            return true;
        });
        return moved;
    }

    /** The rows of both versions that were changed; of their tables no others are held. */
    private static final class Rows {
        private final Map<DatasetPath, Map<RowKey, Row>> old = new HashMap<>();
        private final Map<DatasetPath, Map<RowKey, Row>> now = new HashMap<>();

        Rows(Version before, Version after, Collection<ManifestEntry> changed) {
            var keys = new HashMap<DatasetPath, Set<RowKey>>();
            for (var entry : changed) {
                entry.id()
                        .key()
                        .ifPresent(key -> keys.computeIfAbsent(entry.id().path(), path -> new HashSet<>())
                                .add(new RowKey(key)));
            }
            keys.forEach((table, wanted) -> {
                old.put(table, before.rows(table, wanted));
                now.put(table, after.rows(table, wanted));
            });
        }

        List<CellChange> cells(RecordId id) {
            return id.key()
                    .map(RowKey::new)
                    .map(key -> CellChange.between(
                            old.get(id.path()).get(key), now.get(id.path()).get(key)))
                    .orElse(List.of());
        }
    }
}
