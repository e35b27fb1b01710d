package org.datasetcommons.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Tree;
import org.datasetcommons.version.DigestFilter;
import org.datasetcommons.version.Version;

/** What a change leaves as it was, as far as what it brings could be the same. */
final class Unchanged {
    private final Version before;
    private final Version head;

    Unchanged(Change change) {
        this.before = change.base().orElseThrow();
        this.head = change.head();
    }

    private Optional<Tree.Entry> find(DatasetPath path) {
        return head.tree()
                .find(path.text())
                .filter(file -> before.tree().find(path.text()).equals(Optional.of(file)));
    }

    /** Files whose digest may be among these; of those, all that are where they were given. */
    void forEachFile(DigestFilter wanted, BiConsumer<RecordId, Digest> each) {
        for (var signed : before.contributions().values()) {
            signed.forEachRecord(wanted, record -> {
                if (record.id().key().isEmpty() && holds(record.id().path(), record.digest())) {
                    each.accept(record.id(), record.digest());
                }
            });
        }
    }

    private boolean holds(DatasetPath path, Digest digest) {
        return find(path)
                .flatMap(head::pointer)
                .filter(pointer -> pointer.oid().equals(digest))
                .isPresent();
    }

    /** The rows of tables that are under one of these rules, and whose content is here. */
    void forEachKey(Collection<Charter.TableRule> rules, BiConsumer<Charter.TableRule, RecordId> each) {
        if (rules.isEmpty()) {
            return;
        }
        var tables = new HashMap<DatasetPath, Charter.TableRule>();
        head.tree().forEach("data", file -> {
            if (DatasetPath.fault(file.path()).isEmpty()) {
                var path = new DatasetPath(file.path());
                head.charter()
                        .findTable(path)
                        .filter(rules::contains)
                        .filter(rule -> find(path).isPresent()
                                && head.findTableKey(path).isPresent())
                        .ifPresent(rule -> tables.put(path, rule));
            }
        });
        tables.forEach((path, rule) -> {
            if (head.hasContent(path)) {
                head.readTable(path, (key, row) -> each.accept(rule, RecordId.ofRow(path, key.toString())));
            }
        });
    }
}
