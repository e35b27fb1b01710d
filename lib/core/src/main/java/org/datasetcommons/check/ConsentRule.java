package org.datasetcommons.check;

import java.util.function.Consumer;

/** Purposes that contributors speak of are those the charter names. */
final class ConsentRule implements Rule {
    @Override
    public String name() {
        return "consent";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var known = change.judge().charter().purposes().keySet();
        for (var signed : change.newContributions()) {
            var subject = Finding.Subject.file(signed.contribution().id().statementFile());
            for (String purpose : signed.contribution().consent().allow()) {
                if (!known.contains(purpose)) {
                    findings.accept(Finding.warning(
                            name(), subject, "allows '" + purpose + "', a purpose that the charter does not name"));
                }
            }
        }
    }
}
