package org.datasetcommons.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.history.Tree;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.version.Version;

/** All rules, in the order in which the documentation lists them. */
public final class Rules {
    private static final int LISTED = 10_000;

    private final List<Rule> rules;

    public Rules(SignatureVerifier verifier) {
        var signatures = new Signatures(verifier);
        rules = List.of(
                new PathRule(),
                new AttributesRule(),
                new CoverageRule(),
                new SchemaRule(),
                new SignatureRule(signatures),
                new LicenseRule(),
                new ConsentRule(),
                new TermsRule(),
                new PlacedRule(signatures),
                new TakenOutRule(signatures),
                new BetweenRule(signatures),
                new DuplicateRule(),
                new ReplacedRule(),
                new SizeRule(),
                new ContentRule(),
                new ProtectedRule(signatures),
                new HistoryRule());
    }

    public List<Rule> all() {
        return rules;
    }

    public Report check(Change change) {
        return check(change, rules);
    }

    /** What can be said before the content of a change is brought here. */
    public Report checkWithoutContent(Change change) {
        return check(
                change,
                rules.stream().filter(rule -> !(rule instanceof ContentRule)).toList());
    }

    /** What a merge made of a version, all of it; and that it took back no key that was there. */
    public Report checkMerged(Version before, Version merged) {
        var findings = new ArrayList<>(check(Change.whole(merged)).findings());
        new KeptKeys(new Change(before, Optional.of(before), merged, List.of())).check("protected", findings::add);
        return new Report(findings);
    }

    /** Warns of what was in a branch when it had all of an offer, by any of these contributors, and was taken out since. */
    public static Report takenOutSince(Version judge, Tree offered, Predicate<Handle> givers) {
        return new Report(TakenOutRule.since(judge, offered, givers));
    }

    private static Report check(Change change, List<Rule> rules) {
        var findings = new ArrayList<Finding>();
        for (var rule : rules) {
            for (var found : Found.by(rule, change).values()) {
                findings.addAll(found.listed);
                found.last().ifPresent(findings::add);
            }
        }
        return new Report(findings);
    }

    /** What a rule found, of one severity. Where everything is wrong, naming some of it is enough, and fits into memory. */
    private static final class Found {
        final List<Finding> listed = new ArrayList<>();
        private Optional<Finding> next = Optional.empty();
        private long more;

        static Map<Finding.Severity, Found> by(Rule rule, Change change) {
            var found = new EnumMap<Finding.Severity, Found>(Finding.Severity.class);
            rule.check(
                    change,
                    finding -> found.computeIfAbsent(finding.severity(), severity -> new Found())
                            .add(finding));
            return found;
        }

        private void add(Finding finding) {
            if (listed.size() < LISTED) {
                listed.add(finding);
            } else if (next.isEmpty()) {
                next = Optional.of(finding);
            } else {
                more++;
            }
        }

        Optional<Finding> last() {
            return next.map(finding -> more == 0
                    ? finding
                    : new Finding(
                            finding.rule(),
                            finding.severity(),
                            finding.subject(),
                            finding.message() + "; and " + more + " more findings of this rule are not listed"));
        }
    }
}
