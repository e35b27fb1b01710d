package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Node;
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
            return new TableRule(new PathPattern(fields.text("files")), fields.text("key"), fields.texts("columns"));
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
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw invalid(fields.get("name").at().prefix() + "not a dataset name: '" + name + "'")
                    .hint("a name has 1 to 63 of a-z, 0-9 and '-'");
        }
        var privacy = fields.findText("privacy").orElse("plain");
        if (!privacy.equals("plain")) {
            throw invalid(fields.get("privacy").at().prefix() + "unknown privacy '" + privacy + "'")
                    .hint("format 1 of this version knows: plain");
        }
        var accept = new ArrayList<LicenseExpression>();
        fields.items("accept").forEach(item -> accept.add(LicenseExpression.parse(item.asText())));
        var purposes = new LinkedHashMap<String, String>();
        fields.find("purposes")
                .ifPresent(node -> node.asFields().values().forEach((p, words) -> purposes.put(p, words.asText())));
        var tables = new ArrayList<TableRule>();
        fields.items("tables").forEach(item -> tables.add(TableRule.from(item.asFields())));
        var gates = fields.find("gates").map(node -> node.asFields().only("largestFile"));
        return new Charter(
                name,
                fields.findText("title").orElse(name),
                fields.findText("description").orElse(""),
                LicenseExpression.parse(fields.text("license")),
                accept,
                purposes,
                tables,
                objects(fields),
                gates.flatMap(g -> g.find("largestFile")).map(Node::asInteger).orElse(DEFAULT_LARGEST_FILE));
    }

    private static List<Address> objects(Node.Fields fields) {
        var places = new ArrayList<Address>();
        for (var item : fields.items("objects")) {
            try {
                places.add(Address.parse(item.asText()));
            } catch (CommonsException e) {
                throw invalid(item.at().prefix() + e.getMessage(), e).hint(String.join("; ", e.hints()));
            }
        }
        return places;
    }

    /** The rule for this file, if it is a table. */
    public Optional<TableRule> findTable(DatasetPath path) {
        return tables.stream().filter(rule -> rule.files().matches(path)).findFirst();
    }
}
