package org.datasetcommons.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every page of {@code docs/format} has. */
class FormatPagesTest {
    private static final Path PAGES = FormatVectors.at("").getParent();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    static List<Path> pages() throws IOException {
        try (var files = Files.list(PAGES)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith("README.md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        var named = new TreeSet<>(links(PAGES.resolve("README.md")));
        named.removeIf(link -> !link.endsWith(".md"));
        var there = new TreeSet<String>();
        pages().forEach(page -> there.add(page.getFileName().toString()));

        assertEquals(there, named);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void showsAnExampleFirstAndEndsWithItsChanges(Path page) throws IOException {
        String text = Files.readString(page, StandardCharsets.UTF_8);

        assertTrue(text.startsWith("# "), "title");
        assertTrue(
                text.indexOf("```") > 0 && text.indexOf("```") < text.indexOf("\n## "),
                "example before the first part");
        assertTrue(text.contains("RFC 2119"), "the words MUST and SHOULD");
        assertTrue(text.contains("vectors/"), "test vectors");
        assertTrue(Pattern.compile("\n## (Changes|Versions)\n").matcher(text).find(), "changes by version");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void leadsToWhatIsThere(Path page) throws IOException {
        for (String link : links(page)) {
            assertTrue(Files.exists(page.resolveSibling(link)), link);
        }
    }

    private static List<String> links(Path page) throws IOException {
        var links = new ArrayList<String>();
        var matcher = LINK.matcher(Files.readString(page, StandardCharsets.UTF_8));
        while (matcher.find()) {
            links.add(matcher.group(1));
        }
        return links;
    }

    /** Examples that are vectors, so that a page never shows what is not so. */
    @Test
    void showsTheVectorsThatItNames() throws IOException {
        assertShows("charter.md", "charter/good/full.yaml");
        assertShows("contributor.md", "contributor/good/retired-and-revoked.yaml");
        assertShows("consent.md", "consent/good/everything.json");
        assertShows("contribution.md", "contribution/good/two-files/contribution.json");
        assertShows("contribution.md", "contribution/good/two-files/records-00001.jsonl");
        assertShows("manifest.md", "manifest/good/tales.jsonl");
        assertShows("manifest.md", "manifest/good/tales.jsonl.root");
        assertShows("release.md", "dataset-repository/good/tales/releases/1.0.0/release.json");
        assertShows("log.md", "dataset-repository/good/tales/log/checkpoint");
        assertShows("pointer.md", "pointer/good/hello.pointer");
        assertShows("signature.md", "signature/good/ed25519-git.sig");
    }

    private static void assertShows(String page, String vector) throws IOException {
        String text = Files.readString(PAGES.resolve(page), StandardCharsets.UTF_8);
        String shown = new String(FormatVectors.bytes(vector), StandardCharsets.UTF_8);

        assertTrue(text.contains("\n" + shown + "```"), page + " does not show " + vector);
    }
}
