package org.datasetcommons.check;

import java.util.function.Consumer;
import org.datasetcommons.dataset.DatasetPath;

/** The content that a change brings is here, so that it can be looked at; that of a table must be, as its rows are what it is. */
final class ContentRule implements Rule {
    @Override
    public String name() {
        return "content";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var store = change.head().store();
        var unjudged = change.unjudged();
        for (var path : unjudged) {
            findings.accept(Finding.error(
                    name(),
                    Finding.Subject.file(path.text()),
                    "its rows cannot be judged, as the table's content is not here; `commons merge` brings it from where it "
                            + "is, or from where --from says, and `commons pull` that of your own branch"));
        }
        change.forEachFile((path, file) -> {
            if (path.startsWith(DatasetPath.DATA)
                    && file.after().isPresent()
                    && (unjudged.isEmpty()
                            || DatasetPath.fault(path).isPresent()
                            || !unjudged.contains(new DatasetPath(path)))) {
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
