package org.datasetcommons.check;

import java.util.HashMap;
import java.util.function.Consumer;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.license.LicensePolicy;

/** The charter accepts the licence of every record. */
final class LicenseRule implements Rule {
    @Override
    public String name() {
        return "license";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var charter = change.judge().charter();
        var policy = LicensePolicy.of(charter.license(), charter.accept());
        var refusals = new HashMap<LicenseExpression, java.util.Optional<String>>();
        for (var signed : change.newContributions()) {
            for (var record : signed.records()) {
                var license = record.terms(signed.contribution().terms()).license();
                refusals.computeIfAbsent(license, policy::refusal)
                        .ifPresent(reason ->
                                findings.accept(Finding.error(name(), Finding.Subject.record(record.id()), reason)));
            }
        }
    }
}
