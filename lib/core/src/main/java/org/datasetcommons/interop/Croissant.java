package org.datasetcommons.interop;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.document.Node;
import org.datasetcommons.license.LicenseUrls;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.release.Release;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.table.TableFormat;
import org.datasetcommons.version.Version;

/** A release as Croissant 1.1 metadata, which search engines and loaders read. */
final class Croissant {
    /** The context that the format's own validator compares with, term by term. */
    private static final List<String> CR_TERMS = List.of(
            "annotation",
            "arrayShape",
            "citeAs",
            "column",
            "containedIn",
            "equivalentProperty",
            "excludes",
            "extract",
            "field",
            "fileObject",
            "fileProperty",
            "fileSet",
            "format",
            "includes",
            "isArray",
            "isLiveDataset",
            "jsonPath",
            "key",
            "md5",
            "parentField",
            "path",
            "readLines",
            "recordSet",
            "references",
            "regex",
            "repeated",
            "replace",
            "samplingRate",
            "sdVersion",
            "separator",
            "source",
            "subField",
            "transform",
            "unArchive",
            "value");

    private final Version version;
    private final Release release;

    Croissant(Version version, Release release) {
        this.version = version;
        this.release = release;
    }

    Node.Fields document() {
        var charter = version.charter();
        var licenses = new TreeSet<String>(release.license().licenses());
        var distribution = new ArrayList<Node>();
        var recordSets = new ArrayList<Node>();
        describeTables(distribution, recordSets);
        describeFiles(distribution);
        var document = Node.fields()
                .put("@context", context())
                .put("@type", "sc:Dataset")
                .put("name", charter.name())
                .put("description", charter.description().isEmpty() ? charter.title() : charter.description())
                .put("conformsTo", "http://mlcommons.org/croissant/1.1")
                .put("license", licenses.stream().map(LicenseUrls::url).toList())
                .put("url", Statement.BASE + "dataset/" + release.dataset())
                .put("version", release.version().text())
                .put(
                        "datePublished",
                        release.created().atZone(ZoneOffset.UTC).toLocalDate().toString())
                .put(
                        "creator",
                        Node.fields().put("@type", "sc:Organization").put("name", charter.title() + " contributors"))
                .put("citeAs", citation())
                .put("distribution", Node.items(distribution));
        if (!recordSets.isEmpty()) {
            document.put("recordSet", Node.items(recordSets));
        }
        return document.build();
    }

    private String citation() {
        return version.charter().title() + " contributors: " + version.charter().title() + ", version "
                + release.version() + ", "
                + release.created().atZone(ZoneOffset.UTC).getYear() + ", manifest root " + release.root();
    }

    private static Node context() {
        var context = Node.fields()
                .put("@language", "en")
                .put("@vocab", "https://schema.org/")
                .put("sc", "https://schema.org/")
                .put("cr", "http://mlcommons.org/croissant/")
                .put("rai", "http://mlcommons.org/croissant/RAI/")
                .put("dct", "http://purl.org/dc/terms/")
                .put("prov", "http://www.w3.org/ns/prov#")
                .put("odrl", "http://www.w3.org/ns/odrl/2/")
                .put("conformsTo", "dct:conformsTo")
                .put("data", typed("cr:data", "@json"))
                .put("dataType", typed("cr:dataType", "@vocab"))
                .put("examples", typed("cr:examples", "@json"))
                .put("description", Node.fields().put("@container", "@language"))
                .put("name", Node.fields().put("@container", "@language"));
        CR_TERMS.forEach(term -> context.put(term, "cr:" + term));
        return context.build();
    }

    private static Node typed(String id, String type) {
        return Node.fields().put("@id", id).put("@type", type).build();
    }

    private void describeTables(List<Node> distribution, List<Node> recordSets) {
        version.coverage().tables().forEach((path, key) -> {
            var pointer =
                    Pointer.parse(path.text(), version.tree().read(path.text()).orElseThrow());
            var format = TableFormat.ofFileName(path.name());
            String id = slug(path);
            distribution.add(Node.fields()
                    .put("@type", "cr:FileObject")
                    .put("@id", id)
                    .put("name", path.name())
                    .put("contentUrl", path.text())
                    .put("contentSize", pointer.size() + " B")
                    .put("encodingFormat", mediaType(format))
                    .put("sha256", pointer.oid().hex())
                    .build());
            var fields = new ArrayList<Node>();
            for (String column : version.columns(path)) {
                fields.add(Node.fields()
                        .put("@type", "cr:Field")
                        .put("@id", id + "/" + slug(column))
                        .put("name", column)
                        .put("dataType", "sc:Text")
                        .put(
                                "source",
                                Node.fields()
                                        .put("fileObject", Node.fields().put("@id", id))
                                        .put("extract", Node.fields().put("column", column)))
                        .build());
            }
            recordSets.add(Node.fields()
                    .put("@type", "cr:RecordSet")
                    .put("@id", id + "-rows")
                    .put("name", id + "-rows")
                    .put("key", Node.fields().put("@id", id + "/" + slug(key)))
                    .put("field", Node.items(fields))
                    .build());
        });
    }

    /** Files that are not tables, as one set for each media type. */
    private void describeFiles(List<Node> distribution) {
        var byType = new java.util.TreeMap<String, TreeSet<String>>();
        for (var entry : version.coverage().manifest()) {
            entry.type()
                    .ifPresent(type -> byType.computeIfAbsent(type, t -> new TreeSet<>())
                            .add(extension(entry.id().path())
                                    .map(e -> "data/*." + e)
                                    .orElse(entry.id().path().text())));
        }
        byType.forEach((type, includes) -> distribution.add(Node.fields()
                .put("@type", "cr:FileSet")
                .put("@id", slug("files-" + type))
                .put("name", "files of type " + type)
                .put("encodingFormat", type)
                .put("includes", includes)
                .build()));
    }

    private static Optional<String> extension(DatasetPath path) {
        int dot = path.name().lastIndexOf('.');
        return dot <= 0 ? Optional.empty() : Optional.of(path.name().substring(dot + 1));
    }

    private static String slug(DatasetPath path) {
        return slug(path.text().substring(DatasetPath.DATA.length()));
    }

    /** Croissant's own word for JSON Lines differs from the others'. */
    private static String mediaType(TableFormat format) {
        return format == TableFormat.JSONL ? "application/jsonlines" : format.mediaType();
    }

    /** Ids may have no white space, not even percent-encoded. */
    private static String slug(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]+", "-");
    }
}
