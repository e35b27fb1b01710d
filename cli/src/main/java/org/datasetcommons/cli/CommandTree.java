package org.datasetcommons.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datasetcommons.cli.help.Page;
import org.datasetcommons.cli.help.TextPages;
import org.datasetcommons.cli.render.Screen;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Puts the commands together, all of them or only the one that is wanted, and knows their pages. */
public final class CommandTree {
    /** Options of {@code commons} that take the next word; needed to find the verb before anything is parsed. */
    private static final Set<String> TAKE_A_WORD = Set.of("-C", "--color", "--progress");

    private final VerbCatalog catalog;
    private final CommonsCommand globals;

    CommandTree(VerbCatalog catalog, CommonsCommand globals) {
        this.catalog = catalog;
        this.globals = globals;
    }

    /** The whole tree of this program, for the reference. */
    public static CommandTree whole(Environment environment) {
        return new CommonsCommand(environment, VerbCatalog.standard()).tree();
    }

    /** The verbs there are. */
    public VerbCatalog catalog() {
        return catalog;
    }

    /** {@code commons} with every verb. */
    public CommandLine all() {
        return with(catalog.entries());
    }

    /** {@code commons} with this verb only. */
    public CommandLine only(VerbCatalog.Entry verb) {
        return with(List.of(verb));
    }

    CommandLine none() {
        return with(List.of());
    }

    /** The first word that is neither an option nor the value of one. */
    static Optional<String> verbOf(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (TAKE_A_WORD.contains(words[i])) {
                i++;
            } else if (!words[i].startsWith("-")) {
                return Optional.of(words[i]);
            }
        }
        return Optional.empty();
    }

    private CommandLine with(Collection<VerbCatalog.Entry> verbs) {
        var root = new CommandLine(globals);
        for (VerbCatalog.Entry verb : verbs) {
            root.addSubcommand(verb.name(), new CommandLine(verb.type()));
        }
        return configured(root);
    }

    private static CommandLine configured(CommandLine line) {
        // An @ in front of a word is a name on many forges, not a file to read more arguments from.
        return line.setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setAbbreviatedSubcommandsAllowed(false);
    }

    /** The page of a command. */
    public Page page(CommandSpec spec) {
        return Page.of(spec, exits());
    }

    /** The page of a verb and of the verbs below it, in order. */
    public List<Page> pages(VerbCatalog.Entry verb) {
        var pages = new ArrayList<Page>();
        collect(only(verb).getSubcommands().get(verb.name()), pages);
        return List.copyOf(pages);
    }

    private void collect(CommandLine command, List<Page> pages) {
        pages.add(page(command.getCommandSpec()));
        new LinkedHashSet<>(command.getSubcommands().values()).forEach(below -> collect(below, pages));
    }

    /** What each verb does, by group. */
    public Map<String, List<Page.Entry>> overview() {
        var groups = new LinkedHashMap<String, List<Page.Entry>>();
        catalog.groups()
                .forEach((group, verbs) -> groups.put(
                        group,
                        verbs.stream()
                                .map(verb -> new Page.Entry(verb.name(), verb.summary()))
                                .toList()));
        return groups;
    }

    /** Shows what {@code commons} is and every verb, by group. */
    public void showOverview(Screen screen) {
        Page page = page(none().getCommandSpec());
        screen.prose(0, page.name() + ": " + page.summary()).blank();
        screen.heading("Usage");
        screen.line("  commons [OPTIONS] VERB …");
        overview().forEach((group, verbs) -> TextPages.entries(group, verbs, screen));
        TextPages.entries("Options of every verb", page.globals(), screen);
        screen.blank().prose(0, "More about a verb: `commons help VERB`.");
    }

    static List<Page.Entry> exits() {
        return Arrays.stream(ExitStatus.values())
                .map(status -> new Page.Entry(Integer.toString(status.code()), status.meaning()))
                .toList();
    }
}
