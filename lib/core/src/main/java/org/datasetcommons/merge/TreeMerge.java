package org.datasetcommons.merge;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Tree;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.table.KeyedRows;
import org.datasetcommons.table.Row;
import org.datasetcommons.table.RowKey;
import org.datasetcommons.table.RowMerge;
import org.datasetcommons.version.Version;

/**
 * Merges one version into another, record by record: files that only one side touched are taken from that side; tables that
 * both touched are merged row by row; the rest are conflicts. Nothing is written but the content of merged tables.
 */
public final class TreeMerge {
    private static final List<Settlement> EITHER = List.of(Settlement.OURS, Settlement.THEIRS);

    private final Version base;
    private final Version ours;
    private final Version theirs;
    private final Function<Conflict, Settlement> settlement;
    private final TreeEdit edit = new TreeEdit();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final List<Conflict.Settled> settled = new ArrayList<>();

    /**
     * @param base the newest version that both sides have
     * @param settlement asked once about each conflict; what is not among its choices leaves it open
     */
    public TreeMerge(Version base, Version ours, Version theirs, Function<Conflict, Settlement> settlement) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
        this.settlement = settlement;
    }

    public MergeResult run() {
        theirs.tree()
                .forEachDifference(
                        base.tree(),
                        (path, change) ->
                                merge(path, change.before(), ours.tree().find(path), change.after()));
        if (conflicts.isEmpty()) {
            edit.clashes(ours.tree()).forEach(path -> conflicts.add(Conflict.ofFileAndFolder(path)));
        }
        return conflicts.isEmpty()
                ? new MergeResult.Merged(edit, List.copyOf(settled))
                : new MergeResult.Conflicted(List.copyOf(conflicts));
    }

    private void merge(
            String path, Optional<Tree.Entry> before, Optional<Tree.Entry> mine, Optional<Tree.Entry> other) {
        if (mine.equals(other)) {
            return; // Theirs brings nothing that ours has not.
        }
        if (before.equals(mine)) {
            take(path, other);
            return;
        }
        if (before.isEmpty() && mine.isPresent() && other.isPresent() && isSaid(path)) {
            return;
        }
        var joined = joined(path);
        if (joined.isPresent()) {
            edit.put(path, joined.get().bytes());
            return;
        }
        var table =
                DatasetPath.fault(path).isEmpty() ? Optional.of(new DatasetPath(path)) : Optional.<DatasetPath>empty();
        if (mine.isPresent()
                && other.isPresent()
                && table.isPresent()
                && ours.findTableKey(table.get()).isPresent()
                && theirs.findTableKey(table.get()).isPresent()) {
            mergeTable(table.get(), before.isPresent());
            return;
        }
        var beside = mine.isPresent() && other.isPresent() ? beside(path) : Optional.<String>empty();
        var choices = new ArrayList<>(EITHER);
        beside.ifPresent(free -> choices.add(Settlement.BOTH));
        var how = settle(new Conflict(path, message(before.isPresent(), mine.isPresent(), other.isPresent()), choices));
        if (how == Settlement.THEIRS) {
            take(path, other);
        } else if (how == Settlement.BOTH) {
            edit.put(beside.orElseThrow(), other.orElseThrow());
        }
    }

    /** Whether ours says of a contributor all that theirs does; somebody new brings their page with each offer. */
    private boolean isSaid(String path) {
        return theirs.contributors().values().stream()
                .filter(other -> Contributor.file(other.handle()).equals(path))
                .anyMatch(other -> Optional.ofNullable(ours.contributors().get(other.handle()))
                        .filter(mine -> mine.says(other))
                        .isPresent());
    }

    /**
     * What both sides make of a contributor's page, where they do not contradict each other. A page that is written
     * otherwise than the program writes it may hold what would be lost.
     */
    private Optional<Contributor> joined(String path) {
        var handle = Contributor.handleOf(path);
        var before = handle.map(base.contributors()::get);
        var mine = handle.map(ours.contributors()::get);
        var other = handle.map(theirs.contributors()::get);
        if (before.isEmpty()
                || mine.isEmpty()
                || other.isEmpty()
                || !ours.tree().holds(path, Digest.of(mine.get().bytes()))) {
            return Optional.empty();
        }
        var keys = mine.get().withKeysOf(other.get(), before).keys();
        return joined(before.get().name(), mine.get().name(), other.get().name())
                .flatMap(name -> joined(
                                before.get().credit(),
                                mine.get().credit(),
                                other.get().credit())
                        .map(credit -> new Contributor(handle.get(), name, credit, keys)));
    }

    private static Optional<String> joined(String before, String mine, String other) {
        if (mine.equals(before)) {
            return Optional.of(other);
        }
        return other.equals(before) || other.equals(mine) ? Optional.of(mine) : Optional.empty();
    }

    private Settlement settle(Conflict conflict) {
        var how = conflict.choices().isEmpty() ? Settlement.NONE : settlement.apply(conflict);
        if (conflict.choices().contains(how)) {
            settled.add(new Conflict.Settled(conflict, how));
            return how;
        }
        conflicts.add(conflict);
        return Settlement.NONE;
    }

    private void take(String path, Optional<Tree.Entry> other) {
        other.ifPresentOrElse(entry -> edit.put(path, entry), () -> edit.remove(path));
    }

    private static String message(boolean before, boolean mine, boolean other) {
        if (!before) {
            return "was added on both sides, with different content";
        }
        return mine && other
                ? "was changed on both sides, to different content"
                : mine ? "was changed here and removed there" : "was removed here and changed there";
    }

    /** A free place beside ours for theirs, whose name tells whose it is. */
    private Optional<String> beside(String path) {
        if (!path.startsWith(DatasetPath.DATA)) {
            return Optional.empty();
        }
        String by = "theirs";
        for (var entry : theirs.coverageSince(base).manifest()) {
            if (entry.id().path().text().equals(path)) {
                by = entry.contributor().name();
                break;
            }
        }
        int dot = path.lastIndexOf('.') > path.lastIndexOf('/') ? path.lastIndexOf('.') : path.length();
        String beside = path.substring(0, dot) + "-" + by + path.substring(dot);
        return Optional.of(beside).filter(free -> isFree(free, ours.tree()) && isFree(free, theirs.tree()));
    }

    private static boolean isFree(String path, Tree tree) {
        return tree.find(path).isEmpty() && tree.children(path).isEmpty();
    }

    private void mergeTable(DatasetPath path, boolean hasBase) {
        var mine = ours.table(path);
        var other = theirs.table(path);
        var before = hasBase && base.findTableKey(path).isPresent()
                ? base.table(path)
                : new KeyedRows(mine.format(), mine.header(), Map.of());
        if (mine.format() != other.format()) {
            throw invalid(path + " has two formats");
        }
        var merged = RowMerge.merge(before, mine, other);
        if (merged instanceof RowMerge.Conflicted conflicted) {
            int open = conflicts.size();
            var keys = new EnumMap<Settlement, List<RowKey>>(Settlement.class);
            for (var conflict : conflicted.conflicts()) {
                var how = settle(conflict(path, conflict));
                key(conflict)
                        .ifPresent(key -> keys.computeIfAbsent(how, h -> new ArrayList<>())
                                .add(key));
            }
            if (conflicts.size() > open) {
                return;
            }
            merged = RowMerge.merge(
                    before,
                    agreed(other, mine, keys.getOrDefault(Settlement.THEIRS, List.of())),
                    agreed(mine, other, keys.getOrDefault(Settlement.OURS, List.of())));
        }
        put(path, ((RowMerge.Merged) merged).table());
    }

    /** The yielding table with these rows as the prevailing one has them. */
    private static KeyedRows agreed(KeyedRows prevailing, KeyedRows yielding, List<RowKey> keys) {
        var rows = new LinkedHashMap<RowKey, Row>(yielding.rows());
        keys.forEach(key -> prevailing.find(key).ifPresentOrElse(row -> rows.put(key, row), () -> rows.remove(key)));
        return new KeyedRows(yielding.format(), yielding.header(), rows);
    }

    private static Optional<RowKey> key(RowMerge.Conflict conflict) {
        if (conflict instanceof RowMerge.RowsDiffer differ) {
            return Optional.of(differ.key());
        }
        return conflict instanceof RowMerge.RemovedAndChanged removed ? Optional.of(removed.key()) : Optional.empty();
    }

    private static Conflict conflict(DatasetPath path, RowMerge.Conflict conflict) {
        var key = key(conflict);
        return new Conflict(
                key.map(k -> RecordId.ofRow(path, k.toString()).toString()).orElse(path.text()),
                conflict.describe(),
                key.isPresent() ? EITHER : List.of());
    }

    private void put(DatasetPath path, KeyedRows table) {
        var bytes = new ByteArrayOutputStream();
        try {
            table.writeTo(bytes);
        } catch (IOException e) {
            throw environment("cannot write the merged table " + path, e);
        }
        edit.put(path.text(), ours.store().put(bytes.toByteArray()).bytes());
    }
}
