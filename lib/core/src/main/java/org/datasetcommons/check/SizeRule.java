package org.datasetcommons.check;

import java.util.function.Consumer;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;

/** No record is larger than the charter allows, and content has the size that its pointer states. */
final class SizeRule implements Rule {
    @Override
    public String name() {
        return "size";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        long largest = change.judge().charter().largestFile();
        for (var signed : change.newContributions()) {
            if (signed.largest() > largest) {
                signed.forEachRecord(record -> checkRecord(record, largest, findings));
            }
        }
        var store = change.head().store();
        change.forEachFile((path, file) -> {
            if (path.startsWith(DatasetPath.DATA) && file.after().isPresent()) {
                change.head()
                        .pointer(file.after().get())
                        .ifPresent(pointer -> store.findSize(pointer.oid()).stream()
                                .filter(size -> size != pointer.size())
                                .forEach(size -> findings.accept(Finding.error(
                                        name(),
                                        Finding.Subject.file(path),
                                        "has " + size + " bytes; its pointer says " + pointer.size()))));
            }
        });
    }

    private void checkRecord(ContributedRecord record, long largest, Consumer<Finding> findings) {
        if (record.size() > largest) {
            findings.accept(Finding.error(
                    name(),
                    Finding.Subject.record(record.id()),
                    "has " + record.size() + " bytes; the charter allows " + largest));
        }
    }
}
