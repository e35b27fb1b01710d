package org.datasetcommons.cli.help;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What there is to know about one command, read off the command itself. Text, Markdown and roff are three ways to write
 * the same page.
 *
 * @param name the whole name: {@code commons key new}
 * @param summary what it does, in half a sentence
 * @param description further paragraphs
 * @param synopsis the words of the command line, each of which stays on one line
 * @param globals the options of every verb
 */
public record Page(
        String name,
        String summary,
        List<String> description,
        List<String> synopsis,
        List<Entry> parameters,
        List<Entry> options,
        List<Entry> globals,
        List<Entry> verbs,
        List<Entry> exits,
        List<Worked> examples) {
    /** A term and what it means. */
    public record Entry(String term, String text) {}

    /** A line to type and what it does. */
    public record Worked(String line, String does) {}

    public Page {
        description = List.copyOf(description);
        synopsis = List.copyOf(synopsis);
        parameters = List.copyOf(parameters);
        options = List.copyOf(options);
        globals = List.copyOf(globals);
        verbs = List.copyOf(verbs);
        exits = List.copyOf(exits);
        examples = List.copyOf(examples);
    }

    /** The page of this command; {@code exits} is the table of exit codes. */
    public static Page of(CommandSpec spec, List<Entry> exits) {
        List<String> texts = List.of(spec.usageMessage().description());
        List<OptionSpec> options = spec.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing((OptionSpec option) -> !isRequired(option))
                        .thenComparing(option -> option.longestName().replaceAll("^-+", "")))
                .toList();
        List<OptionSpec> own =
                options.stream().filter(option -> !isGlobal(option)).toList();
        return new Page(
                spec.qualifiedName(),
                texts.isEmpty() ? "" : texts.get(0),
                texts.isEmpty() ? texts : texts.subList(1, texts.size()),
                synopsis(spec, own),
                spec.positionalParameters().stream()
                        .filter(parameter -> !parameter.hidden())
                        .map(parameter -> new Entry(shown(parameter), text(parameter)))
                        .toList(),
                own.stream()
                        .map(option -> new Entry(term(option), text(option)))
                        .toList(),
                options.stream()
                        .filter(Page::isGlobal)
                        .map(option -> new Entry(term(option), text(option)))
                        .toList(),
                verbs(spec),
                exits,
                examples(spec));
    }

    /** The examples that stand on the class of this command. */
    public static List<Worked> examples(CommandSpec spec) {
        return Stream.of(spec.userObject().getClass().getAnnotationsByType(Example.class))
                .map(example -> new Worked(example.line(), example.does()))
                .toList();
    }

    /** The name with dashes, as files are called: {@code commons-key-new}. */
    public String fileName() {
        return name.replace(' ', '-');
    }

    private static List<Entry> verbs(CommandSpec spec) {
        return new LinkedHashSet<>(spec.subcommands().values())
                .stream()
                        .map(sub -> sub.getCommandSpec())
                        .map(sub -> new Entry(
                                sub.name(),
                                String.join(
                                        "",
                                        Stream.of(sub.usageMessage().description())
                                                .limit(1)
                                                .toList())))
                        .toList();
    }

    private static List<String> synopsis(CommandSpec spec, List<OptionSpec> own) {
        var words = new ArrayList<String>();
        words.add(spec.qualifiedName());
        for (OptionSpec option : own) {
            String word = shortestTerm(option);
            words.add(isRequired(option) ? word : "[" + word + "]");
        }
        if (spec.parent() == null) {
            words.add("[OPTIONS]");
        }
        if (spec.parent() == null || !spec.subcommands().isEmpty()) {
            words.add("VERB");
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            words.add(parameter.arity().min() == 0 ? "[" + shown(parameter) + "]" : shown(parameter));
        }
        return words;
    }

    private static boolean isRequired(OptionSpec option) {
        return option.required() && option.group() == null;
    }

    private static boolean isGlobal(OptionSpec option) {
        return option.inherited() || option.scopeType() == picocli.CommandLine.ScopeType.INHERIT;
    }

    private static String shown(PositionalParamSpec parameter) {
        return parameter.paramLabel() + (parameter.isMultiValue() ? "…" : "");
    }

    private static String shortestTerm(OptionSpec option) {
        return option.shortestName() + value(option, option.shortestName()) + (option.isMultiValue() ? "…" : "");
    }

    private static String term(OptionSpec option) {
        String names = Stream.of(option.names())
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .collect(Collectors.joining(", "));
        return names + value(option, option.longestName());
    }

    private static String value(OptionSpec option, String name) {
        if (option.arity().max() == 0) {
            return "";
        }
        String separator = name.startsWith("--") ? "=" : " ";
        return option.arity().min() == 0
                ? "[" + separator + option.paramLabel() + "]"
                : separator + option.paramLabel();
    }

    private static String text(ArgSpec argument) {
        return String.join(" ", argument.description());
    }
}
