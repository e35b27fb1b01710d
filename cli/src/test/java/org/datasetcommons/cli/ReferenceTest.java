package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.datasetcommons.cli.help.Completion;
import org.datasetcommons.cli.help.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Holds the commands to having help, and {@code docs/cli} to saying what they say. */
class ReferenceTest {
    private static final Path DOCS = Path.of("..", "docs", "cli");

    @TempDir
    Path temporary;

    private CommandTree tree() {
        return new CommonsCommand(TestRun.in(temporary).environment(), VerbCatalog.standard()).tree();
    }

    private CommandTree treeWithProbe() {
        return new CommonsCommand(TestRun.in(temporary).environment(), TestRun.withProbe()).tree();
    }

    private static List<CommandLine> leaves(CommandLine command) {
        var leaves = new ArrayList<CommandLine>();
        for (CommandLine below : new LinkedHashSet<>(command.getSubcommands().values())) {
            leaves.addAll(leaves(below));
        }
        if (command.getSubcommands().isEmpty()) {
            leaves.add(command);
        }
        return leaves;
    }

    @Test
    void everyVerbHasASummaryAndTwoExamples() {
        for (CommandLine verb : leaves(tree().all())) {
            Page page = tree().page(verb.getCommandSpec());

            assertFalse(page.summary().isBlank(), page.name() + " has no summary");
            assertFalse(page.summary().endsWith("."), page.name() + ": the summary ends with a full stop");
            assertTrue(page.examples().size() >= 2, page.name() + " has fewer than two examples");
        }
    }

    @Test
    void everyArgumentAndOptionSaysWhatItIs() {
        for (CommandLine verb : leaves(tree().all())) {
            Page page = tree().page(verb.getCommandSpec());
            Stream.concat(page.options().stream(), page.parameters().stream()).forEach(entry -> {
                assertFalse(entry.text().isBlank(), page.name() + ": " + entry.term() + " is not explained");
                assertFalse(entry.term().contains("<"), page.name() + ": " + entry.term() + " has no paramLabel");
            });
        }
    }

    @Test
    void everyExampleIsACommandLineThatWorks() {
        var examples = new ArrayList<>(Page.examples(tree().none().getCommandSpec()));
        leaves(tree().all()).forEach(verb -> examples.addAll(Page.examples(verb.getCommandSpec())));

        for (Page.Worked example : examples) {
            List<String> words = shellWords(example.line());
            assertEquals("commons", words.get(0), example.line());
            tree().all().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        }
    }

    /** Up to the first pipe, redirection or list operator; single and double quotes keep their words together. */
    private static List<String> shellWords(String line) {
        var words = new ArrayList<String>();
        var matcher = java.util.regex.Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+")
                .matcher(line);
        while (matcher.find() && !List.of("|", ">", ">>", "&&", ";", "<").contains(matcher.group())) {
            words.add(matcher.group().replaceAll("['\"]", ""));
        }
        return words;
    }

    @Test
    void docsAreWhatTheCommandsSay() throws IOException {
        Map<String, String> generated = new ReferencePages(tree()).markdown();
        if ("write".equals(System.getProperty("golden"))) {
            write(generated);
        }

        var stored = new TreeMap<String, String>();
        try (var files = Files.list(DOCS)) {
            for (Path file : files.toList()) {
                stored.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertEquals(
                generated.keySet(), stored.keySet(), "run the tests with -Dgolden=write and review the difference");
        generated.forEach((name, text) -> assertEquals(text, stored.get(name), name));
    }

    private static void write(Map<String, String> pages) throws IOException {
        Files.createDirectories(DOCS);
        try (var files = Files.list(DOCS)) {
            for (Path old : files.toList()) {
                Files.delete(old);
            }
        }
        for (var page : pages.entrySet()) {
            Files.writeString(DOCS.resolve(page.getKey()), page.getValue());
        }
    }

    @Test
    void pageShowsSynopsisArgumentsOptionsAndVerbsBelow() {
        Page page = treeWithProbe()
                .page(treeWithProbe().all().getSubcommands().get("probe").getCommandSpec());

        assertEquals(List.of("commons probe", "[-t TEXT]", "[-y]", "VERB", "[ENDING]"), page.synopsis());
        assertEquals(List.of("Only tests have it."), page.description());
        assertEquals(
                List.of(
                        new Page.Entry("-t, --text=TEXT", "what to say"),
                        new Page.Entry("-y, --yes", "answer yes to every question")),
                page.options());
        assertEquals(List.of(new Page.Entry("deep", "says where it runs")), page.verbs());
        assertEquals(9, page.globals().size());
        assertEquals(8, page.exits().size());
    }

    @Test
    void manPagesHaveNoWarnings() throws Exception {
        Map<String, String> pages = new ReferencePages(treeWithProbe()).man("0.1.0", "2026-11-22");

        assertTrue(pages.keySet().containsAll(List.of("commons.1", "commons-probe.1", "commons-probe-deep.1")));
        for (var page : pages.entrySet()) {
            assertTrue(
                    page.getValue().lines().noneMatch(line -> line.matches("[.'](?![A-Z]|nh|hy|nf|fi|\\\\\").*")),
                    page.getKey());
            Path file = Files.writeString(temporary.resolve(page.getKey()), page.getValue());
            checkWith(List.of("groff", "-man", "-ww", "-Tutf8", "-z", file.toString()));
            checkWith(List.of("mandoc", "-Tlint", "-Wstyle", file.toString()));
        }
    }

    @Test
    void completionScriptsAreScripts() throws Exception {
        for (Completion shell : Completion.values()) {
            String script = shell.script(treeWithProbe().all());
            Path file = Files.writeString(temporary.resolve(shell + ".sh"), script);

            assertTrue(script.contains("deep"), shell + " does not know the verbs below");
            assertTrue(script.contains("stacktrace"), shell + " does not know the options");
            checkWith(List.of(shell.toString(), "-n", file.toString()));
        }
    }

    @Test
    void fishScriptNamesVerbsOptionsAndChoices() {
        List<String> lines =
                Completion.FISH.script(treeWithProbe().all()).lines().toList();

        assertTrue(lines.contains("complete -c commons -l color -r -f -a 'auto always never' "
                + "-d 'colour the answer: auto, always or never'"));
        assertTrue(lines.contains("complete -c commons -f -n '__fish_seen_subcommand_from probe; "
                + "and not __fish_seen_subcommand_from deep' -a deep -d 'says where it runs'"));
        assertTrue(lines.contains(
                "complete -c commons -n '__fish_seen_subcommand_from probe' " + "-s t -l text -r -d 'what to say'"));
    }

    @Test
    void buildFindsManPagesAndScriptsWhereItLooks() throws IOException {
        ManPages.write(temporary, "0.1.0", "2026-11-22");

        assertTrue(Files.exists(temporary.resolve("man/man1/commons.1")));
        assertTrue(Files.exists(temporary.resolve("man/man1/commons-help.1")));
        assertTrue(Files.exists(temporary.resolve("completion/commons.bash")));
        assertTrue(Files.exists(temporary.resolve("completion/_commons")));
        assertTrue(Files.exists(temporary.resolve("completion/commons.fish")));
    }

    /** The program must end with 0 and say nothing; where it is missing, that is said. */
    private void checkWith(List<String> command) throws Exception {
        Path said = temporary.resolve("said.txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            System.out.println("not checked with " + command.get(0) + ": it is not installed");
            return;
        }
        int code = process.waitFor();

        assertEquals("", Files.readString(said), String.join(" ", command));
        assertEquals(0, code);
    }

    @Test
    void catalogReadsGroupsAndVerbs() {
        var catalog = VerbCatalog.parse("# note\nPeople\n    key\n    help\n\nOther things\n    a-b\n");

        assertEquals(List.of("key", "help", "a-b"), catalog.names());
        assertEquals(
                List.of("People", "Other things"), List.copyOf(catalog.groups().keySet()));
        assertEquals(
                "org.datasetcommons.cli.command.ABCommand",
                catalog.find("a-b").orElseThrow().className());
    }

    @Test
    void everyVerbOfTheCatalogIsNamedAsItsCommand() {
        for (VerbCatalog.Entry verb : VerbCatalog.standard().entries()) {
            assertEquals(
                    verb.name(),
                    tree().only(verb)
                            .getSubcommands()
                            .get(verb.name())
                            .getCommandSpec()
                            .name());
            assertFalse(verb.summary().isBlank());
        }
    }
}
