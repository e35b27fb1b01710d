package org.datasetcommons.check;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.SortedBytes;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.Tree;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.version.Unplaced;
import org.datasetcommons.version.Unplaced.Listed;

/**
 * What a contribution lists, it also places: in what is offered, or at least in the commit that brings it. Or else somebody
 * could claim by its digest what they never gave, and whoever has it could not give it any more.
 */
final class PlacedRule implements Rule {
    private final Signatures signatures;

    PlacedRule(Signatures signatures) {
        this.signatures = signatures;
    }

    @Override
    public String name() {
        return "placed";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var added = change.contributionsNewToBranch();
        // What is not among what the change brings may lie among all else; that is asked only where it is not.
        if (added.isEmpty()
                || !Unplaced.of(added, digests -> addBrought(change, digests), change.head())
                        .iterator()
                        .hasNext()) {
            return;
        }
        Optional<Look> open = Optional.empty();
        var dropped = dropped(change);
        for (var listed : Unplaced.of(added, digests -> addAll(change, digests), change.head())) {
            if (open.isEmpty() || !open.get().isAt(listed.by())) {
                open.ifPresent(look -> look.end(findings));
                open = Optional.of(new Look(change, listed.by(), dropped));
            }
            open.get().add(listed);
        }
        open.ifPresent(look -> look.end(findings));
    }

    private static void addBrought(Change change, Consumer<Digest> digests) {
        change.coverage().manifest().forEach(entry -> digests.accept(entry.digest()));
    }

    private static void addAll(Change change, Consumer<Digest> digests) {
        addBrought(change, digests);
        change.head()
                .tree()
                .forEach(
                        "data",
                        file -> change.head().pointer(file).map(Pointer::oid).ifPresent(digests));
    }

    /** Looks for what is nowhere in the offered version in the commit that brought the contribution. */
    private final class Look {
        private final Change change;
        private final Contribution contribution;
        private final Optional<Tree> brought;
        private final Count<RecordId> nowhere = new Count<>();
        private final Count<RecordId> once = new Count<>();
        private final Count<RecordId> unseen = new Count<>();
        private final Count<RecordId> taken = new Count<>();
        private final Map<String, List<Commit>> dropped;
        private final Map<DatasetPath, Boolean> mayGo = new HashMap<>();
        private Optional<DatasetPath> table = Optional.empty();
        private Sorting rows;

        Look(Change change, Contribution contribution, Map<String, List<Commit>> dropped) {
            this.change = change;
            this.dropped = dropped;
            this.contribution = contribution;
            this.brought = brought(change, contribution.id());
            this.rows = change.head().sorting();
        }

        boolean isAt(Contribution other) {
            return contribution == other;
        }

        void add(Listed listed) {
            var path = listed.id().path();
            if (listed.id().key().isEmpty()) {
                boolean isPlaced = content(path)
                        .filter(content -> content.oid().equals(listed.digest()))
                        .isPresent();
                boolean isHere = change.head().store().has(listed.digest());
                count(isPlaced, isHere, path).add(listed.id());
                return;
            }
            if (!table.equals(Optional.of(path))) {
                endTable();
                table = Optional.of(path);
            }
            rows.add(row(listed.id(), listed.digest()));
        }

        private Count<RecordId> count(boolean isPlaced, boolean isHere, DatasetPath path) {
            if (!isPlaced) {
                return nowhere;
            }
            if (!mayGo.computeIfAbsent(path, this::isDroppedByWhoMay)) {
                return taken;
            }
            return isHere ? once : unseen;
        }

        /** Whether nobody dropped what a file was, or whoever gave it or a maintainer signed a commit that does. */
        private boolean isDroppedByWhoMay(DatasetPath path) {
            var commits = dropped.getOrDefault(path.text(), List.of());
            var giver = change.contributorAfter(contribution.id().contributor());
            return commits.isEmpty()
                    || commits.stream()
                            .anyMatch(commit -> signatures.isByMaintainer(change.judge(), commit)
                                    || giver.filter(owner -> signatures.isBy(owner, commit))
                                            .isPresent());
        }

        private Optional<Pointer> content(DatasetPath path) {
            return brought.flatMap(tree -> tree.find(path.text())).flatMap(change.head()::pointer);
        }

        /** Of a table whose content is not here nobody can tell. */
        private void endTable() {
            if (table.isEmpty()) {
                return;
            }
            var path = table.get();
            var key = contribution.tables().get(path);
            var content = content(path);
            boolean isHere = content.filter(pointer -> change.head().store().has(pointer.oid()))
                    .isPresent();
            var placed = change.head().sorting();
            if (isHere && key != null) {
                change.head()
                        .readTable(
                                path,
                                content.get(),
                                key,
                                (rowKey, row) -> placed.add(
                                        row(RecordId.ofRow(path, rowKey.text()), Digest.of(row.canonical()))));
            }
            var there = placed.iterator();
            byte[] next = next(there);
            for (byte[] wanted : rows) {
                while (next != null && Arrays.compareUnsigned(next, wanted) < 0) {
                    next = next(there);
                }
                var id = SortedBytes.readId(ByteBuffer.wrap(wanted));
                boolean isUnknown = content.isPresent() && !isHere;
                count(isUnknown || Arrays.equals(next, wanted), isHere, path).add(id);
            }
            table = Optional.empty();
            rows = change.head().sorting();
        }

        void end(Consumer<Finding> findings) {
            endTable();
            tell(
                    nowhere,
                    Finding.Severity.ERROR,
                    "is listed in contribution " + contribution.id() + ", and lies nowhere in what is offered",
                    "; what is not placed is not given: place it, or where its commits were squashed offer them as they"
                            + " were; else leave the contribution out, `git rm -r "
                            + contribution.id().folder()
                            + " && git commit -S -m 'Leave it out'`, and give anew what it alone covered, `commons add"
                            + " data`",
                    findings);
            tell(
                    taken,
                    Finding.Severity.ERROR,
                    "is given in contribution " + contribution.id()
                            + ", and was taken away again by commits that neither "
                            + contribution.id().contributor() + " nor a maintainer signed",
                    "; put it back, or leave the contribution out as well and offer one commit of what is left: "
                            + BetweenRule.inOne(change),
                    findings);
            tell(
                    unseen,
                    Finding.Severity.WARNING,
                    "is given in contribution " + contribution.id()
                            + ", is not in what is offered any more, and its content is not here",
                    "; nobody can see that it ever was",
                    findings);
            tell(
                    once,
                    Finding.Severity.NOTE,
                    "is given in contribution " + contribution.id() + ", and is not in what is offered any more",
                    "",
                    findings);
        }
    }

    /** The commits in which a file of the content is no more what it was beside one of their parents. */
    private static Map<String, List<Commit>> dropped(Change change) {
        var dropped = new HashMap<String, List<Commit>>();
        for (var commit : change.commits()) {
            var after = change.head().tree().at(commit.id());
            for (var parent : commit.parents()) {
                after.forEachDifference(change.head().tree().at(parent), List.of("data"), (file, difference) -> {
                    if (difference.before().isPresent()) {
                        dropped.computeIfAbsent(file, path -> new ArrayList<>()).add(commit);
                    }
                });
            }
        }
        return dropped;
    }

    private static byte[] next(Iterator<byte[]> items) {
        return items.hasNext() ? items.next() : null;
    }

    /** Sorts as rows do. */
    private static byte[] row(RecordId id, Digest digest) {
        byte[] idBytes = SortedBytes.id(id);
        byte[] bytes = Arrays.copyOf(idBytes, idBytes.length + Digest.LENGTH);
        System.arraycopy(digest.raw(), 0, bytes, idBytes.length, Digest.LENGTH);
        return bytes;
    }

    /** The first commit of the change that has a contribution. */
    private static Optional<Tree> brought(Change change, ContributionId id) {
        var oldestFirst = new ArrayList<>(change.commits());
        Collections.reverse(oldestFirst);
        return oldestFirst.stream()
                .map(commit -> change.head().tree().at(commit.id()))
                .filter(tree -> tree.find(id.statementFile()).isPresent())
                .findFirst();
    }

    private void tell(
            Count<RecordId> count, Finding.Severity severity, String what, String then, Consumer<Finding> findings) {
        long more = count.more();
        count.first()
                .ifPresent(id -> findings.accept(new Finding(
                        name(),
                        severity,
                        Finding.Subject.record(id),
                        what
                                + (more == 0 ? "" : ", and so " + (more == 1 ? "is 1 more" : "are " + more + " more"))
                                + then)));
    }
}
