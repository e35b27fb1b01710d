package org.datasetcommons.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.SortedBytes;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.sorting.Sorting;
import org.datasetcommons.version.DigestFilter;

/**
 * The same bytes stand in a version once; the same key stands once among the files of a table. What a change brings is
 * compared with itself, with all files, and with the keys of tables under the same rule.
 */
final class DuplicateRule implements Rule {
    @Override
    public String name() {
        return "duplicate";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var charter = change.judge().charter();
        var byDigest = change.head().sorting();
        var byKey = change.head().sorting();
        var brought = new DigestFilter();
        var rules = new HashSet<Charter.TableRule>();
        for (var entry : change.coverage().manifest()) {
            byDigest.add(joined(entry.digest().raw(), SortedBytes.id(entry.id())));
            brought.add(entry.digest());
            var rule = charter.findTable(entry.id().path());
            if (rule.isPresent() && entry.id().key().isPresent()) {
                rules.add(rule.get());
                byKey.add(keyed(rule.get(), entry.id()));
            }
        }
        if (change.base().filter(change.head()::readsAlike).isPresent()) {
            var unchanged = new Unchanged(change);
            unchanged.forEachFile(brought, (id, digest) -> byDigest.add(joined(digest.raw(), SortedBytes.id(id))));
            unchanged.forEachKey(rules, (rule, id) -> byKey.add(keyed(rule, id)));
        }
        forEachTwin(
                byDigest,
                item -> Digest.LENGTH,
                (first, other) -> findings.accept(
                        Finding.warning(name(), Finding.Subject.record(other), "has the same content as " + first)));
        forEachTwin(
                byKey,
                DuplicateRule::lengthToZero,
                (first, other) -> findings.accept(Finding.error(
                        name(),
                        Finding.Subject.record(other),
                        "has the key of " + first + ", in a table whose keys are unique")));
    }

    private static byte[] keyed(Charter.TableRule rule, RecordId id) {
        String name = rule.files() + "#" + id.key().orElseThrow() + "\0";
        return joined(name.getBytes(StandardCharsets.UTF_8), SortedBytes.id(id));
    }

    private static byte[] joined(byte[] start, byte[] end) {
        byte[] both = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, both, start.length, end.length);
        return both;
    }

    private static int lengthToZero(byte[] item) {
        int length = 0;
        while (item[length] != 0) {
            length++;
        }
        return length + 1;
    }

    /**
     * Those that begin alike, each with the first of them.
     *
     * @param beginning how many bytes stand before the id
     */
    private static void forEachTwin(
            Sorting sorted, ToIntFunction<byte[]> beginning, BiConsumer<RecordId, RecordId> each) {
        byte[] first = {};
        for (byte[] item : sorted) {
            int length = beginning.applyAsInt(item);
            if (length <= first.length && Arrays.equals(first, 0, length, item, 0, length)) {
                each.accept(id(first, length), id(item, length));
            } else {
                first = item;
            }
        }
    }

    private static RecordId id(byte[] item, int at) {
        return SortedBytes.readId(ByteBuffer.wrap(item).position(at));
    }
}
