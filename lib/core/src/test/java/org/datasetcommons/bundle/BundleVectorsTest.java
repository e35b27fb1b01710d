package org.datasetcommons.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.io.archive.TarBundles;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.SampleDataset;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.testkit.Tool;
import org.datasetcommons.usecase.ReceiveBundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/bundle.md}: each vector is a bundle for the sample dataset before its release. */
class BundleVectorsTest {
    private static final String GOOD = "bundle/good/one-contribution.bundle.tar";
    private static final byte[] FOX = "the fox\n".getBytes(StandardCharsets.US_ASCII);
    private static final String OBJECT = "objects/" + Digest.of(FOX);

    @TempDir
    static Path folder;

    private static TestDataset dataset;

    @BeforeAll
    static void openTheDataset() {
        dataset = SampleDataset.unreleased(folder.resolve("dataset"));
    }

    @AfterAll
    static void closeIt() {
        dataset.close();
    }

    static List<Path> bad() {
        return FormatVectors.in("bundle/bad", ".tar");
    }

    private static ReceiveBundle receiving() {
        return new ReceiveBundle(dataset.workspace(), new TarBundles());
    }

    @Test
    void takesGoodVectorIn() {
        assertTrue(receiving().isBundle(FormatVectors.at(GOOD)));

        var commit = receiving().takeCommits(FormatVectors.at(GOOD));
        receiving().takeContent(FormatVectors.at(GOOD));

        assertEquals(3, dataset.version(commit).contributions().size());
        assertArrayEquals(FOX, dataset.repository().store().read(Digest.of(FOX)));
        assertEquals(
                List.of(dataset.head()), dataset.repository().commit(commit).parents());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBadVectorWithTheMessageBesideIt(Path vector) throws IOException {
        // Each time a repository that has nothing yet of what is offered: git asks for no more than it lacks.
        try (var fresh = SampleDataset.unreleased(Files.createTempDirectory(folder, "fresh"))) {
            var head = fresh.head();

            var error = assertThrows(
                    CommonsException.class,
                    () -> new ReceiveBundle(fresh.workspace(), new TarBundles()).takeCommits(vector));

            FormatVectors.holdBeside(
                    vector,
                    ".error",
                    FormatVectors.spelled(error)
                            .replace(vector.toString(), "the.bundle")
                            .replaceAll("/\\S*/commits\\d+\\.bundle", "commits.bundle"));
            assertEquals(head, fresh.head());
            try (var left = Files.list(fresh.repository().privateDirectory())) {
                assertEquals(
                        List.of(),
                        left.filter(file -> file.toString().endsWith(".bundle")).toList());
            }
        }
    }

    @Test
    void knowsABundleByItsFirstBytes() throws IOException {
        assertFalse(receiving().isBundle(folder));
        assertFalse(receiving().isBundle(folder.resolve("none")));
        assertFalse(receiving().isBundle(Files.write(folder.resolve("short"), new byte[3])));
        assertFalse(receiving().isBundle(FormatVectors.at("bundle/bad/description-not-first.bundle.tar")));
    }

    @Test
    void writesTheSameBytesHoweverOldTheFilesAre() throws IOException {
        byte[] description = "{}\n".getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(folder.resolve("fox"), FOX);
        var entries = new TreeMap<String, Path>();
        entries.put(OBJECT, file);
        new TarBundles().write(folder.resolve("a.tar"), entries, description);
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        new TarBundles().write(folder.resolve("b.tar"), entries, description);

        assertArrayEquals(Files.readAllBytes(folder.resolve("a.tar")), Files.readAllBytes(folder.resolve("b.tar")));
    }

    @Test
    void anyTarReadsIt() {
        var tar = Tool.in(folder, "tar");

        assertEquals(
                List.of("bundle.json", "commits.bundle", OBJECT),
                tar.succeed("-tf", FormatVectors.at(GOOD).toString()).lines().toList());
    }

    @Test
    void gitReadsTheCommits() {
        Tool.in(folder, "tar").succeed("-xf", FormatVectors.at(GOOD).toString());

        Tool.in(folder.resolve("dataset"), "git")
                .succeed("bundle", "verify", folder.resolve("commits.bundle").toString());
    }

    @Test
    void theBadVectorsAreWhatTheirNamesSay() throws IOException {
        for (var vector : badOnes().entrySet()) {
            FormatVectors.hold(FormatVectors.at("bundle/bad/" + vector.getKey() + ".bundle.tar"), vector.getValue());
        }
        assertEquals(badOnes().size(), bad().size());
        assertTrue(bad().size() >= 18, bad().size() + " bad vectors");
    }

    /** How git packs commits is its own affair, so the good vector is made once and then only read. */
    @Test
    void theGoodVectorIsWrittenAgainByteForByte() throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            FormatVectors.hold(FormatVectors.at(GOOD), offer());
        }
        var entries = read(FormatVectors.at(GOOD));
        var files = new TreeMap<String, Path>();
        for (var entry : entries.entrySet()) {
            if (!entry.getKey().equals("bundle.json")) {
                Path file = folder.resolve(entry.getKey().replace('/', '-'));
                files.put(entry.getKey(), Files.write(file, entry.getValue()));
            }
        }

        new TarBundles().write(folder.resolve("again.tar"), files, entries.get("bundle.json"));

        assertArrayEquals(FormatVectors.bytes(GOOD), Files.readAllBytes(folder.resolve("again.tar")));
    }

    // --- what the vectors are made of -------------------------------------------------------------------------------

    private static byte[] offer() throws IOException {
        var gift =
                TestDataset.gift(People.MIA).file("data/pictures/fox.txt", new String(FOX, StandardCharsets.US_ASCII));
        var commit = dataset.contributeOn(dataset.head(), People.MIA, gift);
        Path commits = folder.resolve("made.bundle");
        dataset.repository().writeBundle(commit, "fox", List.of(dataset.head()), commits);
        var object = Node.fields()
                .put("sha256", Digest.of(FOX).hex())
                .put("size", FOX.length)
                .build();
        var description = Node.fields()
                .put("format", 1)
                .put("dataset", dataset.version().datasetId().hex())
                .put("base", dataset.head().hex())
                .put("commit", commit.hex())
                .put("branch", "fox")
                .put("contributions", List.of("2026-11-22-mia-00000003"))
                .put("objects", Node.items(List.of(object)))
                .build();
        return new Tar()
                .put("bundle.json", Json.pretty(description))
                .put("commits.bundle", Files.readAllBytes(commits))
                .put(OBJECT, FOX)
                .bytes();
    }

    private static SortedMap<String, byte[]> read(Path archive) {
        var entries = new TreeMap<String, byte[]>();
        new TarBundles().read(archive, bytes -> entries.put("bundle.json", bytes), (name, content) -> {
            try {
                entries.put(name, content.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return entries;
    }

    /** Writes any tar, in the headers that a bundle has. */
    private static final class Tar {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, 10240, "UTF-8");

        Tar put(String name, byte[] content) {
            return put(name, content, TarConstants.LF_NORMAL);
        }

        Tar put(String name, byte[] content, byte kind) {
            try {
                var entry = new TarArchiveEntry(name, kind);
                entry.setSize(content.length);
                entry.setModTime(0);
                entry.setIds(0, 0);
                entry.setNames("", "");
                entry.setMode(0100644);
                if (kind == TarConstants.LF_SYMLINK) {
                    entry.setLinkName("/etc/passwd");
                }
                out.putArchiveEntry(entry);
                out.write(content);
                out.closeArchiveEntry();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] bytes() {
            try {
                out.close();
                return bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] made(Consumer<SortedMap<String, byte[]>> change) {
        var entries = read(FormatVectors.at(GOOD));
        change.accept(entries);
        var tar = new Tar();
        entries.forEach(tar::put);
        return tar.bytes();
    }

    private static void described(SortedMap<String, byte[]> bad, String name, String what, String by) {
        bad.put(
                name,
                made(entries -> entries.computeIfPresent("bundle.json", (entry, bytes) -> {
                    String before = new String(bytes, StandardCharsets.UTF_8);
                    String after = before.replaceFirst(what, by);
                    assertFalse(before.equals(after), name);
                    return after.getBytes(StandardCharsets.UTF_8);
                })));
    }

    private static SortedMap<String, byte[]> badOnes() {
        var bad = new TreeMap<String, byte[]>();
        described(bad, "format-2", "\"format\": 1", "\"format\": 2");
        described(bad, "for-another-dataset", "\"dataset\": \"[0-9a-f]*", "\"dataset\": \"" + Digest.of("another"));
        described(bad, "commit-of-another-name", "\"commit\": \"[0-9a-f]*", "\"commit\": \"" + "0".repeat(40));
        described(bad, "commit-missing", "\"commit\"", "\"comit\"");
        described(bad, "object-of-another-size", "\"size\": 8", "\"size\": 9");
        described(bad, "object-that-nobody-announced", "(?s)\"objects\": \\[.*\\]", "\"objects\": []");
        described(bad, "description-not-json", "\\{", "<");
        bad.put(
                "object-changed",
                made(entries -> entries.put(OBJECT, "the cat\n".getBytes(StandardCharsets.US_ASCII))));
        bad.put("object-missing", made(entries -> entries.remove(OBJECT)));
        bad.put("commits-missing", made(entries -> entries.remove("commits.bundle")));
        bad.put("commits-changed", made(entries -> {
            byte[] commits = entries.get("commits.bundle");
            commits[commits.length - 30] ^= 1;
        }));
        bad.put(
                "commits-cut-short",
                made(entries -> entries.put("commits.bundle", Arrays.copyOf(entries.get("commits.bundle"), 300))));
        bad.put("entry-of-another-name", made(entries -> entries.put("notes.txt", FOX)));
        bad.put("entry-that-leaves", made(entries -> entries.put("objects/../../evil", FOX)));
        var good = read(FormatVectors.at(GOOD));
        byte[] description = good.get("bundle.json");
        byte[] commits = good.get("commits.bundle");
        bad.put(
                "description-not-first",
                new Tar()
                        .put("commits.bundle", commits)
                        .put("bundle.json", description)
                        .put(OBJECT, FOX)
                        .bytes());
        bad.put(
                "entries-out-of-order",
                new Tar()
                        .put("bundle.json", description)
                        .put(OBJECT, FOX)
                        .put("commits.bundle", commits)
                        .bytes());
        bad.put(
                "entry-twice",
                new Tar()
                        .put("bundle.json", description)
                        .put("commits.bundle", commits)
                        .put(OBJECT, FOX)
                        .put(OBJECT, FOX)
                        .bytes());
        bad.put(
                "entry-a-link",
                new Tar()
                        .put("bundle.json", description)
                        .put("commits.bundle", new byte[0], TarConstants.LF_SYMLINK)
                        .put(OBJECT, FOX)
                        .bytes());
        bad.put("cut-short", Arrays.copyOf(FormatVectors.bytes(GOOD), 2500));
        bad.put("not-a-tar", "bundle.json\0 and nothing else\n".getBytes(StandardCharsets.US_ASCII));
        bad.put("empty", new byte[0]);
        return bad;
    }
}
