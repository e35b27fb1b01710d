package org.datasetcommons.check;

import java.util.HashMap;
import java.util.Optional;
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
        for (var signed : change.newContributions()) {
            var refusals = new HashMap<LicenseExpression, String>();
            signed.licenses()
                    .forEach(license -> policy.refusal(license).ifPresent(reason -> refusals.put(license, reason)));
            if (!refusals.isEmpty()) {
                var usual = signed.contribution().terms();
                signed.forEachRecord(record -> Optional.ofNullable(
                                refusals.get(record.terms(usual).license()))
                        .ifPresent(reason ->
                                findings.accept(Finding.error(name(), Finding.Subject.record(record.id()), reason))));
            }
        }
    }
}
