package org.datasetcommons.check;

import java.util.function.Consumer;
import org.datasetcommons.dataset.DatasetPath;

/** The content that a change brings is here, so that it can be looked at. */
final class ContentRule implements Rule {
    @Override
    public String name() {
        return "content";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var store = change.head().store();
        change.forEachFile((path, file) -> {
            if (path.startsWith(DatasetPath.DATA) && file.after().isPresent()) {
                change.head()
                        .pointer(file.after().get())
                        .filter(pointer -> !store.has(pointer.oid()))
                        .ifPresent(pointer -> findings.accept(Finding.warning(
                                name(),
                                Finding.Subject.file(path),
                                "its content is not here, so nobody can look at it")));
            }
        });
    }
}
