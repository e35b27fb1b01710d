package org.datasetcommons.version;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datasetcommons.history.Tree;

/** What git is told at the top of a dataset: that it holds pointers below {@code data/}, in place of content. */
public final class Attributes {
    public static final String FILE = ".gitattributes";

    private static final List<String> CONTENT = List.of("data/**", "filter=lfs", "diff=lfs", "merge=lfs", "-text");

    private Attributes() {}

    /** What is wrong with them, if anything. */
    public static Optional<String> fault(Tree tree) {
        var bytes = tree.read(FILE);
        if (bytes.isEmpty()) {
            return Optional.of("is missing, so that git-lfs does not know what is content");
        }
        return new String(bytes.get(), StandardCharsets.UTF_8).lines().anyMatch(Attributes::isContent)
                ? Optional.empty()
                : Optional.of("does not say '" + String.join(" ", CONTENT)
                        + "', so that git-lfs does not know what is content");
    }

    private static boolean isContent(String line) {
        var words = Arrays.asList(line.strip().split("[ \t]+"));
        return words.get(0).equals(CONTENT.get(0)) && Set.copyOf(words).containsAll(CONTENT);
    }
}
