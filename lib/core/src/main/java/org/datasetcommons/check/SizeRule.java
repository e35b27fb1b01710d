package org.datasetcommons.check;

import java.util.function.Consumer;

/** No record is larger than the charter allows, and every size that was stated is true. */
final class SizeRule implements Rule {
    @Override
    public String name() {
        return "size";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        long largest = change.judge().charter().largestFile();
        for (var signed : change.newContributions()) {
            for (var record : signed.records()) {
                if (record.size() > largest) {
                    findings.accept(Finding.error(
                            name(),
                            Finding.Subject.record(record.id()),
                            "has " + record.size() + " bytes; the charter allows " + largest));
                }
            }
        }
    }
}
