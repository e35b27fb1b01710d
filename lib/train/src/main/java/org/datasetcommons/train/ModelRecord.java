package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.contributor.Times;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.provenance.Statement;
import org.datasetcommons.release.VersionNumber;

/**
 * What {@code model-record.json} states: on which version a model was trained, how, and for what purpose its records could be
 * used. The files of the model are its subjects; {@code records.jsonl} among them lists every record.
 *
 * @param files digests of the other files of the model, by name
 * @param purpose the one for which consent was judged
 * @param used the time of use at which consent was judged
 * @param threads that the engine used, since they too decide the last bits
 * @param licenses how many records were used under each licence
 * @param contributions those that the records came from
 * @param libraries what computed, by name
 * @param contributor who signed, where the dataset knows them
 * @param key with which it was signed; empty if it was not
 */
public record ModelRecord(
        SortedMap<String, Digest> files,
        Source source,
        RecipeUsed recipe,
        String purpose,
        Instant used,
        long seed,
        int threads,
        Counts counts,
        SortedMap<String, Long> licenses,
        List<ContributionUsed> contributions,
        SortedMap<String, String> libraries,
        Optional<Handle> contributor,
        Optional<PublicKey> key,
        Instant created) {
    public static final String PREDICATE = Statement.BASE + "model/v1";

    /** What every reader of JSON can hold exactly. */
    public static final long LARGEST_SEED = (1L << 53) - 1;

    /**
     * The version that a model was trained on.
     *
     * @param dataset the dataset's id
     * @param release empty if the version is none
     * @param manifest digest of the manifest's lines, as a release states it
     * @param root RFC 6962 root over them, as a release states it
     * @param records that the version has
     */
    public record Source(
            Digest dataset,
            String name,
            CommitId commit,
            Optional<ReleaseUsed> release,
            Digest manifest,
            Digest root,
            long records) {
        /** The release number, or else the commit. */
        public String version() {
            return release.map(r -> r.version().text()).orElse(commit.hex());
        }
    }

    /** A release, and the digest of its statement. */
    public record ReleaseUsed(VersionNumber version, Digest statement) {}

    /** A recipe, and the digest of its file as it was written. */
    public record RecipeUsed(String name, String task, Digest file) {}

    /** How many records were learnt from, measured on, and left out. */
    public record Counts(long learned, long held, long excluded) {
        static Counts of(Uses uses) {
            return new Counts(
                    uses.learned().size(), uses.held().size(), uses.excluded().size());
        }
    }

    /** A contribution by the digest of its statement, and how many of its records were used. */
    public record ContributionUsed(ContributionId id, Digest statement, long records) {}

    public ModelRecord {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        licenses = Collections.unmodifiableSortedMap(new TreeMap<>(licenses));
        contributions = List.copyOf(contributions);
        libraries = Collections.unmodifiableSortedMap(new TreeMap<>(libraries));
    }

    static ModelRecord from(Node.Fields statementFields) {
        var statement = Statement.from(statementFields);
        var predicate = statement.predicateOf(PREDICATE);
        var files = new TreeMap<String, Digest>();
        statement.subjects().forEach(subject -> files.put(subject.name(), subject.digest()));
        var recipe = predicate.fields("recipe");
        var records = predicate.fields("records");
        var licenses = new TreeMap<String, Long>();
        predicate.items("licenses").stream()
                .map(Node::asFields)
                .forEach(line -> licenses.put(line.text("license"), line.integer("records")));
        var libraries = new TreeMap<String, String>();
        predicate.fields("libraries").values().forEach((name, version) -> libraries.put(name, version.asText()));
        return new ModelRecord(
                files,
                source(predicate),
                new RecipeUsed(recipe.text("name"), recipe.text("task"), Digest.parse(recipe.text("sha256"))),
                predicate.text("purpose"),
                Times.parse(predicate.get("used")),
                seed(predicate.get("seed")),
                Encoder.number(predicate, "threads", 1, 1 << 16),
                new Counts(records.integer("train"), records.integer("test"), records.integer("excluded")),
                licenses,
                predicate.items("contributions").stream()
                        .map(Node::asFields)
                        .map(line -> new ContributionUsed(
                                new ContributionId(line.text("id")),
                                Digest.parse(line.text("sha256")),
                                line.integer("records")))
                        .toList(),
                libraries,
                predicate.findText("contributor").map(Handle::parse),
                predicate.findText("key").map(PublicKey::parse),
                Times.parse(predicate.get("created")));
    }

    private static Source source(Node.Fields predicate) {
        var manifest = predicate.fields("manifest");
        return new Source(
                Digest.parse(predicate.text("dataset")),
                predicate.text("name"),
                commit(predicate.get("commit")),
                predicate
                        .find("release")
                        .map(Node::asFields)
                        .map(release -> new ReleaseUsed(
                                new VersionNumber(release.text("version")), Digest.parse(release.text("sha256")))),
                Digest.parse(manifest.text("sha256")),
                Digest.parse(manifest.text("root")),
                manifest.integer("records"));
    }

    private static long seed(Node node) {
        long seed = node.asInteger();
        if (seed < 0 || seed > LARGEST_SEED) {
            throw invalid(node.at().prefix() + "a seed is from 0 to " + LARGEST_SEED + ", not " + seed);
        }
        return seed;
    }

    private static CommitId commit(Node node) {
        try {
            return new CommitId(node.asText());
        } catch (IllegalArgumentException e) {
            throw invalid(node.at().prefix() + "not a commit id (40 lower-case hex digits): " + node.asText(), e);
        }
    }

    Statement toStatement() {
        var subjects = new ArrayList<Statement.Subject>();
        files.forEach((name, digest) -> subjects.add(new Statement.Subject(name, digest)));
        var predicate = Node.fields().put("dataset", source.dataset().hex()).put("name", source.name());
        predicate.put("commit", source.commit().hex());
        source.release()
                .ifPresent(release -> predicate.put(
                        "release",
                        Node.fields()
                                .put("version", release.version().text())
                                .put("sha256", release.statement().hex())));
        predicate
                .put(
                        "manifest",
                        Node.fields()
                                .put("records", source.records())
                                .put("sha256", source.manifest().hex())
                                .put("root", source.root().hex()))
                .put(
                        "recipe",
                        Node.fields()
                                .put("name", recipe.name())
                                .put("task", recipe.task())
                                .put("sha256", recipe.file().hex()))
                .put("purpose", purpose)
                .put("used", used.toString())
                .put("seed", seed)
                .put("threads", threads)
                .put(
                        "records",
                        Node.fields()
                                .put("train", counts.learned())
                                .put("test", counts.held())
                                .put("excluded", counts.excluded()))
                .put("licenses", Node.items(licenseLines()))
                .put("contributions", Node.items(contributionLines()))
                .put("libraries", libraryFields())
                .putIfPresent("contributor", contributor.map(Handle::name))
                .putIfPresent("key", key.map(PublicKey::line))
                .put("created", created.toString());
        return new Statement(subjects, PREDICATE, predicate.build());
    }

    private List<Node> licenseLines() {
        var lines = new ArrayList<Node>();
        licenses.forEach((license, count) -> lines.add(
                Node.fields().put("license", license).put("records", count).build()));
        return lines;
    }

    private List<Node> contributionLines() {
        var lines = new ArrayList<Node>();
        contributions.forEach(used -> lines.add(Node.fields()
                .put("id", used.id().text())
                .put("sha256", used.statement().hex())
                .put("records", used.records())
                .build()));
        return lines;
    }

    private FieldsBuilder libraryFields() {
        var fields = Node.fields();
        libraries.forEach(fields::put);
        return fields;
    }
}
