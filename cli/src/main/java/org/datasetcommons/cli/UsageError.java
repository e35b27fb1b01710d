package org.datasetcommons.cli;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Spelling;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that is wrong, in our words: what does not fit, and what was probably meant. */
final class UsageError {
    private UsageError() {}

    static FailureHandler.Failure of(ParameterException wrong, VerbCatalog catalog) {
        CommandSpec spec = wrong.getCommandLine().getCommandSpec();
        String seeHelp = spec.parent() == null
                ? "see `commons help`"
                : "see `commons help " + spec.qualifiedName().replaceFirst("^\\S+ ", "") + "`";
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            if (word.startsWith("-") && word.length() > 1) {
                String option = word.replaceFirst("=.*$", "");
                return usage(
                        "unknown option: " + option,
                        didYouMean(option, spec.optionsMap().keySet()),
                        seeHelp);
            }
            if (spec.parent() == null) {
                return usage("unknown verb: " + word, didYouMean(word, catalog.names()), seeHelp);
            }
            if (!spec.subcommands().isEmpty()) {
                return usage(
                        "unknown verb: " + spec.name() + " " + word,
                        didYouMean(word, spec.subcommands().keySet()),
                        seeHelp);
            }
            return usage("one argument too many: " + word, Optional.empty(), seeHelp);
        }
        if (wrong instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return usage(
                    "missing "
                            + String.join(
                                    ", ",
                                    missing.getMissing().stream()
                                            .map(UsageError::name)
                                            .toList()),
                    Optional.empty(),
                    seeHelp);
        }
        if (wrong.getCause() instanceof CommonsException cause) {
            String where = wrong.getArgSpec() == null ? "" : " for " + name(wrong.getArgSpec());
            var hints = new ArrayList<>(cause.hints());
            hints.add(seeHelp);
            return new FailureHandler.Failure(
                    ExitStatus.USAGE, "invalid value" + where + ": " + cause.getMessage(), List.of(), hints);
        }
        ArgSpec argument = wrong.getArgSpec();
        if (argument != null && wrong.getMessage().endsWith("is not an int")) {
            return usage(name(argument) + " is a whole number, not " + wrong.getValue(), Optional.empty(), seeHelp);
        }
        if (argument != null && wrong.getMessage().contains("KEY=VALUE format")) {
            return usage(
                    name(argument) + " is KEY=VALUE, not " + wrong.getMessage().replaceFirst("(?s)^.* but was ", ""),
                    Optional.empty(),
                    seeHelp);
        }
        if (argument != null && wrong.getMessage().contains(InvalidPathException.class.getName())) {
            return usage(name(argument) + " is not a path: " + wrong.getValue(), Optional.empty(), seeHelp);
        }
        if (argument != null
                && argument.typeInfo().isEnum()
                && argument.completionCandidates() != null
                && wrong.getValue() != null) {
            return usage(
                    name(argument) + " is one of " + String.join(", ", argument.completionCandidates()) + ", not "
                            + wrong.getValue(),
                    didYouMean(wrong.getValue(), candidates(argument)),
                    seeHelp);
        }
        return usage(lower(wrong.getMessage()), Optional.empty(), seeHelp);
    }

    /** A verb that only has verbs below it, and none was named. */
    static ParameterException missingVerb(CommandSpec spec) {
        return new ParameterException(
                spec.commandLine(),
                "missing verb: " + spec.qualifiedName() + " "
                        + String.join("|", spec.subcommands().keySet()));
    }

    private static FailureHandler.Failure usage(String problem, Optional<String> meant, String seeHelp) {
        return new FailureHandler.Failure(ExitStatus.USAGE, problem, List.of(), List.of(meant.orElse(seeHelp)));
    }

    private static Optional<String> didYouMean(String word, Collection<String> known) {
        return Spelling.nearest(word, known).map(near -> "did you mean `" + near + "`?");
    }

    private static List<String> candidates(ArgSpec argument) {
        var candidates = new ArrayList<String>();
        argument.completionCandidates().forEach(candidates::add);
        return candidates;
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String lower(String message) {
        String text = message == null ? "the command line is wrong" : message;
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1).replaceFirst("\\.$", "");
    }
}
