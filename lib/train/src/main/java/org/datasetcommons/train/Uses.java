package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/**
 * What became of each record that a recipe asked for, as {@code records.jsonl} lists it.
 *
 * @param learned those that were learnt from: id to digest
 * @param held those that were measured on: id to digest
 * @param excluded those that were not used: id to reason
 */
public record Uses(
        SortedMap<String, Digest> learned, SortedMap<String, Digest> held, SortedMap<String, String> excluded) {
    public Uses {
        learned = Collections.unmodifiableSortedMap(new TreeMap<>(learned));
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
        excluded = Collections.unmodifiableSortedMap(new TreeMap<>(excluded));
    }

    static Uses read(String file, byte[] bytes, Documents documents) {
        var learned = new TreeMap<String, Digest>();
        var held = new TreeMap<String, Digest>();
        var excluded = new TreeMap<String, String>();
        documents.jsonLines(file, bytes, line -> {
            String id = line.text("record");
            if (learned.containsKey(id) || held.containsKey(id) || excluded.containsKey(id)) {
                throw invalid(line.at().prefix() + "record stands twice: " + id);
            }
            switch (line.text("use")) {
                case "train" -> learned.put(id, Digest.parse(line.text("sha256")));
                case "test" -> held.put(id, Digest.parse(line.text("sha256")));
                case "excluded" -> excluded.put(id, line.text("reason"));
                default -> throw invalid(line.at().prefix() + "unknown use '" + line.text("use") + "'");
            }
        });
        var uses = new Uses(learned, held, excluded);
        if (!Arrays.equals(uses.bytes(), bytes)) {
            throw invalid(file + " is not in its one form: sorted by record, with no field more");
        }
        return uses;
    }

    /** One line a record, in order of its id. */
    byte[] bytes() {
        var lines = new TreeMap<String, FieldsBuilder>();
        learned.forEach((id, digest) -> lines.put(id, line(id, "train").put("sha256", digest.hex())));
        held.forEach((id, digest) -> lines.put(id, line(id, "test").put("sha256", digest.hex())));
        excluded.forEach((id, reason) -> lines.put(id, line(id, "excluded").put("reason", reason)));
        var out = new StringBuilder();
        lines.values().forEach(line -> out.append(Json.line(line.build())).append('\n'));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static FieldsBuilder line(String id, String use) {
        return Node.fields().put("record", id).put("use", use);
    }

    /** How many records were used. */
    public int used() {
        return learned.size() + held.size();
    }

    /** Whether the record of this id was learnt from or measured on. */
    boolean isUsed(String id) {
        return learned.containsKey(id) || held.containsKey(id);
    }

    /** How many records were left out for each reason. */
    public SortedMap<String, Long> reasons() {
        return counted(excluded);
    }

    static SortedMap<String, Long> counted(SortedMap<String, String> excluded) {
        var counts = new TreeMap<String, Long>();
        excluded.values().forEach(reason -> counts.merge(reason, 1L, Long::sum));
        return counts;
    }
}
