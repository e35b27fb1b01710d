package org.datasetcommons.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.datasetcommons.CommonsException;
import org.datasetcommons.check.Signatures;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.governance.TrustRoot.Holder;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.governance.TrustRoot.RoleHolders;
import org.datasetcommons.io.crypto.Ed25519Key;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.testkit.MapTree;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.testkit.TreeRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/trust-root.md}: each vector is what lies in the folder {@code trust}. */
class TrustRootVectorsTest {
    static List<Path> good() {
        return FormatVectors.foldersIn("trust-root/good");
    }

    static List<Path> bad() {
        return FormatVectors.foldersIn("trust-root/bad");
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesGoodVector(Path vector) throws IOException {
        assertEquals(Optional.empty(), fault(vector));
        for (Path file : FormatVectors.in("trust-root/good/" + vector.getFileName(), ".root.json")) {
            var root = TrustRoot.from(new org.datasetcommons.io.yaml.StrictDocuments()
                    .json(file.toString(), java.nio.file.Files.readAllBytes(file)));
            FormatVectors.hold(file, root.toStatement().bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorForTheReasonBesideIt(Path vector) throws IOException {
        String reason;
        try {
            reason = fault(vector).orElseThrow(() -> new AssertionError(vector + " is taken")) + "\n";
        } catch (CommonsException e) {
            reason = FormatVectors.spelled(e);
        }
        FormatVectors.holdBeside(vector, ".error", reason);
    }

    @Test
    void theVectorsAreWhatTheirNamesSay() throws IOException {
        for (var vector : goodOnes().entrySet()) {
            hold("trust-root/good/" + vector.getKey(), vector.getValue());
        }
        for (var vector : badOnes().entrySet()) {
            hold("trust-root/bad/" + vector.getKey(), vector.getValue());
        }
        assertEquals(goodOnes().size(), good().size());
        assertEquals(badOnes().size(), bad().size());
        assertTrue(bad().size() >= 25);
    }

    private static void hold(String folder, SortedMap<String, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            FormatVectors.hold(FormatVectors.at(folder).resolve(file.getKey()), file.getValue());
        }
    }

    private static Optional<String> fault(Path vector) {
        var tree = new MapTree().put("commons.yaml", TestDataset.bytes(TestDataset.CHARTER));
        MapTree.of(vector).files().forEach((name, bytes) -> tree.put("trust/" + name, bytes));
        return new Signatures(new SshSignatureVerifier())
                .fault(TreeRepository.version(tree).roots());
    }

    // --- what the vectors are made of -------------------------------------------------------------------------------

    private static final Digest CHARTER = Digest.of(TestDataset.CHARTER);

    private static Holder holder(People person, Ed25519Key... more) {
        var keys = new java.util.ArrayList<PublicKey>(List.of(person.key()));
        Arrays.stream(more).map(Ed25519Key::publicKey).forEach(keys::add);
        return new Holder(person.handle(), keys);
    }

    private static RoleHolders role(int threshold, Holder... holders) {
        return new RoleHolders(threshold, List.of(holders));
    }

    private static TrustRoot root(long version, Optional<Digest> previous, RoleHolders rootRole, RoleHolders others) {
        var roles = new TreeMap<Role, RoleHolders>();
        for (var role : Role.values()) {
            roles.put(role, role == Role.ROOT ? rootRole : others);
        }
        Instant created = People.START.plusSeconds(86_400 * (version - 1));
        return new TrustRoot("tales", version, previous, CHARTER, roles, created);
    }

    /** The files of a folder {@code trust}. */
    private static final class Files {
        final SortedMap<String, byte[]> files = new TreeMap<>();

        Files put(TrustRoot root, People... signers) {
            return put(root.version(), root.toStatement().bytes(), signers);
        }

        Files put(long version, byte[] statement, People... signers) {
            files.put(version + ".root.json", statement);
            for (var person : signers) {
                sign(version, person.handle(), person.signer());
            }
            return this;
        }

        Files sign(long version, Handle as, Ed25519Key with) {
            files.put(
                    version + ".root.json." + as + ".sig",
                    with.sign(Namespace.ROOT, files.get(version + ".root.json")));
            return this;
        }

        Digest digest(long version) {
            return Digest.of(files.get(version + ".root.json"));
        }

        /** The statement with another text, signed again as it then is. */
        Files edit(long version, UnaryOperator<String> change, People... signers) {
            String before = new String(files.get(version + ".root.json"), StandardCharsets.UTF_8);
            String after = change.apply(before);
            assertTrue(!after.equals(before), "nothing was changed");
            return put(version, after.getBytes(StandardCharsets.UTF_8), signers);
        }
    }

    private static Files first() {
        var ana = role(1, holder(People.ANA));
        return new Files().put(root(1, Optional.empty(), ana, ana), People.ANA);
    }

    /** Ana, then two of Ana, Ben and Mia. */
    private static Files twoOfThree(People... signers) {
        var files = first();
        var three = role(2, holder(People.ANA), holder(People.BEN), holder(People.MIA));
        return files.put(root(2, Optional.of(files.digest(1)), three, role(1, holder(People.ANA))), signers);
    }

    private static SortedMap<String, SortedMap<String, byte[]>> goodOnes() {
        var good = new TreeMap<String, SortedMap<String, byte[]>>();
        good.put("first", first().files);
        good.put("two-of-three", twoOfThree(People.ANA, People.BEN).files);
        good.put("signed-by-more-than-are-needed", twoOfThree(People.ANA, People.BEN, People.MIA).files);

        // Ana has two keys, loses one, leaves; each step is signed by those before and after it.
        var both = role(1, holder(People.ANA, People.ANA.spare(2)));
        var handed = new Files().put(root(1, Optional.empty(), both, both), People.ANA);
        var second = role(
                1, new Holder(People.ANA.handle(), List.of(People.ANA.spare(2).publicKey())));
        handed.put(root(2, Optional.of(handed.digest(1)), second, second))
                .sign(2, People.ANA.handle(), People.ANA.spare(2));
        var ben = role(1, holder(People.BEN));
        handed.put(root(3, Optional.of(handed.digest(2)), ben, ben), People.BEN)
                .sign(3, People.ANA.handle(), People.ANA.spare(2));
        handed.put(
                root(4, Optional.of(handed.digest(3)), ben, role(1, holder(People.BEN), holder(People.MIA))),
                People.BEN);
        good.put("four-in-a-row", handed.files);
        return good;
    }

    private static SortedMap<String, SortedMap<String, byte[]>> badOnes() {
        var bad = new TreeMap<String, SortedMap<String, byte[]>>();
        var ana = role(1, holder(People.ANA));

        // The signatures of one root.
        bad.put("not-signed", new Files().put(root(1, Optional.empty(), ana, ana)).files);
        bad.put(
                "signed-by-somebody-else",
                new Files()
                        .put(root(1, Optional.empty(), ana, ana))
                        .sign(1, People.ANA.handle(), People.EVE.signer())
                        .files);
        var elsewhere = first();
        elsewhere.files.put(
                "1.root.json.ana.sig", People.ANA.signer().sign(Namespace.RELEASE, elsewhere.files.get("1.root.json")));
        bad.put("signed-in-the-namespace-of-releases", elsewhere.files);
        var changed = first();
        changed.files.put(
                "1.root.json",
                TestDataset.bytes(new String(changed.files.get("1.root.json"), StandardCharsets.UTF_8)
                        .replace("\"tales\"", "\"tails\"")));
        bad.put("changed-after-it-was-signed", changed.files);
        var twice = role(2, holder(People.ANA, People.ANA.spare(2)), holder(People.BEN));
        bad.put(
                "two-keys-of-one-person",
                new Files()
                        .put(root(1, Optional.empty(), twice, ana), People.ANA)
                        .sign(1, People.BEN.handle(), People.ANA.spare(2))
                        .files);

        // A root after another.
        bad.put("second-signed-by-too-few-of-its-own", twoOfThree(People.ANA).files);
        bad.put("second-signed-by-none-of-the-first", twoOfThree(People.BEN, People.MIA).files);
        var gap = first();
        gap.put(root(2, Optional.of(Digest.of("another")), ana, ana), People.ANA);
        bad.put("second-follows-another", gap.files);
        var removed = new Files().put(root(1, Optional.empty(), twice, ana), People.ANA, People.BEN);
        var one = role(1, holder(People.BEN));
        removed.put(root(2, Optional.of(removed.digest(1)), one, one), People.ANA, People.BEN);
        removed.put(root(3, Optional.of(removed.digest(2)), ana, ana), People.ANA);
        bad.put("third-signed-by-who-was-removed", removed.files);
        var replaced = twoOfThree(People.ANA, People.BEN);
        var eve = role(1, holder(People.EVE));
        replaced.put(root(1, Optional.empty(), eve, eve), People.EVE);
        bad.put("first-replaced", replaced.files);

        // What a statement cannot say.
        putEdited(bad, "version-0", "\"version\": 1", "\"version\": 0");
        putEdited(bad, "version-2-in-the-file-of-1", "\"version\": 1", "\"version\": 2");
        putEdited(bad, "version-in-quotes", "\"version\": 1", "\"version\": \"1\"");
        putEdited(bad, "threshold-0", "\"threshold\": 1", "\"threshold\": 0");
        putEdited(bad, "threshold-of-more-than-there-are", "\"threshold\": 1", "\"threshold\": 2");
        putEdited(bad, "threshold-below-nothing", "\"threshold\": 1", "\"threshold\": -1");
        putEdited(bad, "threshold-of-many-digits", "\"threshold\": 1", "\"threshold\": 4294967297");
        putEdited(bad, "role-missing", "\"log\"", "\"lag\"");
        putEdited(bad, "person-without-key", "              \"" + People.ANA.key() + "\"\n", "");
        putEdited(bad, "key-with-comment", People.ANA.key().line() + "\"", People.ANA.key() + " ana\"");
        putEdited(bad, "handle-in-upper-case", "\"handle\": \"ana\"", "\"handle\": \"Ana\"");
        putEdited(bad, "type-of-another-statement", "root/v1", "contribution/v1");
        putEdited(bad, "not-a-statement", "https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1");
        putEdited(bad, "subject-of-another-name", "\"commons.yaml\"", "\"charter.yaml\"");
        putEdited(bad, "digest-in-upper-case", CHARTER.hex(), CHARTER.hex().toUpperCase(java.util.Locale.ROOT));
        putEdited(bad, "created-in-local-time", "T10:00:00Z", "T10:00:00+01:00");
        putEdited(
                bad,
                "previous-of-the-first",
                "\"version\": 1,",
                "\"version\": 1,\n    \"previous\": \"" + CHARTER + "\",");
        putEdited(bad, "field-twice", "\"version\": 1,", "\"version\": 1,\n    \"version\": 1,");
        bad.put(
                "person-twice",
                first().edit(
                                1,
                                text -> {
                                    int start = text.indexOf("          {");
                                    int end = text.indexOf("          }") + "          }".length();
                                    String person = text.substring(start, end);
                                    return text.substring(0, end) + ",\n" + person + text.substring(end);
                                },
                                People.ANA)
                        .files);
        bad.put(
                "key-of-two-persons",
                first().edit(
                                1,
                                text -> {
                                    int start = text.indexOf("          {");
                                    int end = text.indexOf("          }") + "          }".length();
                                    String person = text.substring(start, end).replace("\"ana\"", "\"ben\"");
                                    return text.substring(0, end) + ",\n" + person + text.substring(end);
                                },
                                People.ANA)
                        .files);
        return bad;
    }

    private static void putEdited(
            SortedMap<String, SortedMap<String, byte[]>> bad, String name, String what, String by) {
        bad.put(
                name,
                first().edit(1, text -> text.replaceFirst(java.util.regex.Pattern.quote(what), by), People.ANA).files);
    }
}
