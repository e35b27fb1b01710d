package org.datasetcommons.license;

import static org.datasetcommons.CommonsException.invalid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Spelling;
import org.datasetcommons.license.LicenseExpression.AllOf;
import org.datasetcommons.license.LicenseExpression.AnyOf;
import org.datasetcommons.license.LicenseExpression.License;
import org.datasetcommons.license.LicenseExpression.WithException;

/** Recursive descent over SPDX's grammar: {@code +} binds tightest, then WITH, then AND, then OR. */
final class LicenseParser {
    private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[A-Za-z0-9.-]+\\+?|\\S)");
    private static final Pattern REFERENCE = Pattern.compile("(?i:LicenseRef)-[A-Za-z0-9.-]+");
    private static final int MAX_LENGTH = 1000;

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    LicenseParser(String text) {
        this.text = text;
        if (text.length() > MAX_LENGTH) {
            throw invalid("a licence expression has at most " + MAX_LENGTH + " characters");
        }
        Matcher matcher = TOKEN.matcher(text.stripTrailing());
        while (matcher.lookingAt()) {
            tokens.add(matcher.group(1));
            matcher.region(matcher.end(), matcher.regionEnd());
        }
    }

    LicenseExpression parse() {
        if (tokens.isEmpty() || text.equalsIgnoreCase("NOASSERTION") || text.equalsIgnoreCase("NONE")) {
            throw invalid("a licence must be stated, not '" + text + "'")
                    .hint("choose one of the dataset's; `commons license report` shows those in use");
        }
        var expression = anyOf();
        if (next < tokens.size()) {
            throw malformed("unexpected '" + tokens.get(next) + "'");
        }
        return expression;
    }

    private LicenseExpression anyOf() {
        var choices = new ArrayList<LicenseExpression>();
        do {
            // A choice among the choices is no more than that: one tree has one spelling.
            var choice = allOf();
            choices.addAll(choice instanceof AnyOf any ? any.choices() : List.of(choice));
        } while (accept("OR"));
        return choices.size() == 1 ? choices.get(0) : new AnyOf(choices);
    }

    private LicenseExpression allOf() {
        var parts = new ArrayList<LicenseExpression>();
        do {
            var part = simple();
            parts.addAll(part instanceof AllOf all ? all.parts() : List.of(part));
        } while (accept("AND"));
        return parts.size() == 1 ? parts.get(0) : new AllOf(parts);
    }

    private LicenseExpression simple() {
        if (next == tokens.size()) {
            throw malformed("it ends where a licence should follow");
        }
        if (accept("(")) {
            var inner = anyOf();
            if (!accept(")")) {
                throw malformed("a ')' is missing");
            }
            return inner;
        }
        var license = license(tokens.get(next++));
        if (accept("WITH")) {
            if (next == tokens.size()) {
                throw malformed("it ends where an exception should follow");
            }
            return new WithException(license, exception(tokens.get(next++)));
        }
        return license;
    }

    private License license(String token) {
        boolean orLater = token.endsWith("+");
        String id = orLater ? token.substring(0, token.length() - 1) : token;
        if (REFERENCE.matcher(id).matches() && !orLater) {
            return new License("LicenseRef-" + id.substring("LicenseRef-".length()), false);
        }
        if (!id.matches("[A-Za-z0-9.-]+") || isOperator(id)) {
            throw malformed("'" + token + "' stands where a licence should");
        }
        var ids = SpdxIds.get();
        var known = ids.findLicense(id);
        if (known.isPresent()) {
            return new License(known.get(), orLater);
        }
        var deprecated = ids.findDeprecated(id);
        if (deprecated.isPresent()) {
            throw outdated(deprecated.get(), ids);
        }
        throw suggest(invalid("unknown SPDX licence id '" + id + "'"), id, ids.licenses());
    }

    private static CommonsException outdated(String id, SpdxIds ids) {
        var problem = invalid("SPDX licence id '" + id + "' is not used any more");
        return ids.findLicense(id + "-only").isPresent()
                ? problem.hint("say which you mean: " + id + "-only or " + id + "-or-later")
                : problem.hint("the SPDX licence list says what is written instead: " + LicenseUrls.url(id));
    }

    private static String exception(String id) {
        var ids = SpdxIds.get();
        return ids.findException(id)
                .orElseThrow(
                        () -> suggest(invalid("unknown SPDX licence exception '" + id + "'"), id, ids.exceptions()));
    }

    /** The highest version of the licence that was named without one, or with half of one: CC0-1.0 for CC0. */
    private static Optional<String> latest(String id, List<String> known) {
        var versions = Pattern.compile(Pattern.quote(id) + "[-.][0-9][0-9.]*(-or-later)?", Pattern.CASE_INSENSITIVE);
        return known.stream().filter(versions.asMatchPredicate()).max(Comparator.naturalOrder());
    }

    private static CommonsException suggest(CommonsException problem, String id, List<String> known) {
        return latest(id, known)
                .or(() -> Spelling.nearest(id, known))
                .map(near -> problem.hint("did you mean '" + near + "'?"))
                .orElseGet(() -> problem.hint("ids are those of the SPDX licence list, like CC-BY-4.0 or CC0-1.0"));
    }

    private boolean accept(String word) {
        if (next < tokens.size()
                && (tokens.get(next).equals(word)
                        || tokens.get(next).equals(word.toLowerCase(java.util.Locale.ROOT)))) {
            next++;
            return true;
        }
        return false;
    }

    private static boolean isOperator(String word) {
        return List.of("AND", "OR", "WITH", "and", "or", "with").contains(word);
    }

    private CommonsException malformed(String why) {
        return invalid("not a licence expression: '" + text + "': " + why)
                .hint("for example: CC-BY-4.0, or MIT OR Apache-2.0");
    }
}
