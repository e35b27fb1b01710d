package org.datasetcommons.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.datasetcommons.cli.help.Completion;
import org.datasetcommons.cli.help.MarkdownPages;
import org.datasetcommons.cli.help.Page;
import org.datasetcommons.cli.help.RoffPages;

/** The reference as files, name by name, made from the commands: for the web, for {@code man}, for shells. */
final class ReferencePages {
    private final CommandTree tree;

    ReferencePages(CommandTree tree) {
        this.tree = tree;
    }

    /** What lies in {@code docs/cli}. */
    Map<String, String> markdown() {
        var files = new TreeMap<String, String>();
        files.put("README.md", MarkdownPages.index(rootPage(), tree.overview()));
        for (VerbCatalog.Entry verb : tree.catalog().entries()) {
            List<Page> pages = tree.pages(verb);
            files.put(verb.name() + ".md", MarkdownPages.write(pages.get(0), pages.subList(1, pages.size())));
        }
        return files;
    }

    /** A page of section 1 for {@code commons} and for every verb, with the verbs below it. */
    Map<String, String> man(String version, String day) {
        var files = new TreeMap<String, String>();
        files.put("commons.1", RoffPages.write(tree.page(tree.all().getCommandSpec()), version, day));
        for (VerbCatalog.Entry verb : tree.catalog().entries()) {
            for (Page page : tree.pages(verb)) {
                files.put(page.fileName() + ".1", RoffPages.write(page, version, day));
            }
        }
        return files;
    }

    /** Completion scripts, named as shells look for them. */
    Map<String, String> completion() {
        return new TreeMap<>(Map.of(
                "commons.bash", Completion.BASH.script(tree.all()),
                "_commons", Completion.ZSH.script(tree.all()),
                "commons.fish", Completion.FISH.script(tree.all())));
    }

    private Page rootPage() {
        return tree.page(tree.none().getCommandSpec());
    }
}
