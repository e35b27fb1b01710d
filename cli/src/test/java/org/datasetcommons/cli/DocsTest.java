package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Holds every page to what can be looked up: links, anchors, commands, and the names of classes, tests and scripts. */
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TEMPLATES = ROOT.resolve("templates");

    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\[]*]\\(<?([^()\\s<>]+)>?(?: +\"[^\"]*\")?\\)");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)(?: +#+)?");
    private static final Pattern PROMPT = Pattern.compile("^[a-z]+\\$ ");
    /** A word of a shell's line; quotes keep what is in them together. */
    private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+");

    /** A command in a text of the program, up to the end of the text where it does not end before. */
    private static final Pattern SAID = Pattern.compile("`(commons [^`\"\n]*)[`\"]");

    private static final Set<String> ENDS = Set.of("|", "||", ">", ">>", "&&", ";", "<");

    /** The name of a class, perhaps with one of its methods. */
    private static final Pattern CLASS_NAME =
            Pattern.compile("((?:[A-Z][a-z0-9]+){2,})(?:\\.([a-z][A-Za-z]+)(?:\\(.*\\))?)?");

    /** Pages that speak of the code. */
    private static final List<String> ABOUT_THE_CODE = List.of("docs/architecture.md", "docs/threat-model.md");

    @TempDir
    Path temporary;

    /** A line of a page, and whether it stands in a fence of this kind. */
    private record Line(String text, Optional<String> fence) {}

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        var broken = new ArrayList<String>();
        for (Path page : pages()) {
            var links = LINK.matcher(SPAN.matcher(prose(page)).replaceAll("code"));
            while (links.find()) {
                if (!leads(page, links.group(1))) {
                    broken.add(shown(page) + ": " + links.group(1));
                }
            }
        }
        assertEquals(List.of(), broken, "links that lead nowhere");
    }

    private boolean leads(Path page, String link) throws IOException {
        if (link.matches("[a-z][a-z0-9+.-]*:.*")) {
            return true;
        }
        String path = link.replaceFirst("#.*", "");
        Path target = path.isEmpty() ? page : page.getParent().resolve(path).normalize();
        if (!Files.exists(target) && page.startsWith(TEMPLATES)) {
            // Lies beside it in the dataset that is made.
            target = TEMPLATES.resolve("every").resolve(path);
        }
        if (!Files.exists(target) || !target.startsWith(ROOT)) {
            return false;
        }
        return !link.contains("#") || anchors(target).contains(link.substring(link.indexOf('#') + 1));
    }

    /** Anchors as forges make them of headings. */
    private static Set<String> anchors(Path page) throws IOException {
        var anchors = new HashSet<String>();
        var seen = new HashMap<String, Integer>();
        for (var line : lines(page)) {
            var heading = HEADING.matcher(line.text());
            if (line.fence().isEmpty() && heading.matches()) {
                String anchor = LINK.matcher(heading.group(1))
                        .replaceAll(link -> link.group().replaceAll("]\\(.*|\\[", ""))
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    @Test
    void everyCommandInAFenceCouldBeTyped() throws IOException {
        var wrong = new ArrayList<String>();
        forEachCommand((page, command) -> {
            var words = words(command);
            try {
                tree().all().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
            } catch (CommandLine.ParameterException e) {
                wrong.add(page + ": " + command + ": " + e.getMessage());
            }
        });
        assertEquals(List.of(), wrong, "commands that are none");
    }

    private void forEachCommand(BiConsumer<String, String> each) throws IOException {
        for (Path page : pages()) {
            var command = new StringBuilder();
            for (var line : lines(page)) {
                if (line.fence()
                        .filter(Set.of("sh", "console", "bash")::contains)
                        .isEmpty()) {
                    command.setLength(0);
                    continue;
                }
                String text = PROMPT.matcher(line.text().strip()).replaceFirst("");
                command.append(command.isEmpty() ? "" : " ").append(text);
                if (text.endsWith("\\")) {
                    command.setLength(command.length() - 1);
                    continue;
                }
                String whole = command.toString().replaceFirst("^cli/commons ", "commons ");
                if (whole.startsWith("commons ") && !whole.startsWith("commons (")) {
                    each.accept(shown(page), whole);
                }
                command.setLength(0);
            }
        }
    }

    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(line);
        while (matcher.find()
                && !ENDS.contains(matcher.group())
                && !matcher.group().startsWith("#")) {
            words.add(matcher.group().replaceAll("^(['\"])(.*)\\1$", "$2"));
        }
        return words;
    }

    @Test
    void everyCommandInASentenceNamesAVerbAndOptionsThatExist() throws IOException {
        var wrong = new ArrayList<String>();
        for (Path page : pages()) {
            forEachSpan(page, span -> {
                if (span.startsWith("commons ") && !commandFault(words(span)).isEmpty()) {
                    wrong.add(shown(page) + ": " + span + ": " + commandFault(words(span)));
                }
            });
        }
        assertEquals(List.of(), wrong, "commands that are none");
    }

    @Test
    void everyCommandInAMessageNamesAVerbAndOptionsThatExist() throws IOException {
        var wrong = new ArrayList<String>();
        int seen = 0;
        for (Path source : programFiles()) {
            var commands =
                    SAID.matcher(asSaid(Files.readString(source))).results().toList();
            for (var command : commands) {
                String fault = commandFault(words(command.group(1)));
                if (!fault.isEmpty()) {
                    wrong.add(shown(source) + ": " + command.group(1) + ": " + fault);
                }
            }
            seen += commands.size();
        }
        assertEquals(List.of(), wrong, "commands that are none");
        assertTrue(seen > 90, "read only " + seen);
    }

    /** Java code with the texts in it as they are said: parts put together, a word X for what is computed. */
    private static String asSaid(String code) {
        return code.replaceAll("\"\\s*\\+\\s*\"", "").replaceAll("\"\\s*\\+(?:(?!\\+\\s*\")[^;])*\\+\\s*\"", "X");
    }

    /** What is wrong with a command of which a sentence shows only the beginning; empty if nothing is. */
    private String commandFault(List<String> words) {
        CommandLine command = tree().all();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("-") && word.length() > 1) {
                var option = command.getCommandSpec().findOption(word.replaceFirst("=.*", ""));
                if (option == null) {
                    return "no option " + word;
                }
                i += option.arity().max() > 0 && !word.contains("=") ? 1 : 0;
            } else if (command.getSubcommands().containsKey(word)) {
                command = command.getSubcommands().get(word);
            } else if (command.getParent() == null && word.matches("[a-z]+")) {
                return "no verb " + word;
            }
        }
        return "";
    }

    @Test
    void everyClassTestAndScriptThatAPageNamesIsThere() throws IOException {
        Map<String, Path> classes = javaFiles();
        Set<String> scripts = new TreeSet<>();
        try (var files = Files.list(Path.of("src", "test", "scripts"))) {
            files.forEach(file -> scripts.add(file.getFileName().toString()));
        }
        var missing = new ArrayList<String>();
        for (Path page : pages()) {
            if (!ABOUT_THE_CODE.contains(shown(page))) {
                continue;
            }
            forEachSpan(page, span -> {
                var name = CLASS_NAME.matcher(span);
                if (name.matches() && !isThere(classes.get(name.group(1)), Optional.ofNullable(name.group(2)))) {
                    missing.add(shown(page) + ": " + span);
                }
                // Scripts are sentences.
                if (span.matches("[a-z-]+-….txt|[a-z]+(-[a-z]+){2,}\\.txt")
                        && scripts.stream()
                                .noneMatch(script ->
                                        script.matches(span.replace(".", "\\.").replace("…", ".*")))) {
                    missing.add(shown(page) + ": " + span);
                }
            });
        }
        assertEquals(List.of(), missing, "names of nothing");
    }

    private static boolean isThere(Path file, Optional<String> member) {
        try {
            return file != null
                    && (member.isEmpty() || Files.readString(file).matches("(?s).*\\b" + member.get() + "\\b *[(].*"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> programFiles() throws IOException {
        return javaFiles().values().stream()
                .filter(file -> shown(file).contains("/src/main/"))
                .toList();
    }

    private static Map<String, Path> javaFiles() throws IOException {
        var found = new TreeMap<String, Path>();
        for (String module : List.of("cli", "lib/core", "lib/train")) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> found.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
        return found;
    }

    @Test
    void indexOfDecisionsListsEachOnceInOrder() throws IOException {
        Path folder = ROOT.resolve("docs/adr");
        var pages = new ArrayList<String>();
        try (var files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{4}-.*\\.md"))
                    .sorted()
                    .forEach(pages::add);
        }
        var listed = LINK.matcher(Files.readString(folder.resolve("README.md")))
                .results()
                .map(link -> link.group(1))
                .toList();

        assertEquals(pages, listed);
        assertEquals(
                pages.size(),
                pages.stream().map(name -> name.substring(0, 4)).distinct().count(),
                "two pages have one number");
    }

    @Test
    void noticesWhatIsWrong() throws IOException {
        Path page = Files.writeString(temporary.resolve("page.md"), "# A `b` & [c](d.md)\n## A\n## A\n");

        assertEquals(Set.of("a-b--c", "a", "a-1"), anchors(page));
        assertEquals("no verb trian", commandFault(words("commons trian REV")));
        assertEquals("no option --recipes", commandFault(words("commons train --recipes FILE")));
        assertEquals("\"`commons addX --key`\"", asSaid("\"`commons \"\n + \"add\" + name(1) + \" --key`\""));
        assertEquals("", commandFault(words("commons -C owls key add FILE --sign-with OLD")));
        assertFalse(leads(ROOT.resolve("README.md"), "no-such-page.md"));
        assertFalse(leads(ROOT.resolve("README.md"), "README.md#no-such-heading"));
        assertFalse(leads(ROOT.resolve("README.md"), "../outside.md"));
    }

    private interface SpanReader {
        void read(String span);
    }

    private static void forEachSpan(Path page, SpanReader reader) throws IOException {
        SPAN.matcher(prose(page)).results().forEach(span -> reader.read(span.group(1)));
    }

    /** What stands outside of fences, one paragraph a line. */
    private static String prose(Path page) throws IOException {
        var text = new StringBuilder();
        for (var line : lines(page)) {
            text.append(line.fence().isPresent() || line.text().isBlank() ? "\n" : line.text() + " ");
        }
        return text.toString();
    }

    private CommandTree tree() {
        return new CommonsCommand(TestRun.in(temporary).environment(), VerbCatalog.standard()).tree();
    }

    private static List<Line> lines(Path page) throws IOException {
        var lines = new ArrayList<Line>();
        Optional<String> fence = Optional.empty();
        for (String line : Files.readString(page).lines().toList()) {
            if (line.strip().startsWith("```")) {
                fence = fence.isPresent()
                        ? Optional.empty()
                        : Optional.of(line.strip().substring(3));
            } else {
                lines.add(new Line(line, fence));
            }
        }
        return lines;
    }

    private static String shown(Path page) {
        return ROOT.relativize(page).toString().replace('\\', '/');
    }

    /** Every page that people read. */
    private static List<Path> pages() throws IOException {
        var pages = new ArrayList<Path>();
        for (String folder : List.of("docs", "templates", "examples")) {
            try (var files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file ->
                                file.toString().endsWith(".md") && !shown(file).contains("/vectors/"))
                        .sorted()
                        .forEach(pages::add);
            }
        }
        if (Files.exists(ROOT.resolve("README.md"))) {
            pages.add(ROOT.resolve("README.md"));
        }
        return pages;
    }
}
