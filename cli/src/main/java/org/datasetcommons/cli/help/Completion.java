package org.datasetcommons.cli.help;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion scripts for shells, made from the tree of commands. */
public enum Completion {
    BASH {
        @Override
        public String script(CommandLine root) {
            return AutoComplete.bash(root.getCommandName(), root);
        }
    },
    /** The same script; it loads zsh's own emulation of bash completion. */
    ZSH {
        @Override
        public String script(CommandLine root) {
            return AutoComplete.bash(root.getCommandName(), root);
        }
    },
    FISH {
        @Override
        public String script(CommandLine root) {
            return fish(root);
        }
    };

    /** The whole script. */
    public abstract String script(CommandLine root);

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String fish(CommandLine root) {
        String program = root.getCommandName();
        var out = new StringBuilder("# Completion of " + program + " for fish, generated from the commands.\n");
        String verbs = names(root.getCommandSpec());
        for (OptionSpec option : root.getCommandSpec().options()) {
            option(program, "", option, out);
        }
        for (CommandLine verb : distinct(root.getCommandSpec())) {
            CommandSpec spec = verb.getCommandSpec();
            verb(program, "not __fish_seen_subcommand_from " + verbs, spec, out);
            String inVerb = "__fish_seen_subcommand_from " + spec.name();
            own(program, inVerb, spec, out);
            for (CommandLine sub : distinct(spec)) {
                verb(
                        program,
                        inVerb + "; and not __fish_seen_subcommand_from " + names(spec),
                        sub.getCommandSpec(),
                        out);
                own(
                        program,
                        inVerb + "; and __fish_seen_subcommand_from " + sub.getCommandName(),
                        sub.getCommandSpec(),
                        out);
            }
        }
        return out.toString();
    }

    private static List<CommandLine> distinct(CommandSpec spec) {
        return List.copyOf(new LinkedHashSet<>(spec.subcommands().values()));
    }

    private static String names(CommandSpec spec) {
        return distinct(spec).stream().map(CommandLine::getCommandName).collect(Collectors.joining(" "));
    }

    private static void verb(String program, String when, CommandSpec spec, StringBuilder out) {
        String[] description = spec.usageMessage().description();
        out.append("complete -c ")
                .append(program)
                .append(" -f -n ")
                .append(quoted(when))
                .append(" -a ")
                .append(spec.name())
                .append(" -d ")
                .append(quoted(description.length == 0 ? "" : description[0]))
                .append('\n');
    }

    private static void own(String program, String when, CommandSpec spec, StringBuilder out) {
        spec.options().stream()
                .filter(option -> !option.inherited() && !option.hidden())
                .forEach(option -> option(program, when, option, out));
    }

    private static void option(String program, String when, OptionSpec option, StringBuilder out) {
        out.append("complete -c ").append(program);
        if (!when.isEmpty()) {
            out.append(" -n ").append(quoted(when));
        }
        for (String name : option.names()) {
            out.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            out.append(" -r");
            if (option.completionCandidates() != null) {
                out.append(" -f -a ").append(quoted(String.join(" ", option.completionCandidates())));
            }
        }
        out.append(" -d ")
                .append(quoted(String.join(" ", option.description())))
                .append('\n');
    }

    /** In single quotes, fish knows two escapes. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
