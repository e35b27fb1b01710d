package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.table.CellChange;
import org.datasetcommons.table.KeyedRows;
import org.datasetcommons.table.RowKey;
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
        return diff(workspace.version(Optional.of(request.before())), workspace.version(Optional.of(request.after())));
    }

    /** The difference between two versions that are open. */
    static Outcome diff(Version before, Version after) {
        requireRows(before);
        requireRows(after);
        var old = byId(before);
        var now = byId(after);
        var added = new ArrayList<ManifestEntry>();
        var changed = new ArrayList<Changed>();
        var removed = new TreeMap<RecordId, ManifestEntry>();
        var rows = new Rows(before, after);
        var ids = new TreeSet<>(old.keySet());
        ids.addAll(now.keySet());
        for (var id : ids) {
            var was = Optional.ofNullable(old.get(id));
            var is = Optional.ofNullable(now.get(id));
            if (was.isEmpty()) {
                added.add(is.orElseThrow());
            } else if (is.isEmpty()) {
                removed.put(id, was.get());
            } else if (!was.get().digest().equals(is.get().digest())) {
                changed.add(new Changed(was.get(), is.get(), rows.cells(id)));
            }
        }
        var moved = moved(added, removed);
        return new Outcome(before, after, added, changed, moved, List.copyOf(removed.values()));
    }

    /** Rows that nobody can read are not rows that went. */
    private static void requireRows(Version version) {
        version.coverage().absent().stream().findFirst().ifPresent(table -> {
            throw precondition("the content of " + table + " is not here, so its rows are unknown")
                    .hint(ObjectStore.HOW_TO_FETCH);
        });
    }

    private static SortedMap<RecordId, ManifestEntry> byId(Version version) {
        var entries = new TreeMap<RecordId, ManifestEntry>();
        version.coverage().manifest().entries().forEach(entry -> entries.put(entry.id(), entry));
        return entries;
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

    /** Rows of both versions, read when first asked for. */
    private static final class Rows {
        private final Version before;
        private final Version after;
        private final Map<DatasetPath, KeyedRows> old = new HashMap<>();
        private final Map<DatasetPath, KeyedRows> now = new HashMap<>();

        Rows(Version before, Version after) {
            this.before = before;
            this.after = after;
        }

        List<CellChange> cells(RecordId id) {
            if (id.key().isEmpty()) {
                return List.of();
            }
            var key = new RowKey(id.key().get());
            return CellChange.between(
                    old.computeIfAbsent(id.path(), before::table).find(key).orElseThrow(),
                    now.computeIfAbsent(id.path(), after::table).find(key).orElseThrow());
        }
    }
}
