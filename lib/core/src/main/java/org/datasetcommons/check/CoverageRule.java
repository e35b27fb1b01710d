package org.datasetcommons.check;

import java.util.function.Consumer;

/** Every record of the version is covered by a contribution. */
final class CoverageRule implements Rule {
    @Override
    public String name() {
        return "coverage";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var coverage = change.coverage();
        for (var id : coverage.uncovered()) {
            findings.accept(Finding.error(
                    name(),
                    Finding.Subject.record(id),
                    "is not covered by any contribution; nobody signed these bytes"));
        }
        coverage.malformed()
                .forEach((path, fault) -> findings.accept(Finding.error(name(), Finding.Subject.file(path), fault)));
        var unjudged = change.unjudged();
        for (var path : coverage.absent()) {
            if (!unjudged.contains(path)) {
                findings.accept(Finding.warning(
                        name(),
                        Finding.Subject.file(path.text()),
                        "its rows cannot be checked: the table's content is not here"));
            }
        }
    }
}
