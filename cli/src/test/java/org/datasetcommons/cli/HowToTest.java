package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plays the how-tos, and holds them to what was printed. In a page's {@code console} fences the lines {@code NAME$ COMMAND} are
 * run one after the other, by people who have a home each, {@code /home/NAME}; below each stands all of its output, or the
 * beginning of it and then {@code …}. A comment {@code # exit 3} says how a command ends that does not end with 0; a command
 * goes on in the next line after a backslash, or where that begins with {@code >}. Lines between {@code <!-- play} and {@code -->} are run as well, and not shown.
 * {@code mvn -pl cli -am -Dtest=HowToTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden=write test} writes the output anew.
 */
class HowToTest {
    private static final Path PAGES = Path.of("..", "docs", "how-to");
    private static final Pattern COMMAND = Pattern.compile("([a-z]+)\\$ (.+)", Pattern.DOTALL);
    private static final Pattern EXIT = Pattern.compile(" +# exit (\\d+)$");
    /** What a model gets right depends, in the last digits, on the machine; so does how long it took. */
    private static final Pattern MEASURED = Pattern.compile("commons (train|eval) ");

    private static final List<String> TOOLS = List.of("bash", "git", "git-lfs", "jq", "ssh-keygen");

    @TempDir
    Path temporary;

    private Path homes;
    private final Map<String, Path> directories = new HashMap<>();
    private final SteppingClock clock = new SteppingClock();
    private final SecureRandom random = TestRun.seeded("how-to");

    @ParameterizedTest
    @ValueSource(strings = {"contribute.md", "maintain.md", "ci.md"})
    void pageSaysWhatIsPrinted(String name) throws Exception {
        for (String tool : TOOLS) {
            assumeTrue(isInstalled(tool), tool + " is not installed");
        }
        homes = Files.createDirectories(temporary.resolve("home")).toRealPath();
        Path date = Files.createDirectories(temporary.resolve("bin")).resolve("date");
        Files.writeString(date, "#!/bin/sh\necho \"$GIT_COMMITTER_DATE\"\n");
        assertTrue(date.toFile().setExecutable(true));
        Path page = PAGES.resolve(name);
        boolean write = "write".equals(System.getProperty("golden"));
        String text = Files.readString(page);

        String played = play(text, write);

        if (write) {
            Files.writeString(page, played);
        } else {
            assertEquals(played, text, name + " does not say what is printed; see the comment of this test");
        }
    }

    /** The page with the output of its commands put in. */
    private String play(String page, boolean write) throws Exception {
        var out = new StringBuilder();
        var lines = new ArrayList<>(page.lines().toList());
        boolean shown = false;
        boolean hidden = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            shown = line.equals("```console") || shown && !line.equals("```");
            hidden = line.equals("<!-- play") || hidden && !line.equals("-->");
            out.append(line).append('\n');
            if (!(shown || hidden) || !COMMAND.matcher(line).matches()) {
                continue;
            }
            var command = new StringBuilder(line);
            while (lines.get(i).endsWith("\\") || lines.get(i + 1).startsWith("> ")) {
                boolean joined = lines.get(i).endsWith("\\");
                i++;
                out.append(lines.get(i)).append('\n');
                command.setLength(command.length() - (joined ? 1 : 0));
                command.append(
                        joined ? lines.get(i).strip() : "\n" + lines.get(i).substring(2));
            }
            var printed = run(command.toString());
            if (hidden) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).equals("```")
                    && !COMMAND.matcher(lines.get(end)).matches()) {
                end++;
            }
            append(
                    lines.subList(i + 1, end),
                    printed,
                    write,
                    MEASURED.matcher(line).find(),
                    out);
            i = end - 1;
        }
        return out.toString();
    }

    private static void append(
            List<String> shown, List<String> printed, boolean write, boolean measured, StringBuilder out) {
        boolean cut = !shown.isEmpty() && shown.get(shown.size() - 1).equals("…");
        int count = cut ? Math.min(shown.size() - 1, printed.size()) : printed.size();
        for (int i = 0; i < count; i++) {
            boolean same = !write
                    && i < shown.size()
                    && masked(shown.get(i), measured).equals(masked(printed.get(i), measured));
            out.append(same ? shown.get(i) : printed.get(i)).append('\n');
        }
        out.append(cut ? "…\n" : "");
    }

    /** Digests and moments change with every word of a template; they say nothing to the reader of a how-to. */
    private static String masked(String line, boolean measured) {
        String undigested = line.replaceAll("\\b[0-9a-f]{7,}\\b|SHA256:\\S+|AAAA[A-Za-z0-9+/=]{20,}", "DIGEST")
                .replaceAll("T\\d\\d:\\d\\d:\\d\\dZ", "TIME");
        return measured ? undigested.replaceAll("[0-9][0-9.,]*", "N").replaceAll(" +", " ") : undigested;
    }

    private List<String> run(String line) throws Exception {
        Matcher parts = COMMAND.matcher(line);
        assertTrue(parts.matches(), line);
        String person = parts.group(1);
        Matcher exit = EXIT.matcher(parts.group(2));
        int expected = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
        String command = exit.replaceFirst("").replace("/home/", homes + "/");
        Path home = Files.createDirectories(homes.resolve(person));
        Path directory = directories.computeIfAbsent(person, at -> home);
        if (command.matches("cd \\S+")) {
            Path there = directory
                    .resolve(command.substring(3).replaceFirst("^~", home.toString()))
                    .normalize();
            assertTrue(Files.isDirectory(there), line);
            directories.put(person, there);
            return List.of();
        }
        var variables = Map.of(
                "HOME",
                home.toString(),
                "XDG_CONFIG_HOME",
                home.resolve(".config").toString(),
                "XDG_CACHE_HOME",
                System.getProperty("commons.test.cache"),
                "GIT_CONFIG_NOSYSTEM",
                "1",
                "GIT_PAGER",
                "cat",
                "PATH",
                temporary.resolve("bin") + File.pathSeparator + System.getenv().getOrDefault("PATH", ""),
                "LC_ALL",
                "C.UTF-8",
                "TZ",
                "UTC");
        var result = command.startsWith("commons ")
                ? commons(command, directory, variables)
                : bash(command, directory, variables);
        String printed = result.out().replace(homes.toString(), "/home");
        assertEquals(expected, result.code(), line + "\n" + printed);
        return printed.lines().toList();
    }

    /** In this process, with the words that a shell makes of the line; what jq makes of the answer is a shell's affair. */
    private TestRun.Result commons(String line, Path directory, Map<String, String> variables) throws Exception {
        int pipe = line.indexOf(" | jq ");
        String command = pipe < 0 ? line : line.substring(0, pipe);
        var words =
                bash("printf '%s\\0' " + command, directory, variables).out().split("\0");
        var run = TestRun.in(directory)
                .catalog(VerbCatalog.standard())
                .variables(variables)
                .clock(clock)
                .random(random);
        var result = (pipe < 0 ? run.mixed() : run).commons(Arrays.copyOfRange(words, 1, words.length));
        if (pipe < 0) {
            return result;
        }
        Path answer = Files.writeString(Files.createTempFile(temporary, "answer", ".txt"), result.out());
        return bash("< " + answer + " " + line.substring(pipe + 3), directory, variables);
    }

    private TestRun.Result bash(String command, Path directory, Map<String, String> variables) throws Exception {
        Path output = Files.createTempFile(temporary, "output", ".txt");
        var builder = new ProcessBuilder("bash", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        String now = clock.instant().toString();
        builder.environment().put("GIT_AUTHOR_DATE", now);
        builder.environment().put("GIT_COMMITTER_DATE", now);
        Process process = builder.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "still running: " + command);
        return new TestRun.Result(process.exitValue(), Files.readString(output), "");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
