package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.store.Address;

/**
 * The rules the tool executes, as people write them in {@code commons.yaml}.
 *
 * @param license of the collection as a whole
 * @param accept licences that a contribution may have; empty: whatever fits the collection's licence
 * @param purposes what the records may be used for if their contributors agree: name to plain words
 * @param tables which files are tables, and by which column their rows are known
 * @param objects where content can be fetched beside the remote
 * @param largestFile bytes; a larger file is not taken
 */
public record Charter(
        String name,
        String title,
        String description,
        LicenseExpression license,
        List<LicenseExpression> accept,
        Map<String, String> purposes,
        List<TableRule> tables,
        List<Address> objects,
        long largestFile) {
    /** Where it stands. */
    public static final String FILE = "commons.yaml";

    private static final long DEFAULT_LARGEST_FILE = 10L << 30;
    private static final Pattern WORD = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /**
     * Files that are tables.
     *
     * @param key the column by which rows are known
     * @param columns those that every row must have; empty: any
     */
    public record TableRule(PathPattern files, String key, List<String> columns) {
        public TableRule {
            columns = List.copyOf(columns);
        }

        static TableRule from(Node.Fields fields) {
            fields.only("files", "key", "columns");
            return new TableRule(fields.parsed("files", PathPattern::new), fields.text("key"), fields.texts("columns"));
        }
    }

    public Charter {
        accept = List.copyOf(accept);
        purposes = Collections.unmodifiableMap(new LinkedHashMap<>(purposes));
        tables = List.copyOf(tables);
        objects = List.copyOf(objects);
    }

    /** @throws org.datasetcommons.CommonsException if a field is missing, unknown or malformed, with its place */
    public static Charter from(Node.Fields fields) {
        fields.only(
                "format",
                "name",
                "title",
                "description",
                "license",
                "accept",
                "purposes",
                "tables",
                "objects",
                "gates",
                "privacy");
        if (fields.integer("format") != 1) {
            throw invalid(fields.get("format").at().prefix() + "unknown format " + fields.integer("format"))
                    .hint("this version of commons reads format 1; a newer one may read it");
        }
        String name = fields.text("name");
        requireName(name, fields.get("name").at());
        var privacy = fields.findText("privacy").orElse("plain");
        if (!privacy.equals("plain")) {
            throw invalid(fields.get("privacy").at().prefix() + "unknown privacy '" + privacy + "'")
                    .hint("format 1 of this version knows: plain");
        }
        var accept = new ArrayList<LicenseExpression>();
        fields.items("accept").forEach(item -> accept.add(item.as(LicenseExpression::parse)));
        var purposes = new LinkedHashMap<String, String>();
        fields.find("purposes")
                .ifPresent(node -> node.asFields().values().forEach((purpose, words) -> {
                    requirePurpose(purpose, words.at());
                    purposes.put(purpose, words.asText());
                }));
        var tables = new ArrayList<TableRule>();
        fields.items("tables").forEach(item -> tables.add(TableRule.from(item.asFields())));
        var gates = fields.find("gates").map(node -> node.asFields().only("largestFile"));
        return new Charter(
                name,
                fields.findText("title").orElse(name),
                fields.findText("description").orElse(""),
                fields.parsed("license", LicenseExpression::parse),
                accept,
                purposes,
                tables,
                fields.items("objects").stream()
                        .map(item -> item.as(Address::parse))
                        .toList(),
                gates.flatMap(g -> g.find("largestFile")).map(Charter::bytes).orElse(DEFAULT_LARGEST_FILE));
    }

    /** @throws org.datasetcommons.CommonsException if a dataset cannot have this name */
    public static void requireName(String name, Place at) {
        if (!WORD.matcher(name).matches()) {
            throw invalid(at.prefix() + "not a dataset name: '" + name + "'")
                    .hint("a name has 1 to 63 of a-z, 0-9 and '-'");
        }
    }

    private static long bytes(Node node) {
        long bytes = node.asInteger();
        if (bytes < 1) {
            throw invalid(node.at().prefix() + "not a number of bytes: " + bytes);
        }
        return bytes;
    }

    /** @throws org.datasetcommons.CommonsException if the word cannot be the name of a purpose */
    public static void requirePurpose(String word, Place at) {
        if (!WORD.matcher(word).matches()) {
            throw invalid(at.prefix() + "not a purpose: '" + word + "'")
                    .hint("a purpose has 1 to 63 of a-z, 0-9 and '-', as in train or evaluate");
        }
    }

    /** A licence that a contribution may have, for examples: the collection's own where that is accepted. */
    public LicenseExpression usualLicense() {
        return usualLicense(license, accept);
    }

    /** The same for a charter with these fields. */
    public static LicenseExpression usualLicense(LicenseExpression license, List<LicenseExpression> accept) {
        return accept.isEmpty() || accept.contains(license) ? license : accept.get(0);
    }

    /** The rule for this file, if it is a table. */
    public Optional<TableRule> findTable(DatasetPath path) {
        return tables.stream().filter(rule -> rule.files().matches(path)).findFirst();
    }
}
