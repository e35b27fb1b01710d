package org.datasetcommons.check;

import java.util.ArrayList;
import java.util.List;
import org.datasetcommons.signing.SignatureVerifier;

/** All rules, in the order in which the documentation lists them. */
public final class Rules {
    private final List<Rule> rules;

    public Rules(SignatureVerifier verifier) {
        var signatures = new Signatures(verifier);
        rules = List.of(
                new PathRule(),
                new CoverageRule(),
                new SchemaRule(),
                new SignatureRule(signatures),
                new LicenseRule(),
                new ConsentRule(),
                new DuplicateRule(),
                new SizeRule(),
                new ContentRule(),
                new ProtectedRule(signatures));
    }

    public List<Rule> all() {
        return rules;
    }

    public Report check(Change change) {
        var findings = new ArrayList<Finding>();
        rules.forEach(rule -> rule.check(change, findings::add));
        return new Report(findings);
    }
}
