package org.datasetcommons.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.testkit.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/release.md}: the statement. Its envelope has vectors of its own. */
class ReleaseVectorsTest {
    static List<Path> good() {
        return FormatVectors.in("release/good", ".json");
    }

    static List<Path> bad() {
        return FormatVectors.in("release/bad", ".json");
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsGoodVectorAndWritesItAgain(Path vector) throws IOException {
        assertArrayEquals(Files.readAllBytes(vector), read(vector).toStatement().bytes());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorWithTheMessageBesideIt(Path vector) throws IOException {
        FormatVectors.holdRefusal(vector, () -> read(vector));
    }

    private static Release read(Path vector) throws IOException {
        return Release.from(new StrictDocuments().json("release.json", Files.readAllBytes(vector)));
    }

    @Test
    void theVectorsAreWhatTheirNamesSay() throws IOException {
        for (var vector : goodOnes().entrySet()) {
            FormatVectors.hold(
                    FormatVectors.at("release/good/" + vector.getKey() + ".json"),
                    vector.getValue().toStatement().bytes());
        }
        for (var vector : badOnes().entrySet()) {
            FormatVectors.hold(
                    FormatVectors.at("release/bad/" + vector.getKey() + ".json"),
                    vector.getValue().getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(goodOnes().size(), good().size());
        assertEquals(badOnes().size(), bad().size());
        assertTrue(bad().size() >= 20, bad().size() + " bad vectors");
    }

    private static Release release(String version, Optional<Digest> previous) {
        return new Release(
                Digest.of("dataset"),
                "tales",
                new VersionNumber(version),
                previous,
                Digest.of("manifest"),
                Digest.of("root"),
                3,
                115,
                LicenseExpression.parse("CC-BY-4.0"),
                List.of(new Handle("ana"), new Handle("ben")),
                Digest.of("charter"),
                Digest.of("trust"),
                People.START);
    }

    private static SortedMap<String, Release> goodOnes() {
        var good = new TreeMap<String, Release>();
        var first = release("1.0.0", Optional.empty());
        good.put("first", first);
        good.put(
                "second",
                release("1.1.0", Optional.of(Digest.of(first.toStatement().bytes()))));
        good.put("preview", release("2.0.0-rc.1", Optional.of(Digest.of("a release"))));
        return good;
    }

    private static SortedMap<String, String> badOnes() {
        String good =
                new String(release("1.0.0", Optional.empty()).toStatement().bytes(), StandardCharsets.UTF_8);
        var bad = new TreeMap<String, String>();
        put(bad, good, "version-of-two-numbers", "\"version\": \"1.0.0\"", "\"version\": \"1.0\"");
        put(bad, good, "version-with-letter-before-it", "\"version\": \"1.0.0\"", "\"version\": \"v1.0.0\"");
        put(bad, good, "version-with-zero-before-a-number", "\"version\": \"1.0.0\"", "\"version\": \"1.00.0\"");
        put(bad, good, "version-with-build-metadata", "\"version\": \"1.0.0\"", "\"version\": \"1.0.0+7\"");
        put(bad, good, "version-of-another-subject", "tales-1.0.0.manifest", "tales-1.0.1.manifest");
        put(bad, good, "name-of-another-subject", "tales-1.0.0.manifest", "tails-1.0.0.manifest");
        put(bad, good, "no-subject", good.substring(good.indexOf("    {\n      \"name\""), good.indexOf("\n  ],")), "");
        put(
                bad,
                good,
                "two-subjects",
                "\n  ],",
                ",\n    {\n      \"name\": \"another\",\n      \"digest\": {\n        \"sha256\": \"" + Digest.of("x")
                        + "\"\n      }\n    }\n  ],");
        put(bad, good, "subject-without-sha256", "\"sha256\"", "\"sha512\"");
        put(bad, good, "records-in-quotes", "\"records\": 3", "\"records\": \"3\"");
        put(bad, good, "records-with-fraction", "\"records\": 3", "\"records\": 3.0");
        put(bad, good, "bytes-missing", "      \"bytes\": 115,\n", "");
        put(
                bad,
                good,
                "root-cut-short",
                Digest.of("root").hex(),
                Digest.of("root").hex().substring(1));
        put(bad, good, "license-unknown", "CC-BY-4.0", "CC-BY-40");
        put(bad, good, "contributor-that-is-no-handle", "\"ben\"", "\"Ben\"");
        put(bad, good, "contributors-missing", "\"contributors\"", "\"givers\"");
        put(bad, good, "charter-missing", "\"charter\"", "\"charta\"");
        put(bad, good, "trust-not-a-digest", Digest.of("trust").hex(), "1.root.json");
        put(bad, good, "created-a-day", "2026-11-22T10:00:00Z", "2026-11-22");
        put(bad, good, "type-of-a-later-version", "release/v1", "release/v2");
        put(bad, good, "statement-of-an-older-version", "Statement/v1", "Statement/v0.1");
        put(bad, good, "previous-null", "\"manifest\": {", "\"previous\": null,\n    \"manifest\": {");
        put(bad, good, "field-twice", "\"name\": \"tales\",", "\"name\": \"tales\",\n    \"name\": \"tales\",");
        put(bad, good, "cut-short", good.substring(good.length() - 20), "");
        return bad;
    }

    private static void put(SortedMap<String, String> bad, String good, String name, String what, String by) {
        assertTrue(good.contains(what), name);
        bad.put(name, good.replace(what, by));
    }
}
