package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays {@code commons demo}, and holds the README's tour to what it printed. In the README's {@code console} fences the
 * lines {@code NAME$ COMMAND} are commands of the demo; below each stands all of its output, or the beginning of it and then
 * {@code …}; digests may differ. {@code mvn -pl cli -am -Dtest=TourTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden=write test} writes the
 * output anew.
 */
class TourTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern COMMAND = Pattern.compile("[a-z]+\\$ .+");
    /** What a model gets right depends, in the last digits, on the machine; so does how long it took. */
    private static final Pattern MEASURED = Pattern.compile("[a-z]+\\$ commons (train|eval|verify \\.\\./model).*");

    @TempDir
    Path temporary;

    @Test
    void demoPlaysToItsEndAndTheTourSaysWhatItPrinted() throws IOException {
        assumeTrue(TestRun.isInstalled("git"), "git is not installed");

        var result = play();

        assertEquals(0, result.code(), result.out() + result.err());
        String played = result.out().replace(temporary.toRealPath().toString(), "~");
        String readme = Files.readString(README);
        String tour = tour(readme, outputs(played));
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(README, tour);
            return;
        }
        assertEquals(tour, readme, "the README's tour is not what the demo prints");
    }

    @Test
    void everyCommandOfTheTourIsOneOfTheDemo() throws IOException {
        var shown = Files.readString(README)
                .lines()
                .filter(COMMAND.asMatchPredicate())
                .toList();

        assertFalse(shown.isEmpty());
        String demo = Files.readString(Path.of("..", "examples", "digits", "demo.md"))
                .replaceAll(" *\\\\\n *", " ")
                .replaceAll(" # exit \\d+", "");
        for (String line : shown) {
            assertTrue(demo.contains("\n" + line.replaceFirst("^[a-z]+\\$ ", "") + "\n"), "not in the demo: " + line);
        }
    }

    private TestRun.Result play() throws IOException {
        var variables = new LinkedHashMap<String, String>();
        variables.put("PATH", System.getenv().getOrDefault("PATH", ""));
        variables.put("HOME", temporary.resolve("home").toString());
        // The engine's libraries are unpacked once for all tests.
        variables.put("XDG_CACHE_HOME", System.getProperty("commons.test.cache"));
        return TestRun.in(temporary.toRealPath())
                .catalog(VerbCatalog.standard())
                .variables(variables)
                .mixed()
                .commons("demo");
    }

    /** What each command printed, as lines. */
    private static Map<String, List<String>> outputs(String played) {
        var outputs = new LinkedHashMap<String, List<String>>();
        List<String> current = new ArrayList<>();
        for (String line : played.lines().toList()) {
            if (COMMAND.matcher(line).matches()) {
                current = new ArrayList<>();
                outputs.putIfAbsent(line, current);
            } else {
                current.add(line);
            }
        }
        // Prose of the story follows an empty line.
        outputs.values().forEach(lines -> {
            int end = lastOfOutput(lines);
            lines.subList(end, lines.size()).clear();
        });
        return outputs;
    }

    private static int lastOfOutput(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isEmpty()
                    && i + 1 < lines.size()
                    && lines.get(i + 1).matches("[A-Z].*|")) {
                return i;
            }
        }
        return lines.size();
    }

    /** The README with the output of its commands put in. */
    private static String tour(String readme, Map<String, List<String>> outputs) {
        var out = new StringBuilder();
        List<String> lines = readme.lines().toList();
        boolean fenced = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            fenced = line.equals("```console") || fenced && !line.equals("```");
            out.append(line).append('\n');
            if (!fenced || !COMMAND.matcher(line).matches()) {
                continue;
            }
            assertTrue(outputs.containsKey(line), "the demo did not run: " + line);
            int end = i + 1;
            while (!lines.get(end).equals("```")
                    && !COMMAND.matcher(lines.get(end)).matches()) {
                end++;
            }
            append(
                    lines.subList(i + 1, end),
                    outputs.get(line),
                    MEASURED.matcher(line).matches(),
                    out);
            i = end - 1;
        }
        return out.toString();
    }

    private static void append(List<String> shown, List<String> printed, boolean measured, StringBuilder out) {
        boolean cut = !shown.isEmpty() && shown.get(shown.size() - 1).equals("…");
        int count = cut ? Math.min(shown.size() - 1, printed.size()) : printed.size();
        for (int i = 0; i < count; i++) {
            boolean same = i < shown.size() && masked(shown.get(i), measured).equals(masked(printed.get(i), measured));
            out.append(same && !"write".equals(System.getProperty("golden")) ? shown.get(i) : printed.get(i))
                    .append('\n');
        }
        out.append(cut ? "…\n" : "");
    }

    /** Digests change with every word of a template; they say nothing to the reader of a tour. */
    private static String masked(String line, boolean measured) {
        String undigested = line.replaceAll("\\b[0-9a-f]{8,}\\b|SHA256:\\S+", "DIGEST");
        return measured ? undigested.replaceAll("[0-9][0-9.,]*", "N").replaceAll(" +", " ") : undigested;
    }
}
