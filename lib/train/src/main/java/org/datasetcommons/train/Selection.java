package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.precondition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.check.Signatures;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.license.LicensePolicy;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.table.Row;
import org.datasetcommons.version.SignedContribution;
import org.datasetcommons.version.Version;

/**
 * The records of a version that a recipe asks for, divided into those that may be used and those that may not. Used is
 * only what a contributor gave in a statement that they signed, on a licence that the charter takes in, with consent for
 * the recipe's purpose at the time of use.
 *
 * @param records those that may be used, by id
 * @param examples the same as a model sees them, in order of id
 * @param unmeasurable why a model may not be measured on some of them: id to reason
 * @param excluded why others may not be used: id to reason
 */
public record Selection(
        SortedMap<RecordId, ManifestEntry> records,
        List<Example> examples,
        SortedMap<String, String> unmeasurable,
        SortedMap<String, String> excluded) {
    /** The purpose that covers measuring; the recipe's covers it too, unless this one was refused by name. */
    static final String MEASURING = "evaluate";

    public Selection {
        records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
        examples = List.copyOf(examples);
        unmeasurable = Collections.unmodifiableSortedMap(new TreeMap<>(unmeasurable));
        excluded = Collections.unmodifiableSortedMap(new TreeMap<>(excluded));
    }

    /**
     * Selects. Content is not read yet, except of tables.
     *
     * @param when the time of use, at which consent must hold
     * @throws org.datasetcommons.CommonsException if content of a record that may be used is not here
     */
    public static Selection of(Version version, Recipe recipe, Instant when, SignatureVerifier verifier) {
        return new Selecting(version, recipe, when, verifier).run();
    }

    private static final class Selecting {
        private final Version version;
        private final Recipe recipe;
        private final Instant when;
        private final Signatures signatures;
        private final LicensePolicy policy;
        private final Map<String, Optional<String>> faults = new HashMap<>();
        private final SortedMap<RecordId, ManifestEntry> records = new TreeMap<>();
        private final SortedMap<String, String> unmeasurable = new TreeMap<>();
        private final SortedMap<String, String> excluded = new TreeMap<>();

        Selecting(Version version, Recipe recipe, Instant when, SignatureVerifier verifier) {
            this.version = version;
            this.recipe = recipe;
            this.when = when;
            this.signatures = new Signatures(verifier);
            this.policy = LicensePolicy.of(
                    version.charter().license(), version.charter().accept());
        }

        Selection run() {
            signatures.fault(version.roots()).ifPresent(fault -> {
                throw precondition("this version is not to be trusted: " + fault)
                        .hint("`commons verify` tells the whole");
            });
            var coverage = version.coverage();
            coverage.absent().stream().filter(recipe::takes).findFirst().ifPresent(Selecting::isNotHere);
            coverage.uncovered().stream()
                    .filter(id -> recipe.takes(id.path()))
                    .forEach(id -> excluded.put(id.toString(), "no contribution covers it"));
            coverage.malformed().forEach((path, fault) -> {
                if (DatasetPath.fault(path).isEmpty() && recipe.takes(new DatasetPath(path))) {
                    excluded.put(path, fault);
                }
            });
            for (var entry : coverage.manifest()) {
                if (recipe.takes(entry.id().path())) {
                    take(entry);
                }
            }
            return new Selection(records, examples(), unmeasurable, excluded);
        }

        private void take(ManifestEntry entry) {
            var refusal = refusal(entry);
            if (refusal.isPresent()) {
                excluded.put(entry.id().toString(), refusal.get());
                return;
            }
            if (entry.id().key().isEmpty() && !version.store().has(entry.digest())) {
                isNotHere(entry.id().path());
            }
            records.put(entry.id(), entry);
            var consent =
                    version.contribution(entry.contribution()).contribution().consent();
            if (consent.deny().contains(MEASURING)) {
                consent.refusal(MEASURING, when)
                        .ifPresent(reason -> unmeasurable.put(entry.id().toString(), reason));
            }
        }

        private static void isNotHere(DatasetPath path) {
            throw precondition("the content of " + path + " is not here, so it cannot be used")
                    .hint(ObjectStore.HOW_TO_FETCH)
                    .hint("or leave it out: `data: {include: [...]}` in the recipe");
        }

        private Optional<String> refusal(ManifestEntry entry) {
            var signed = version.contribution(entry.contribution());
            return faults.computeIfAbsent(entry.contribution(), id -> fault(signed))
                    .or(() -> policy.refusal(entry.terms().license()))
                    .or(() -> signed.contribution().consent().refusal(recipe.purpose(), when));
        }

        private Optional<String> fault(SignedContribution signed) {
            var id = signed.contribution().id();
            var contributor = Optional.ofNullable(version.contributors().get(id.contributor()));
            return signatures
                    .fault(signed, contributor, version.datasetId())
                    .map(fault -> "contribution " + id + " " + fault);
        }

        private List<Example> examples() {
            var rows = new TreeMap<RecordId, SortedMap<String, String>>();
            records.keySet().stream()
                    .filter(id -> id.key().isPresent())
                    .map(RecordId::path)
                    .distinct()
                    .forEach(path -> version.readTable(path, (key, row) -> {
                        var id = RecordId.ofRow(path, key.toString());
                        if (records.containsKey(id)) {
                            rows.put(id, cells(row));
                        }
                    }));
            var examples = new ArrayList<Example>();
            records.forEach(
                    (id, entry) -> examples.add(id.key().isPresent() ? ofRow(entry, rows.get(id)) : ofFile(entry)));
            return examples;
        }

        private static SortedMap<String, String> cells(Row row) {
            var cells = new TreeMap<String, String>();
            var names = row.columns().names();
            for (int i = 0; i < names.size(); i++) {
                Node value = row.values().get(i);
                if (!(value instanceof Node.Scalar scalar)) {
                    cells.put(names.get(i), Json.line(value));
                } else if (scalar.type() != Node.Type.NULL) {
                    cells.put(names.get(i), scalar.text());
                }
            }
            return cells;
        }

        private static Example ofRow(ManifestEntry entry, SortedMap<String, String> cells) {
            var fields = common(entry);
            fields.putAll(cells);
            fields.put(Fields.KEY, entry.id().key().orElseThrow());
            return new Example(entry.id().toString(), entry.digest(), fields, Optional.empty());
        }

        private Example ofFile(ManifestEntry entry) {
            var fields = common(entry);
            String path = entry.id().path().text();
            String parent = path.substring(0, path.lastIndexOf('/'));
            fields.put(Fields.FOLDER, parent.substring(parent.lastIndexOf('/') + 1));
            Digest oid = entry.digest();
            var store = version.store();
            return new Example(entry.id().toString(), oid, fields, Optional.of(() -> store.read(oid)));
        }

        private static SortedMap<String, String> common(ManifestEntry entry) {
            var fields = new TreeMap<String, String>();
            entry.meta().forEach((name, value) -> fields.put(Fields.META + name, value));
            fields.put(Fields.PATH, entry.id().path().text());
            fields.put(Fields.CONTRIBUTOR, entry.contributor().name());
            fields.put(Fields.LICENSE, entry.terms().license().toString());
            return fields;
        }
    }
}
