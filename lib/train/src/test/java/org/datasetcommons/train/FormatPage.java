package org.datasetcommons.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The examples in the pages of {@code docs/format}. */
final class FormatPage {
    private FormatPage() {}

    /** The text of each fence in this language, in order. */
    static List<String> fences(String page, String language) throws IOException {
        var fence = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
        return fence.matcher(Files.readString(Path.of("..", "..", "docs", "format", page)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
