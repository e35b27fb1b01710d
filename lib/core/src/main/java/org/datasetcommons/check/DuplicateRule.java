package org.datasetcommons.check;

import java.util.HashMap;
import java.util.function.Consumer;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.digest.Digest;

/** The same bytes stand in a version once; the same key stands once among the files of a table. */
final class DuplicateRule implements Rule {
    @Override
    public String name() {
        return "duplicate";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var charter = change.judge().charter();
        var byDigest = new HashMap<Digest, RecordId>();
        var byKey = new HashMap<String, RecordId>();
        for (var entry : change.head().coverage().manifest().entries()) {
            var twin = byDigest.putIfAbsent(entry.digest(), entry.id());
            if (twin != null) {
                findings.accept(
                        Finding.warning(name(), Finding.Subject.record(entry.id()), "has the same content as " + twin));
            }
            var rule = charter.findTable(entry.id().path());
            if (rule.isPresent() && entry.id().key().isPresent()) {
                var other = byKey.putIfAbsent(
                        rule.get().files() + "#" + entry.id().key().get(), entry.id());
                if (other != null) {
                    findings.accept(Finding.error(
                            name(),
                            Finding.Subject.record(entry.id()),
                            "has the key of " + other + ", in a table whose keys are unique"));
                }
            }
        }
    }
}
