package org.datasetcommons.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/**
 * The verbs there are, by who uses them, without loading any: {@code verbs.txt} lists their names, and the class of a
 * verb is named after it, {@code sign} by {@code cli.command.SignCommand}. Only the verb on the command line is loaded.
 */
public final class VerbCatalog {
    /** A verb, the group it is shown in, and the name of its class. */
    public record Entry(String name, String group, String className) {
        /** Loads the class without initialising it. */
        Class<?> type() {
            try {
                return Class.forName(className, false, VerbCatalog.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("verb without a class: " + name, e);
            }
        }

        /** The first line of the description, read off the annotation alone. */
        public String summary() {
            return type().getAnnotation(Command.class).description()[0];
        }
    }

    private final List<Entry> entries;

    private VerbCatalog(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The verbs of this program. */
    public static VerbCatalog standard() {
        try (var in = VerbCatalog.class.getResourceAsStream("verbs.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line that is not set in names a group, a line that is set in a verb; {@code #} begins a comment. */
    static VerbCatalog parse(String text) {
        var entries = new ArrayList<Entry>();
        String group = "";
        for (String line : text.lines().toList()) {
            String word = line.strip();
            if (word.isEmpty() || word.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                entries.add(new Entry(word, group, className(word)));
            } else {
                group = word;
            }
        }
        return new VerbCatalog(entries);
    }

    /** These verbs and one more. */
    VerbCatalog plus(String group, String name, Class<?> type) {
        var more = new ArrayList<>(entries);
        more.add(new Entry(name, group, type.getName()));
        return new VerbCatalog(more);
    }

    /** Every verb, in the order of the help page. */
    public List<Entry> entries() {
        return entries;
    }

    /** The names of all verbs. */
    public List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }

    /** The verbs of each group, in order. */
    public Map<String, List<Entry>> groups() {
        var groups = new LinkedHashMap<String, List<Entry>>();
        entries.forEach(entry ->
                groups.computeIfAbsent(entry.group(), g -> new ArrayList<>()).add(entry));
        return groups;
    }

    /** The verb of this name. */
    public Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private static String className(String name) {
        var type = new StringBuilder("org.datasetcommons.cli.command.");
        for (String part : name.split("-")) {
            type.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        return type.append("Command").toString();
    }
}
